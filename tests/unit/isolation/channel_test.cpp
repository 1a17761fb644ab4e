#include "isolation/channel.hpp"

#include "support/memory_file.hpp"
#include <algorithm>
#include <gmock/gmock.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <thread>

namespace rankfold::isolation {
namespace {

Bytes some_bytes(std::size_t size) {
  Bytes bytes(size);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::byte>(i * 7 % 251);
  return bytes;
}

TEST(ChannelTest, messages_arrive_whole_and_in_order) {
  auto [a, b] = Channel::make_pair();
  auto const large = some_bytes(3'000'000); // more than a socket holds
  std::thread sender{[&a = a, &large] {
    EXPECT_TRUE(a.send(MessageKind::learn, large));
    EXPECT_TRUE(a.send(MessageKind::ready, {}));
  }};

  auto const first = b.receive();
  auto const second = b.receive();
  sender.join();

  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->kind, MessageKind::learn);
  EXPECT_EQ(first->contents, large);
  EXPECT_EQ(second->kind, MessageKind::ready);
  EXPECT_TRUE(second->contents.empty());
  EXPECT_FALSE(second->file.is_open());
}

TEST(ChannelTest, a_file_goes_along) {
  auto [a, b] = Channel::make_pair();
  auto const bytes = some_bytes(100'000);
  auto const data = MemoryFile::copy_of(bytes);
  ASSERT_TRUE(a.send(MessageKind::setup, some_bytes(10), data.descriptor()));

  auto message = b.receive();

  ASSERT_TRUE(message);
  EXPECT_NE(message->file.number(), data.descriptor());
  auto const mapped = MemoryFile::received(std::move(message->file));
  EXPECT_TRUE(std::ranges::equal(mapped.bytes(), bytes));
}

TEST(ChannelTest, tells_that_the_other_side_is_gone) {
  auto [a, b] = Channel::make_pair();
  b.close();
  EXPECT_FALSE(a.send(MessageKind::run, some_bytes(10)));
  EXPECT_FALSE(a.receive());
}

TEST(ChannelTest, a_message_cut_short_by_the_end_of_the_other_side_is_none) {
  auto [a, b] = Channel::make_pair();
  Bytes const begun = some_bytes(5);
  ASSERT_EQ(::send(a.descriptor(), begun.data(), begun.size(), 0), 5);
  a.close();
  EXPECT_FALSE(b.receive());
}

TEST(ChannelTest, what_is_no_message_is_refused) {
  auto [a, b] = Channel::make_pair();
  Bytes const noise = some_bytes(64);
  ASSERT_EQ(::send(a.descriptor(), noise.data(), noise.size(), 0), 64);
  EXPECT_THROW((void)b.receive(), MessageError);
}

TEST(MemoryFileTest, takes_only_files_that_nobody_can_change) {
  EXPECT_THROW((void)MemoryFile::received(Descriptor{::memfd_create("open", MFD_ALLOW_SEALING)}), SystemError);
}

TEST(MemoryFileTest, its_bytes_outlive_it_with_their_owner) {
  std::shared_ptr<void const> owner;
  ByteView bytes;
  {
    auto const file = MemoryFile::copy_of(some_bytes(5000));
    owner = file.owner();
    bytes = file.bytes();
  }
  EXPECT_TRUE(std::ranges::equal(bytes, some_bytes(5000)));
}

} // namespace
} // namespace rankfold::isolation
