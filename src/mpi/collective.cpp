#include "mpi/collective.hpp"

#include "support/clock.hpp"
#include <algorithm>
#include <utility>

namespace rankfold::mpi {
namespace {

constexpr std::size_t chunk_bytes = std::size_t{1} << 28; ///< MPI counts are int, and a chunk is a step to sleep in

constexpr double look_seconds = 0.5;

/// MPI itself is one to a process, and used by one thread.
std::function<void()>& look() {
  static std::function<void()> function;
  return function;
}

} // namespace

void look_while_waiting(std::function<void()> function) { look() = std::move(function); }

void wait(MPI_Request& request) {
  Backoff backoff;
  Stopwatch since_looked;
  for (int done = 0;;) {
    MPI_Test(&request, &done, MPI_STATUS_IGNORE);
    if (done != 0) return;
    backoff.pause();
    if (!look() || since_looked.seconds() < look_seconds) continue;
    look()();
    since_looked = {};
  }
}

void broadcast(MPI_Comm ranks, std::span<std::byte> bytes) {
  while (!bytes.empty()) {
    auto const chunk = bytes.first(std::min(bytes.size(), chunk_bytes));
    MPI_Request request = MPI_REQUEST_NULL;
    MPI_Ibcast(chunk.data(), static_cast<int>(chunk.size()), MPI_BYTE, 0, ranks, &request);
    wait(request);
    bytes = bytes.subspan(chunk.size());
  }
}

void broadcast_from_here(MPI_Comm ranks, ByteView bytes) {
  // MPI only reads the memory of the rank that a broadcast comes from, which its interface cannot say.
  broadcast(ranks, {const_cast<std::byte*>(bytes.data()), bytes.size()});
}

Bytes broadcast_message(MPI_Comm ranks, Bytes message) {
  std::uint64_t size = message.size();
  broadcast(ranks, std::as_writable_bytes(std::span{&size, 1}));
  message.resize(size);
  broadcast(ranks, message);
  return message;
}

bool all_agree(MPI_Comm ranks, bool agreed) {
  int mine = agreed ? 1 : 0;
  int all = 0;
  MPI_Request request = MPI_REQUEST_NULL;
  MPI_Iallreduce(&mine, &all, 1, MPI_INT, MPI_MIN, ranks, &request);
  wait(request);
  return all == 1;
}

} // namespace rankfold::mpi
