#pragma once

#include <cstdint>
#include <fmt/format.h>
#include <memory>
#include <string>
#include <string_view>

namespace rankfold::job {

/// Where something of a job was written: a line and column of its file, or a command line argument.
struct Place {
  std::shared_ptr<std::string const> origin; ///< the file's path, or the whole argument
  std::uint32_t line = 0, column = 0;        ///< from 1; 0 in an argument

  /// "retail.toml:12:10" or "--set search.algorithm=tpe".
  [[nodiscard]] std::string text() const;
};

/// What users wrote, as an error message can show it: control characters escaped, cut where it is long.
[[nodiscard]] std::string shown(std::string_view text, std::size_t longest = 100);

/// @throws JobError "<place>: <problem>"
[[noreturn]] void fail_at(Place const& place, std::string const& problem);

/// `fail_at` with a format string.
template <class... Arguments>
[[noreturn]] void fail(Place const& place, fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  fail_at(place, fmt::format(format, std::forward<Arguments>(arguments)...));
}

} // namespace rankfold::job
