#pragma once

#include <cstdint>
#include <string>

namespace rankfold {

[[nodiscard]] std::string host_name();
[[nodiscard]] std::int64_t process_id();

/// Whether a process of this number runs on this machine, as far as can be seen from here; one that has ended and waits
/// to be taken notice of (a zombie) does not run.
[[nodiscard]] bool process_runs(std::int64_t pid);

/// The program's name, cut to 15 characters; empty where it cannot be seen.
[[nodiscard]] std::string process_name(std::int64_t pid);

} // namespace rankfold
