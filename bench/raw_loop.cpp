#include "raw_loop.hpp"

#include "roles/fold.hpp"
#include <array>
#include <mpi.h>
#include <vector>

namespace rankfold::bench {
namespace {

constexpr int request_bytes = sizeof(roles::FoldRequest);
constexpr int result_bytes = 56; ///< a fold without metrics as rankfold reports it, and its objective

} // namespace

double raw_scatter_gather(std::int64_t rounds) {
  int size = 0;
  MPI_Comm_size(MPI_COMM_WORLD, &size);
  std::vector<char> requests(static_cast<std::size_t>(size) * request_bytes);
  std::vector<char> results(static_cast<std::size_t>(size) * result_bytes);
  std::array<char, request_bytes> request{};
  std::array<char, result_bytes> result{};
  MPI_Barrier(MPI_COMM_WORLD);
  double const begin = MPI_Wtime();
  for (std::int64_t round = 0; round < rounds; ++round) {
    MPI_Scatter(requests.data(), request_bytes, MPI_BYTE, request.data(), request_bytes, MPI_BYTE, 0, MPI_COMM_WORLD);
    MPI_Gather(result.data(), result_bytes, MPI_BYTE, results.data(), result_bytes, MPI_BYTE, 0, MPI_COMM_WORLD);
  }
  return MPI_Wtime() - begin;
}

} // namespace rankfold::bench
