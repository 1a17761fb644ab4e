#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rankfold {

/// The candidate with the smallest edit distance to `name`, where it is close enough to be what was meant.
[[nodiscard]] std::optional<std::string> nearest_name(std::string_view name, std::span<std::string const> candidates);

/// "; did you mean 'ets'?" for the nearest candidate, or nothing where none is near.
[[nodiscard]] std::string did_you_mean(std::string_view name, std::span<std::string const> candidates);

/// The whole text as a real number, independent of the locale; nothing if it is not one or something follows it.
[[nodiscard]] std::optional<double> parse_real(std::string_view text);

/// "1.5 MiB"
[[nodiscard]] std::string bytes_text(std::int64_t bytes);

} // namespace rankfold
