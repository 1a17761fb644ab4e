#include "mpi/post.hpp"

#include "mpi/tags.hpp"

namespace rankfold::mpi {
namespace {

constexpr double beat_seconds = 2;
constexpr std::size_t slots_for_all = 64;
constexpr std::size_t slots_for_one = 8;

constexpr char beat_content = 1;

int size_of(MPI_Comm ranks) {
  int size = 0;
  MPI_Comm_size(ranks, &size);
  return size;
}

} // namespace

Post::Branch::Branch(MPI_Comm all, std::size_t first, std::size_t inbox_slots) :
    ranks{all}, first_worker{first}, outbox{all}, inbox{all, inbox_slots} {}

Post::Post(MPI_Comm ranks) {
  auto& branch = branches_.emplace_back(ranks, 0, slots_for_all);
  for (int rank = 1; rank < size_of(ranks); ++rank) workers_.push_back({&branch, rank});
}

void Post::join(MPI_Comm with_worker) {
  workers_.push_back({&branches_.emplace_back(with_worker, workers_.size(), slots_for_one), 1});
}

void Post::forget(std::size_t worker) {
  auto& address = workers_[worker];
  address.forgotten = true;
  address.branch->outbox.forget(address.rank);
}

void Post::send(std::size_t worker, ByteView message) {
  auto const& address = workers_[worker];
  address.branch->outbox.send(address.rank, message);
  if (address.forgotten) address.branch->outbox.forget(address.rank);
}

void Post::beat() {
  if (since_beat_.seconds() < beat_seconds) return;
  since_beat_ = {};
  for (auto const& worker : workers_) {
    if (worker.forgotten) continue;
    MPI_Request sent = MPI_REQUEST_NULL;
    MPI_Isend(&beat_content, 1, MPI_BYTE, worker.rank, pulse_tag, worker.branch->ranks, &sent);
    MPI_Request_free(&sent); // a constant is sent, and whether it arrives is the other side's business
  }
}

std::vector<Post::Letter> Post::collect() {
  std::vector<Letter> letters;
  busy_ = false;
  for (auto& branch : branches_) {
    for (auto& letter : branch.inbox.collect()) {
      letters.push_back({branch.first_worker + static_cast<std::size_t>(letter.from - 1), std::move(letter.message)});
    }
    busy_ = branch.inbox.frames_collected() + branch.outbox.tidy() > 0 || busy_;
  }
  return letters;
}

} // namespace rankfold::mpi
