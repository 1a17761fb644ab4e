#pragma once

#include "search/grid.hpp"
#include "search/sampler.hpp"
#include <cstddef>
#include <memory>
#include <vector>

namespace rankfold::search {

/// Proposes every configuration of a grid, in its order, whatever it is told.
class GridSampler final : public Sampler {
public:
  /// @param grid from `expand_grid`, shared by the samplers of all tasks.
  explicit GridSampler(std::shared_ptr<std::vector<Configuration> const> grid) : grid_{std::move(grid)} {}

  [[nodiscard]] std::optional<Configuration> ask() override;
  [[nodiscard]] bool exhausted() const override { return next_ == grid_->size(); }
  void tell(std::size_t proposal, double objective) override;

private:
  std::shared_ptr<std::vector<Configuration> const> grid_;
  std::size_t next_ = 0;
};

} // namespace rankfold::search
