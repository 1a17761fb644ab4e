#pragma once

#include <cstdint>

namespace rankfold::bench {

/// Collective over all ranks of MPI_COMM_WORLD: the least that handing out trials one at a time can cost. Each round is
/// an MPI_Scatter of one request to each rank and an MPI_Gather of one result, of the sizes that rankfold sends.
/// @return seconds for so many rounds.
double raw_scatter_gather(std::int64_t rounds);

} // namespace rankfold::bench
