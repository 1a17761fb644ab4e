#include "search/grid_sampler.hpp"

#include "support/error.hpp"

namespace rankfold::search {

std::optional<Configuration> GridSampler::ask() {
  if (exhausted()) return std::nullopt;
  return (*grid_)[next_++];
}

void GridSampler::tell(std::size_t proposal, double) { expects(proposal < next_, "only proposals are told of"); }

} // namespace rankfold::search
