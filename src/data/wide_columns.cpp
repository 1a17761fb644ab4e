#include "data/wide_columns.hpp"

#include "data/time_point.hpp"
#include "support/error.hpp"
#include "support/text.hpp"
#include <algorithm>
#include <cctype>
#include <fmt/format.h>
#include <map>
#include <string>

namespace rankfold::data {
namespace {

struct ValueColumn {
  std::size_t position = 0;
  double time = 0;
};

/// A word and the number that follows it, as "d_" and 17.
struct NumberedName {
  std::string_view word;
  double number = 0;
};

std::optional<NumberedName> split_number(std::string_view name) {
  auto const digits = std::find_if(name.rbegin(), name.rend(), [](unsigned char c) { return std::isdigit(c) == 0; });
  auto const word = name.substr(0, static_cast<std::size_t>(name.rend() - digits));
  auto const number = parse_real(name.substr(word.size()));
  return word.empty() || !number ? std::nullopt : std::optional{NumberedName{word, *number}};
}

/// The columns that `time_of` gives a time for, but for the id.
template <class TimeOf>
std::vector<ValueColumn> columns_with_time(ColumnNames const& columns, std::optional<std::size_t> id, TimeOf time_of) {
  std::vector<ValueColumn> found;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (i == id) continue;
    if (std::optional<double> const time = time_of(columns.name(i))) found.push_back({i, *time});
  }
  return found;
}

std::vector<ValueColumn> columns_of_word(ColumnNames const& columns, std::optional<std::size_t> id,
                                         std::string_view word) {
  return columns_with_time(columns, id, [&](std::string_view name) {
    auto const numbered = split_number(name);
    return numbered && numbered->word == word ? std::optional{numbered->number} : std::nullopt;
  });
}

/// The word that most columns begin with before their number, where it is the word of more than one.
std::string most_frequent_word(ColumnNames const& columns, std::optional<std::size_t> id) {
  std::map<std::string, std::size_t, std::less<>> counts;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    auto const numbered = split_number(columns.name(i));
    if (i != id && numbered) ++counts[std::string{numbered->word}];
  }
  auto const most = std::ranges::max_element(counts, {}, [](auto const& entry) { return entry.second; });
  return most != counts.end() && most->second > 1 ? most->first : std::string{};
}

std::vector<ValueColumn> find_values(ColumnNames const& columns, std::optional<std::size_t> id) {
  auto found = columns_of_word(columns, id, "d_");
  if (found.empty()) {
    found = columns_with_time(columns, id, [](std::string_view name) -> std::optional<double> {
      auto const time = parse_time(name);
      return time ? std::optional{time->value} : std::nullopt;
    });
  }
  if (found.empty()) found = columns_of_word(columns, id, most_frequent_word(columns, id));
  std::ranges::stable_sort(found, {}, &ValueColumn::time);
  return found;
}

} // namespace

WideColumns find_wide_columns(ColumnNames const& columns, std::optional<std::size_t> id, std::string const& file) {
  auto const found = find_values(columns, id);
  if (found.empty()) {
    throw JobError{fmt::format("{}: layout wide: no column holds values; they are named d_1, d_2, ..., by dates or "
                               "numbers, or by a word and a number (columns: {})",
                               file, columns.listing())};
  }
  auto const twice = std::ranges::adjacent_find(found, {}, &ValueColumn::time);
  if (twice != found.end()) {
    throw JobError{fmt::format("{}: layout wide: columns '{}' and '{}' are the same point in time", file,
                               columns.name(twice->position), columns.name((twice + 1)->position))};
  }
  WideColumns out;
  std::vector<bool> is_value(columns.size());
  for (auto const& column : found) {
    out.values.push_back(column.position);
    is_value[column.position] = true;
  }
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (!is_value[i]) out.texts.push_back(i);
  }
  return out;
}

} // namespace rankfold::data
