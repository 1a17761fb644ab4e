#include "data/column_names.hpp"

#include "data/cell.hpp"
#include "support/error.hpp"
#include "support/text.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace rankfold::data {
namespace {

/// The usual reason why a file seems to have one column only.
std::string separator_advice(std::span<std::string const> names) {
  if (names.size() != 1) return {};
  for (char const other : {';', '\t', '|'}) {
    if (names[0].find(other) == std::string::npos) continue;
    return fmt::format("; the columns seem to be separated by {}, where commas are wanted",
                       other == '\t' ? "tabs" : fmt::format("'{}'", other));
  }
  return {};
}

} // namespace

std::size_t ColumnNames::find(std::string_view name, std::string_view key) const {
  auto const first = std::ranges::find(names_, name);
  if (first == names_.end()) {
    throw JobError{fmt::format("{}: there is no column '{}', which is the {} (columns: {}){}{}", file_, name, key,
                               listing(), did_you_mean(name, names_), separator_advice(names_))};
  }
  if (std::find(first + 1, names_.end(), name) != names_.end()) {
    throw JobError{fmt::format("{}: column '{}', which is the {}, is there more than once", file_, name, key)};
  }
  return static_cast<std::size_t>(first - names_.begin());
}

std::string ColumnNames::listing() const {
  constexpr std::size_t shown = 10;
  auto const count = std::min(names_.size(), shown);
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < count; ++i) texts.push_back(shortened(names_[i]));
  auto const list = fmt::format("{}", fmt::join(texts, ", "));
  return names_.size() > count ? fmt::format("{} and {} more", list, names_.size() - count) : list;
}

std::string shortened(std::string_view text) {
  constexpr std::size_t longest = 60;
  std::string out{text.substr(0, longest)};
  while (!out.empty() && !is_clean_text(out) && out.size() + 4 > longest) out.pop_back(); // a character cut in two
  if (!is_clean_text(out)) return "(no UTF-8 text)";
  std::ranges::replace_if(
      out, [](unsigned char c) { return c < 0x20; }, '.');
  return text.size() > longest ? out + "..." : out;
}

} // namespace rankfold::data
