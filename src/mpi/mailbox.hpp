#pragma once

#include "support/bytes.hpp"
#include <array>
#include <list>
#include <map>
#include <mpi.h>
#include <vector>

namespace rankfold::mpi {

/// Messages of any length between rank 0 and a worker travel as frames of one size, so that receives can be posted
/// ahead and nobody ever probes. A frame fits into Open MPI's eager limit within a node (4096 bytes, header included):
/// it leaves at once, whether or not the other side is listening.
struct Frame {
  static constexpr std::size_t content_bytes = 3984;

  std::uint32_t number; ///< of this sender's frames to this receiver, from 0
  std::uint32_t left;   ///< bytes of the message in later frames
  std::array<std::byte, content_bytes> content;

  static constexpr std::size_t head_bytes = 2 * sizeof(std::uint32_t);
};

/// Sends without waiting.
class Outbox {
public:
  explicit Outbox(MPI_Comm ranks);
  /// Waits until everything has left.
  ~Outbox();
  Outbox(Outbox const&) = delete;
  Outbox& operator=(Outbox const&) = delete;

  void send(int to, ByteView message);
  /// Gives memory back of frames that have left. @return how many
  std::size_t tidy();
  /// Whatever has not left for this rank may never do so. MPI goes on holding the memory, so it is not given back.
  void forget(int to);

private:
  struct Sending {
    MPI_Request request;
    int to;
    Frame frame;
  };

  void send_frame(int to, ByteView content, std::size_t left);

  MPI_Comm ranks_;
  std::vector<std::uint32_t> numbers_; ///< of the next frame to each rank
  std::list<Sending> sending_;         ///< a list, because MPI holds on to the frames' addresses
};

struct Letter {
  int from;
  Bytes message;
};

/// Receives from anyone through a fixed number of posted receives, so that looking costs the same for any number of
/// ranks. Each sender's letters arrive in the order sent.
class Inbox {
public:
  Inbox(MPI_Comm ranks, std::size_t slots);
  /// Takes back the receives it has posted.
  ~Inbox();
  Inbox(Inbox const&) = delete;
  Inbox& operator=(Inbox const&) = delete;

  /// What has come; never waits.
  [[nodiscard]] std::vector<Letter> collect();
  /// Frames that came in the last `collect`, also of letters that are not whole yet.
  [[nodiscard]] std::size_t frames_collected() const { return collected_; }

private:
  struct Sender {
    std::uint32_t next = 0;               ///< number of the frame that continues `begun`
    Bytes begun;                          ///< a message of which frames are missing
    std::map<std::uint32_t, Bytes> early; ///< frames, with their heads, that overtook others
  };

  void post(std::size_t slot);
  /// @return how many of the posted receives had finished.
  std::size_t collect_finished(std::vector<Letter>& letters);
  void take_in(int from, ByteView frame, std::vector<Letter>& letters);
  static void append(Sender& sender, int from, ByteView frame, std::vector<Letter>& letters);

  MPI_Comm ranks_;
  std::size_t collected_ = 0;
  std::vector<Frame> frames_;
  std::vector<MPI_Request> requests_;
  std::vector<MPI_Status> statuses_;
  std::vector<int> finished_;
  std::vector<Sender> senders_; ///< by rank
};

} // namespace rankfold::mpi
