#include "mpi/scope.hpp"
#include "support/mpi_test.hpp"
#include <boost/mpi/communicator.hpp>

namespace rankfold::mpi {
namespace {

TEST(ScopeTest, knows_this_rank_and_how_many_there_are) {
  boost::mpi::communicator const world;
  EXPECT_EQ(test::scope().rank(), world.rank());
  EXPECT_EQ(test::scope().size(), world.size());
}

TEST(ScopeTest, a_launched_process_knows_whether_it_is_the_first) {
  EXPECT_TRUE(is_launched());
  EXPECT_EQ(is_first_rank(), test::scope().rank() == 0);
}

TEST(ScopeTest, names_the_library) {
  EXPECT_EQ(library_version().find_first_of("\n,"), std::string::npos);
  EXPECT_FALSE(library_version().empty());
}

} // namespace
} // namespace rankfold::mpi
