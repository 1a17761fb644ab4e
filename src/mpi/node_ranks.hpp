#pragma once

#include <boost/mpi/communicator.hpp>
#include <mpi.h>

namespace rankfold::mpi {

/// Collective over `all`. @return the ranks of this rank's node, in their order: rank 0 leads its node.
[[nodiscard]] inline boost::mpi::communicator ranks_of_node(MPI_Comm all) {
  MPI_Comm node = MPI_COMM_NULL;
  MPI_Comm_split_type(all, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &node);
  return {node, boost::mpi::comm_take_ownership};
}

} // namespace rankfold::mpi
