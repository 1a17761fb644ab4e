#include "data/unique_names.hpp"

#include "data/series_names.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <unordered_set>

namespace rankfold::data {
namespace {

bool has_no_repetition(TextColumn const& column) {
  std::unordered_set<std::string_view> met;
  return std::ranges::all_of(column.texts, [&](auto const& text) { return !text.empty() && met.insert(text).second; });
}

std::vector<std::string> row_numbers(std::size_t rows) {
  std::vector<std::string> names;
  for (std::size_t row = 1; row <= rows; ++row) names.push_back(std::to_string(row));
  return names;
}

std::vector<std::string> with_suffixes(std::vector<std::string> names) {
  TextSet const given{names.begin(), names.end()};
  TextMap<std::size_t> times_met;
  for (auto& name : names) {
    auto& times = times_met[name];
    if (++times == 1) continue;
    auto numbered = fmt::format("{}#{}", name, times);
    while (given.contains(numbered)) numbered = fmt::format("{}#{}", name, ++times);
    name = std::move(numbered);
  }
  return names;
}

} // namespace

UniqueNames unique_names(std::vector<TextColumn> columns, std::optional<std::size_t> wanted, std::size_t rows) {
  if (columns.empty()) return {row_numbers(rows), std::nullopt};
  if (wanted && has_no_repetition(columns[*wanted])) return {std::move(columns[*wanted].texts), std::nullopt};

  auto const unique = std::ranges::find_if(columns, has_no_repetition);
  auto& base = columns[wanted.value_or(0)];
  auto const chosen = unique == columns.end()
                          ? fmt::format("their number is added to equal names, as in '{}#2'", base.texts[0])
                          : fmt::format("the series are named by column '{}'", unique->title);
  auto const notice =
      wanted ? std::optional{fmt::format("column '{}' has the same text in several rows: {}", base.title, chosen)}
             : std::nullopt;
  if (unique != columns.end()) return {std::move(unique->texts), notice};
  return {with_suffixes(std::move(base.texts)), notice};
}

} // namespace rankfold::data
