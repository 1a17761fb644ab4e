#include "search/grid.hpp"

#include "job/range.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <set>
#include <unordered_set>

namespace rankfold::search {
namespace {

constexpr std::uint64_t too_many = most_configurations + 1;

std::uint64_t value_count(Dimension const& dimension) {
  if (auto const* range = std::get_if<job::Range>(&dimension.values)) return job::range_size(*range);
  return std::get<std::vector<Value>>(dimension.values).size();
}

Value value_at(Dimension const& dimension, std::uint64_t index) {
  if (auto const* range = std::get_if<job::Range>(&dimension.values)) return job::range_value(*range, index);
  return std::get<std::vector<Value>>(dimension.values)[index];
}

/// Counts a block's configurations. Only dimensions that others' conditions name are gone through value by value; the
/// others multiply.
class Counter {
public:
  explicit Counter(Block const& block) : dimensions_{block.dimensions}, is_parent_(dimensions_.size()) {
    for (auto const& dimension : dimensions_) {
      for (auto const& condition : dimension.when) is_parent_[condition.dimension] = true;
    }
  }

  std::uint64_t count() {
    if (choices_.size() == dimensions_.size()) return 1;
    auto const& dimension = dimensions_[choices_.size()];
    if (!is_active(dimension, choices_)) return count_with(std::nullopt);
    std::uint64_t const values = value_count(dimension);
    if (is_parent_[choices_.size()]) return count_each(dimension, values);
    std::uint64_t const rest = count_with(value_at(dimension, 0));
    return values >= too_many ? too_many : std::min(values * rest, too_many);
  }

private:
  std::uint64_t count_with(std::optional<Value> choice) {
    choices_.push_back(std::move(choice));
    std::uint64_t const rest = count();
    choices_.pop_back();
    return rest;
  }

  std::uint64_t count_each(Dimension const& dimension, std::uint64_t values) {
    std::uint64_t sum = 0;
    for (std::uint64_t i = 0; i < values && sum < too_many; ++i) sum += count_with(value_at(dimension, i));
    return std::min(sum, too_many);
  }

  std::vector<Dimension> const& dimensions_;
  std::vector<bool> is_parent_;
  Choices choices_;
};

Configuration configuration_of(Block const& block, Choices const& choices) {
  Configuration configuration{block.learner, {}};
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if (choices[i]) configuration.parameters.emplace(block.dimensions[i].hyperparameter, *choices[i]);
  }
  return configuration;
}

/// Appends every configuration of `block` that begins with `choices`.
void expand(Block const& block, Choices& choices, std::vector<Configuration>& grid) {
  if (choices.size() == block.dimensions.size()) {
    grid.push_back(configuration_of(block, choices));
    return;
  }
  auto const& dimension = block.dimensions[choices.size()];
  bool const active = is_active(dimension, choices);
  std::uint64_t const count = active ? value_count(dimension) : 1;
  for (std::uint64_t i = 0; i < count; ++i) {
    choices.push_back(active ? std::optional{value_at(dimension, i)} : std::nullopt);
    expand(block, choices, grid);
    choices.pop_back();
  }
}

/// A block has no duplicates of its own, but another block of the same learner may share some.
void remove_duplicates(std::vector<Configuration>& grid, std::string const& learner) {
  std::unordered_set<std::string> seen;
  std::erase_if(grid, [&](Configuration const& configuration) {
    return configuration.learner == learner && !seen.insert(to_text(configuration)).second;
  });
}

void check_size(SearchSpace const& space) {
  std::uint64_t total = 0;
  for (auto const& block : space.blocks()) total += grid_size(block);
  if (total <= most_configurations) return;
  throw JobError{fmt::format("{}: the grid has more than {} configurations; give fewer values, or larger steps",
                             space.origin(), most_configurations)};
}

} // namespace

std::uint64_t grid_size(Block const& block) { return Counter{block}.count(); }

std::shared_ptr<std::vector<Configuration> const> expand_grid(SearchSpace const& space) {
  check_size(space);
  auto grid = std::make_shared<std::vector<Configuration>>();
  std::set<std::string> learners;
  for (auto const& block : space.blocks()) {
    Choices choices;
    expand(block, choices, *grid);
    if (!learners.insert(block.learner).second) remove_duplicates(*grid, block.learner);
  }
  return grid;
}

} // namespace rankfold::search
