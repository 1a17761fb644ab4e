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

bool is_among(Dimension const& dimension, Value const& value) {
  if (auto const* range = std::get_if<job::Range>(&dimension.values)) return contains(*range, value);
  auto const& list = std::get<std::vector<Value>>(dimension.values);
  return std::ranges::find(list, value) != list.end();
}

/// Counts a block's configurations. Values that conditions name are gone through one by one; all others of a dimension
/// lead to equally many configurations.
class Counter {
public:
  explicit Counter(Block const& block) : dimensions_{block.dimensions}, named_(dimensions_.size()) {
    for (auto const& dimension : dimensions_) {
      for (auto const& condition : dimension.when) add_named(condition);
    }
  }

  std::uint64_t count() {
    if (choices_.size() == dimensions_.size()) return 1;
    auto const& dimension = dimensions_[choices_.size()];
    if (!is_active(dimension, choices_)) return count_with(std::nullopt);
    auto const& named = named_[choices_.size()];
    std::uint64_t sum = 0;
    for (auto const& value : named) sum += count_with(value);
    std::uint64_t const others = value_count(dimension) - named.size();
    if (others >= too_many) return too_many;
    if (others > 0) sum += others * count_with(Value{ValueList{}}); // an empty list is no hyperparameter's value
    return std::min(sum, too_many);
  }

private:
  void add_named(Dimension::Condition const& condition) {
    auto& named = named_[condition.dimension];
    for (auto const& value : condition.values) {
      bool const is_new = std::ranges::find(named, value) == named.end();
      if (is_new && is_among(dimensions_[condition.dimension], value)) named.push_back(value);
    }
  }

  std::uint64_t count_with(std::optional<Value> choice) {
    choices_.push_back(std::move(choice));
    std::uint64_t const rest = count();
    choices_.pop_back();
    return rest;
  }

  std::vector<Dimension> const& dimensions_;
  std::vector<std::vector<Value>> named_; ///< by conditions, of each dimension
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
