#include "mpi/mailbox.hpp"

#include "mpi/collective.hpp"
#include "mpi/tags.hpp"
#include <algorithm>
#include <cstddef>
#include <limits>
#include <utility>

namespace rankfold::mpi {
namespace {

static_assert(std::is_trivially_copyable_v<Frame> && offsetof(Frame, content) == Frame::head_bytes);

std::size_t size_of(MPI_Comm ranks) {
  int size = 0;
  MPI_Comm_size(ranks, &size);
  return static_cast<std::size_t>(size);
}

} // namespace

Outbox::Outbox(MPI_Comm ranks) : ranks_{ranks}, numbers_(size_of(ranks)) {}

Outbox::~Outbox() {
  for (auto& sending : sending_) wait(sending.request);
}

void Outbox::send_frame(int to, ByteView content, std::size_t left) {
  auto& [request, receiver, frame] = sending_.emplace_back();
  receiver = to;
  frame.number = numbers_[static_cast<std::size_t>(to)]++;
  frame.left = static_cast<std::uint32_t>(left);
  std::ranges::copy(content, frame.content.begin());
  MPI_Isend(&frame, static_cast<int>(Frame::head_bytes + content.size()), MPI_BYTE, to, letter_tag, ranks_, &request);
}

void Outbox::send(int to, ByteView message) {
  expects(message.size() <= std::numeric_limits<std::uint32_t>::max(), "a message between two ranks is below 4 GiB");
  do {
    auto const content = message.first(std::min(message.size(), Frame::content_bytes));
    message = message.subspan(content.size());
    send_frame(to, content, message.size());
  } while (!message.empty());
}

std::size_t Outbox::tidy() {
  std::size_t count = 0;
  for (; !sending_.empty(); ++count) {
    int left = 0;
    MPI_Test(&sending_.front().request, &left, MPI_STATUS_IGNORE);
    if (left == 0) break;
    sending_.pop_front();
  }
  return count;
}

void Outbox::forget(int to) {
  static auto& kept = *new std::list<Sending>; // for the rest of the process
  for (auto next = sending_.begin(); next != sending_.end();) {
    auto const sending = next++;
    if (sending->to == to) kept.splice(kept.end(), sending_, sending);
  }
}

Inbox::Inbox(MPI_Comm ranks, std::size_t slots) :
    ranks_{ranks}, frames_(slots), requests_(slots, MPI_REQUEST_NULL), statuses_(slots), finished_(slots),
    senders_(size_of(ranks)) {
  for (std::size_t slot = 0; slot < slots; ++slot) post(slot);
}

Inbox::~Inbox() {
  for (auto& request : requests_) {
    MPI_Cancel(&request);
    wait(request);
  }
}

void Inbox::post(std::size_t slot) {
  MPI_Irecv(&frames_[slot], sizeof(Frame), MPI_BYTE, MPI_ANY_SOURCE, letter_tag, ranks_, &requests_[slot]);
}

std::vector<Letter> Inbox::collect() {
  std::vector<Letter> letters;
  while (collect_finished(letters) == requests_.size()) {
  }
  return letters;
}

std::size_t Inbox::collect_finished(std::vector<Letter>& letters) {
  int count = 0;
  MPI_Testsome(static_cast<int>(requests_.size()), requests_.data(), &count, finished_.data(), statuses_.data());
  for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
    auto const slot = static_cast<std::size_t>(finished_[i]);
    int size = 0;
    MPI_Get_count(&statuses_[i], MPI_BYTE, &size);
    auto const frame = std::as_bytes(std::span{&frames_[slot], 1}).first(static_cast<std::size_t>(size));
    take_in(statuses_[i].MPI_SOURCE, frame, letters);
    post(slot);
  }
  return static_cast<std::size_t>(count);
}

void Inbox::take_in(int from, ByteView frame, std::vector<Letter>& letters) {
  auto& sender = senders_[static_cast<std::size_t>(from)];
  auto const number = ByteReader{frame}.get<std::uint32_t>();
  if (number != sender.next) {
    sender.early.emplace(number, Bytes{frame.begin(), frame.end()});
    return;
  }
  append(sender, from, frame, letters);
  for (auto early = sender.early.find(sender.next); early != sender.early.end();
       early = sender.early.find(sender.next)) {
    append(sender, from, early->second, letters);
    sender.early.erase(early);
  }
}

void Inbox::append(Sender& sender, int from, ByteView frame, std::vector<Letter>& letters) {
  ByteReader head{frame};
  sender.next = head.get<std::uint32_t>() + 1;
  auto const left = head.get<std::uint32_t>();
  auto const content = frame.subspan(Frame::head_bytes);
  sender.begun.reserve(sender.begun.size() + content.size() + left);
  sender.begun.insert(sender.begun.end(), content.begin(), content.end());
  if (left == 0) letters.push_back({from, std::exchange(sender.begun, {})});
}

} // namespace rankfold::mpi
