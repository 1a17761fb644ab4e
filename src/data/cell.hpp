#pragma once

#include <optional>
#include <string_view>

namespace rankfold::data {

/// Without the blanks and tabs around it.
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// Whether a cell says that there is no value: empty, NA, NaN, null, None or ?, in any case.
[[nodiscard]] bool is_missing(std::string_view text);

/// A cell's number, NaN where it is missing, nothing where it is no number. Infinity is a number here.
[[nodiscard]] std::optional<double> parse_cell(std::string_view text);

/// Whether names and categories can be taken over into JSON and HDF5 as they are: UTF-8 without NUL.
[[nodiscard]] bool is_clean_text(std::string_view text);

/// What `parse_cell` takes, for messages.
inline constexpr std::string_view accepted_numbers =
    "accepted: numbers as 12, -0.5 or 1e3; missing values as an empty cell, NA, NaN, null, None or ?";

} // namespace rankfold::data
