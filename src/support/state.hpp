#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace rankfold {

/// What has become of a job, a task, a trial or a fold. The numbers are those of the result file's enum `status`.
enum class State : std::uint8_t { waiting = 0, running = 1, complete = 2, failed = 3, pruned = 4, cancelled = 5 };

inline constexpr std::array<std::string_view, 6> state_names{"waiting", "running", "complete",
                                                             "failed",  "pruned",  "cancelled"};

[[nodiscard]] constexpr std::string_view to_string(State state) { return state_names[static_cast<std::size_t>(state)]; }

/// Whether nothing more will come.
[[nodiscard]] constexpr bool is_final(State state) { return state != State::waiting && state != State::running; }

} // namespace rankfold
