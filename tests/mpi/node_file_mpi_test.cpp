#include "mpi/node_file.hpp"
#include "support/mpi_test.hpp"
#include <boost/mpi/collectives.hpp>
#include <sys/stat.h>

namespace rankfold::mpi {
namespace {

boost::mpi::communicator const world;

Bytes numbered(std::size_t size) {
  Bytes bytes(size);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::byte>(i * 31 % 253);
  return bytes;
}

TEST(NodeFileTest, all_ranks_of_a_node_have_the_same_file) {
  auto const bytes = numbered(100'000);
  auto const file = share_file_on_nodes(test::scope(), bytes);
  ASSERT_TRUE(file);
  EXPECT_TRUE(std::ranges::equal(file->bytes(), bytes));
  struct stat status {};
  ASSERT_EQ(fstat(file->descriptor(), &status), 0);
  std::vector<std::uint64_t> inodes;
  boost::mpi::all_gather(world, static_cast<std::uint64_t>(status.st_ino), inodes);
  for (auto const inode : inodes) EXPECT_EQ(inode, inodes.front());
}

TEST(NodeFileTest, a_file_with_other_bytes_is_not_taken_for_it) {
  auto bytes = numbered(5000);
  bytes.back() = static_cast<std::byte>(world.rank()); // as where a process's number is that of another one here
  auto const file = share_file_on_nodes(test::scope(), bytes);
  EXPECT_EQ(file != nullptr, world.rank() == 0);
}

TEST(NodeFileTest, there_is_none_without_data) { EXPECT_FALSE(share_file_on_nodes(test::scope(), {})); }

} // namespace
} // namespace rankfold::mpi
