#include "mpi/roster.hpp"

#include "mpi/collective.hpp"
#include "support/clock.hpp"
#include "support/process.hpp"
#include <algorithm>
#include <array>
#include <sys/stat.h>

namespace rankfold::mpi {
namespace {

struct Card {
  std::array<char, 64> host{}; ///< cut where longer, as in the result file
  std::int64_t pid = 0;
  double joined = 0;
  NodeSize node;
  std::uint64_t process_space = 0;
};

std::uint64_t process_space() {
  struct stat found {};
  return stat("/proc/self/ns/pid", &found) == 0 ? found.st_ino : 0;
}

Card own_card() {
  Card card;
  auto const host = host_name();
  std::ranges::copy(std::string_view{host}.substr(0, card.host.size() - 1), card.host.begin());
  card.pid = process_id();
  card.joined = wall_seconds();
  card.node = this_machine().size;
  card.process_space = process_space();
  return card;
}

Member member(int rank, Card const& card) {
  Member member;
  member.use.rank = rank;
  member.use.host = card.host.data();
  member.use.pid = card.pid;
  member.use.joined = card.joined;
  member.node = card.node;
  member.process_space = card.process_space;
  return member;
}

} // namespace

std::vector<Member> gather_roster(MPI_Comm ranks) {
  auto const mine = own_card();
  int size = 0;
  MPI_Comm_size(ranks, &size);
  std::vector<Card> cards(static_cast<std::size_t>(size));
  MPI_Request request = MPI_REQUEST_NULL;
  MPI_Iallgather(&mine, sizeof(Card), MPI_BYTE, cards.data(), sizeof(Card), MPI_BYTE, ranks, &request);
  wait(request);
  std::vector<Member> members;
  for (auto const& card : cards) members.push_back(member(static_cast<int>(members.size()), card));
  return members;
}

} // namespace rankfold::mpi
