#pragma once

#include "support/bytes.hpp"
#include "support/descriptor.hpp"
#include <optional>
#include <utility>

namespace rankfold::isolation {

/// What a message between a worker and its fold server is.
enum class MessageKind : std::uint32_t {
  setup,   ///< worker: the job, and the descriptor of its data where it has any
  learn,   ///< worker: configurations, numbered on from those known
  run,     ///< worker: a fold request, to be answered by an outcome
  ready,   ///< server: the job was set up
  outcome, ///< server: what became of the fold's process
};

struct Message {
  MessageKind kind{};
  Bytes contents;
  Descriptor file; ///< sent along, or none
};

/// One end of a connection between two processes of one machine: whole messages in both directions, in order.
class Channel {
public:
  /// @param socket a connected stream socket of the machine
  explicit Channel(Descriptor socket) : socket_{std::move(socket)} {}

  /// Two ends, both closed in programs that this process starts.
  [[nodiscard]] static std::pair<Channel, Channel> make_pair();

  /// @param file goes along where it is not negative.
  /// @return false where the other side is gone.
  [[nodiscard]] bool send(MessageKind kind, ByteView contents, int file = -1);
  /// Waits. @return nothing where the other side is gone. @throws MessageError if what comes is no message.
  [[nodiscard]] std::optional<Message> receive();

  [[nodiscard]] int descriptor() const { return socket_.number(); }
  void close() { socket_.close(); }

private:
  [[nodiscard]] bool receive_all(void* to, std::size_t size, Descriptor* file);

  Descriptor socket_;
};

} // namespace rankfold::isolation
