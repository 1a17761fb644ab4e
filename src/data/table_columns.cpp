#include "data/table_columns.hpp"

#include "support/error.hpp"
#include "support/text.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace rankfold::data {
namespace {

/// The columns that some pattern names, where the target and the fold column are out of reach.
class FeatureSelection {
public:
  FeatureSelection(ColumnNames const& columns, TableColumns const& known) : columns_{columns}, known_{known} {}

  [[nodiscard]] std::vector<std::size_t> all() const {
    std::vector<std::size_t> features;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (is_free(i) && !columns_.name(i).empty()) features.push_back(i);
    }
    return features;
  }

  [[nodiscard]] std::vector<std::size_t> named_by(std::vector<std::string> const& patterns,
                                                  std::string const& file) const {
    std::vector<bool> taken(columns_.size());
    for (auto const& pattern : patterns) {
      bool any = false;
      for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (!is_free(i) || !fits_pattern(columns_.name(i), pattern)) continue;
        taken[i] = any = true;
      }
      if (!any) refuse(pattern, file);
    }
    std::vector<std::size_t> features;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (taken[i]) features.push_back(i);
    }
    return features;
  }

private:
  [[nodiscard]] bool is_free(std::size_t column) const { return column != known_.target && column != known_.fold; }

  [[noreturn]] void refuse(std::string const& pattern, std::string const& file) const {
    if (pattern == columns_.name(known_.target) || (known_.fold && pattern == columns_.name(*known_.fold))) {
      throw JobError{
          fmt::format("{}: features: '{}' is the target or the fold column and cannot be a feature", file, pattern)};
    }
    throw JobError{fmt::format("{}: features: no column fits '{}' (columns: {}){}", file, pattern, columns_.listing(),
                               did_you_mean(pattern, columns_.all()))};
  }

  ColumnNames const& columns_;
  TableColumns const& known_;
};

/// The target, where none is named: the last column with a name, but for the fold column.
std::size_t last_column(ColumnNames const& columns, std::optional<std::size_t> fold, std::string const& file) {
  for (std::size_t i = columns.size(); i-- > 0;) {
    if (i != fold && !columns.name(i).empty()) return i;
  }
  throw JobError{fmt::format("{}: there is no column that could be the target", file)};
}

} // namespace

TableColumns find_table_columns(ColumnNames const& columns, job::DataSpec const& spec,
                                job::ValidationSpec const& validation) {
  auto const& file = spec.path.native();
  TableColumns found;
  if (validation.scheme == job::ValidationSpec::Scheme::predefined)
    found.fold = columns.find(validation.column, "fold column");
  found.target = spec.target.empty() ? last_column(columns, found.fold, file) : columns.find(spec.target, "target");
  if (found.target == found.fold) {
    throw JobError{fmt::format("{}: column '{}' cannot be both the target and the fold column", file, spec.target)};
  }
  FeatureSelection const selection{columns, found};
  found.features = spec.features.empty() ? selection.all() : selection.named_by(spec.features, file);
  if (found.features.empty()) {
    throw JobError{fmt::format("{}: no column is left for features (columns: {})", file, columns.listing())};
  }
  for (auto const feature : found.features) {
    if (std::ranges::count(columns.all(), columns.name(feature)) == 1) continue;
    throw JobError{fmt::format("{}: several columns are named '{}'", file, columns.name(feature))};
  }
  return found;
}

bool fits_pattern(std::string_view name, std::string_view pattern) {
  std::size_t n = 0, p = 0;
  std::size_t star = std::string_view::npos, tried = 0; // the last star, and what it has taken so far
  while (n < name.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      tried = n;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == name[n])) {
      ++n;
      ++p;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      n = ++tried;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

} // namespace rankfold::data
