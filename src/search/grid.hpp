#pragma once

#include "rankfold/value.hpp"
#include "search/space.hpp"
#include <cstdint>
#include <memory>
#include <vector>

namespace rankfold::search {

/// The most configurations that a grid may have: some gigabytes of them.
inline constexpr std::uint64_t most_configurations = 10'000'000;

/// How many configurations a grid of this block has, without making them; at most `most_configurations` + 1.
/// @pre its ranges are of integers or have a step
[[nodiscard]] std::uint64_t grid_size(Block const& block);

/// Every configuration: learners in file order, the last dimension varying fastest, those that do not count left out,
/// each configuration once. Made once a job and shared by all its tasks.
/// @throws JobError if there are more than `most_configurations`. @pre as for `grid_size`
[[nodiscard]] std::shared_ptr<std::vector<Configuration> const> expand_grid(SearchSpace const& space);

} // namespace rankfold::search
