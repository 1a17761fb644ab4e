#include "mpi/backoff.hpp"
#include "mpi/mailbox.hpp"
#include "mpi/scope_state.hpp"
#include "support/mpi_test.hpp"
#include <map>

namespace rankfold::mpi {
namespace {

Bytes message_of(std::size_t size, int from) {
  Bytes message(size);
  for (std::size_t i = 0; i < size; ++i)
    message[i] = static_cast<std::byte>((i * 7 + static_cast<std::size_t>(from)) % 251);
  return message;
}

// Empty, less than a frame, a frame to the byte, one byte more, and many frames.
std::vector<std::size_t> const sizes{0,
                                     1,
                                     100,
                                     Frame::content_bytes - 1,
                                     Frame::content_bytes,
                                     Frame::content_bytes + 1,
                                     9000,
                                     5000,
                                     300000,
                                     2 * Frame::content_bytes,
                                     17};

TEST(MailboxTest, letters_arrive_whole_and_in_the_order_sent) {
  auto const& state = test::scope().state();
  Outbox outbox{state.ranks};
  Inbox inbox{state.ranks, 3};
  constexpr int rounds = 3;
  if (state.rank != 0) {
    for (int round = 0; round < rounds; ++round) {
      for (auto const size : sizes) outbox.send(0, message_of(size, state.rank));
    }
    return;
  }
  std::map<int, std::size_t> seen;
  std::size_t const expected = rounds * sizes.size() * static_cast<std::size_t>(state.size - 1);
  Backoff backoff;
  for (std::size_t count = 0; count < expected; backoff.pause()) {
    for (auto const& letter : inbox.collect()) {
      auto const size = sizes[seen[letter.from]++ % sizes.size()];
      EXPECT_TRUE(letter.message == message_of(size, letter.from)) << size << " bytes from rank " << letter.from;
      ++count;
    }
  }
  EXPECT_EQ(seen.size(), static_cast<std::size_t>(state.size - 1));
}

TEST(MailboxTest, rank_0_writes_to_each) {
  auto const& state = test::scope().state();
  Outbox outbox{state.ranks};
  Inbox inbox{state.ranks, 2};
  if (state.rank == 0) {
    for (int to = 1; to < state.size; ++to) outbox.send(to, message_of(10000, to));
    return;
  }
  std::vector<Letter> letters;
  for (Backoff backoff; letters.empty(); backoff.pause()) letters = inbox.collect();
  ASSERT_EQ(letters.size(), 1U);
  EXPECT_TRUE(letters[0].message == message_of(10000, state.rank));
}

} // namespace
} // namespace rankfold::mpi
