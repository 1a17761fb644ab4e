#include "report/csv.hpp"

#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace rankfold::report {

std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string{text};
  std::string quoted = "\"";
  for (char const c : text) quoted += c == '"' ? std::string{"\"\""} : std::string{c};
  return quoted + '"';
}

std::string csv_number(double number) { return std::isnan(number) ? std::string{} : fmt::format("{}", number); }

std::string csv_line(std::vector<std::string> const& fields) { return fmt::format("{}\r\n", fmt::join(fields, ",")); }

} // namespace rankfold::report
