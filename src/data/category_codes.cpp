#include "data/category_codes.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>

namespace rankfold::data {

void CategoryCodes::add(std::string_view text) {
  auto found = codes_.find(text);
  if (found == codes_.end()) found = codes_.emplace(std::string{text}, static_cast<std::uint32_t>(codes_.size())).first;
  values_.push_back(found->second);
}

void CategoryCodes::add_missing() { values_.push_back(std::numeric_limits<double>::quiet_NaN()); }

ColumnValues CategoryCodes::finish() && {
  ColumnValues out{std::move(values_), {}};
  for (auto const& [text, code] : codes_) out.categories.push_back(text);
  std::ranges::sort(out.categories);
  std::vector<double> position(out.categories.size());
  for (std::size_t i = 0; i < position.size(); ++i) {
    position[codes_.find(out.categories[i])->second] = static_cast<double>(i);
  }
  for (double& value : out.values) {
    if (!std::isnan(value)) value = position[static_cast<std::size_t>(value)];
  }
  return out;
}

ColumnValues categories_of_numbers(std::vector<double> values) {
  std::vector<double> distinct;
  std::ranges::copy_if(values, std::back_inserter(distinct), [](double value) { return !std::isnan(value); });
  std::ranges::sort(distinct);
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  ColumnValues out{std::move(values), {}};
  for (double const value : distinct) out.categories.push_back(fmt::format("{}", value + 0.0)); // -0 is 0
  for (double& value : out.values) {
    if (!std::isnan(value)) value = static_cast<double>(std::ranges::lower_bound(distinct, value) - distinct.begin());
  }
  return out;
}

} // namespace rankfold::data
