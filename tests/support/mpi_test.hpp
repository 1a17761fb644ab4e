#pragma once

#include "mpi/scope.hpp"
#include <boost/mpi/communicator.hpp>
#include <gtest/gtest.h>

namespace rankfold::test {

/// The scope that mpi_test_main opened: MPI is initialised once in a process.
[[nodiscard]] mpi::Scope& scope();

} // namespace rankfold::test
