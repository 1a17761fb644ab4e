#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rankfold::report {

/// A field as RFC 4180 writes it: in quotes where it must be.
[[nodiscard]] std::string csv_field(std::string_view text);
/// With as many digits as it takes to read back the same number; empty for not-a-number.
[[nodiscard]] std::string csv_number(double number);
/// Fields, written as they are, and a line end.
[[nodiscard]] std::string csv_line(std::vector<std::string> const& fields);

} // namespace rankfold::report
