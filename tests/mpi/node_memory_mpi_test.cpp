#include "mpi/node_memory.hpp"
#include "mpi/scope_state.hpp"
#include "support/mpi_test.hpp"
#include <boost/mpi/collectives.hpp>
#include <cstdint>
#include <fstream>
#include <sstream>

namespace rankfold::mpi {
namespace {

boost::mpi::communicator const world;

Bytes numbered(std::size_t size) {
  Bytes bytes(size);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::byte>(i * 31 % 253);
  return bytes;
}

/// The device and inode of what is mapped at this address, as /proc/self/maps writes them.
std::string mapped_file(void const* address) {
  auto const wanted = reinterpret_cast<std::uintptr_t>(address);
  std::ifstream maps{"/proc/self/maps"};
  for (std::string line; std::getline(maps, line);) {
    std::istringstream fields{line};
    std::uintptr_t begin = 0;
    std::uintptr_t end = 0;
    char dash = 0;
    std::string access, offset, device, inode;
    fields >> std::hex >> begin >> dash >> end >> access >> offset >> device >> inode;
    if (begin <= wanted && wanted < end) return device + ' ' + inode;
  }
  return "nothing";
}

TEST(NodeMemoryTest, everyone_sees_what_rank_0_has) {
  for (std::size_t const size : {1UL, 1000UL, 3000001UL}) {
    auto const bytes = numbered(size);
    auto const shared = share_on_nodes(test::scope(), test::scope().rank() == 0 ? ByteView{bytes} : ByteView{});
    EXPECT_EQ(shared.bytes.size(), size);
    EXPECT_TRUE(std::ranges::equal(shared.bytes, bytes)) << size;
  }
}

TEST(NodeMemoryTest, shares_nothing_where_there_is_nothing) {
  EXPECT_TRUE(share_on_nodes(test::scope(), {}).bytes.empty());
}

TEST(NodeMemoryTest, holds_one_copy_on_a_node) {
  auto const bytes = numbered(1 << 22);
  auto const shared = share_on_nodes(test::scope(), test::scope().rank() == 0 ? ByteView{bytes} : ByteView{});
  std::vector<std::string> files;
  boost::mpi::gather(world, mapped_file(shared.bytes.data()), files, 0);
  for (auto const& file : files) EXPECT_EQ(file, files.front());
  EXPECT_TRUE(world.size() == 1 || mapped_file(shared.bytes.data()) != "00:00 0") << "private memory";
}

TEST(NodeMemoryTest, falls_back_to_copies_where_there_is_no_room) {
  auto const bytes = numbered(100000);
  setenv("OMPI_MCA_osc_sm_backing_directory", "/nowhere", 1);
  auto const shared = share_on_nodes(test::scope(), test::scope().rank() == 0 ? ByteView{bytes} : ByteView{});
  unsetenv("OMPI_MCA_osc_sm_backing_directory");
  EXPECT_TRUE(std::ranges::equal(shared.bytes, bytes));
  EXPECT_EQ(mapped_file(shared.bytes.data()), "00:00 0") << "private memory";
}

} // namespace
} // namespace rankfold::mpi
