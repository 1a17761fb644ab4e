#include "mpi/backoff.hpp"
#include "mpi/scope_state.hpp"
#include "mpi/wave.hpp"
#include "support/mpi_test.hpp"
#include <boost/mpi/communicator.hpp>

namespace rankfold::mpi {
namespace {

/// A communicator also where the program runs alone and the scope has none.
boost::mpi::communicator const world;

Bytes message_for(int rank, std::size_t round) {
  return Bytes(round * round * 1000 * static_cast<std::size_t>(rank) + round, static_cast<std::byte>(rank));
}

void finish(TwoSteps& collective) {
  for (Backoff backoff; !collective.done();) backoff.pause();
}

TEST(WaveTest, scatters_messages_of_different_lengths) {
  for (std::size_t round = 0; round < 20; ++round) {
    std::vector<Bytes> messages;
    for (int rank = 0; world.rank() == 0 && rank < world.size(); ++rank) messages.push_back(message_for(rank, round));
    Scatter scatter{world, messages};
    finish(scatter);
    EXPECT_TRUE(scatter.take() == message_for(world.rank(), round)) << round;
  }
}

TEST(WaveTest, gathers_messages_of_different_lengths) {
  for (std::size_t round = 0; round < 20; ++round) {
    Gather gather{world, message_for(world.rank(), round)};
    finish(gather);
    if (world.rank() != 0) continue;
    auto const messages = gather.take();
    ASSERT_EQ(messages.size(), static_cast<std::size_t>(world.size()));
    for (int rank = 0; rank < world.size(); ++rank) {
      EXPECT_TRUE(messages[static_cast<std::size_t>(rank)] == message_for(rank, round)) << rank << ' ' << round;
    }
  }
}

} // namespace
} // namespace rankfold::mpi
