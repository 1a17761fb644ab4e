#include "isolation/channel.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <sys/socket.h>

namespace rankfold::isolation {
namespace {

constexpr std::uint32_t mark = 0x444c'4f46; ///< "FOLD"
constexpr std::uint64_t most_bytes = std::uint64_t{1} << 32;

/// Before the contents of every message.
struct Head {
  std::uint32_t mark = isolation::mark;
  MessageKind kind{};
  std::uint64_t bytes = 0;
};

[[noreturn]] void fail(char const* what) {
  throw SystemError{fmt::format("fold server: cannot {}: {}", what, std::strerror(errno))};
}

bool other_side_is_gone() { return errno == EPIPE || errno == ECONNRESET; }

/// Room for one descriptor beside the bytes of a message.
union Beside {
  cmsghdr alignment;
  std::array<char, CMSG_SPACE(sizeof(int))> bytes;
};

void attach(msghdr& message, Beside& beside, int file) {
  message.msg_control = beside.bytes.data();
  message.msg_controllen = beside.bytes.size();
  auto* const head = CMSG_FIRSTHDR(&message);
  head->cmsg_level = SOL_SOCKET;
  head->cmsg_type = SCM_RIGHTS;
  head->cmsg_len = CMSG_LEN(sizeof(int));
  std::memcpy(CMSG_DATA(head), &file, sizeof file);
}

Descriptor detach(msghdr& message) {
  auto const* const head = CMSG_FIRSTHDR(&message);
  if (head == nullptr || head->cmsg_level != SOL_SOCKET || head->cmsg_type != SCM_RIGHTS) return {};
  int file = -1;
  std::memcpy(&file, CMSG_DATA(head), sizeof file);
  return Descriptor{file};
}

bool send_all(int socket, ByteView bytes, int file) {
  while (!bytes.empty()) {
    iovec part{const_cast<std::byte*>(bytes.data()), bytes.size()};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    Beside beside{};
    if (file >= 0) attach(message, beside, file);
    auto const sent = ::sendmsg(socket, &message, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0 && other_side_is_gone()) return false;
    if (sent < 0) fail("send");
    file = -1; // went along with the first bytes
    bytes = bytes.subspan(static_cast<std::size_t>(sent));
  }
  return true;
}

} // namespace

std::pair<Channel, Channel> Channel::make_pair() {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) fail("connect");
  return {Channel{Descriptor{ends[0]}}, Channel{Descriptor{ends[1]}}};
}

bool Channel::send(MessageKind kind, ByteView contents, int file) {
  Head const head{.kind = kind, .bytes = contents.size()};
  ByteWriter message;
  message.put(head);
  message.put_raw(contents);
  return send_all(socket_.number(), message.take(), file);
}

bool Channel::receive_all(void* to, std::size_t size, Descriptor* file) {
  auto* next = static_cast<std::byte*>(to);
  while (size > 0) {
    iovec part{next, size};
    Beside beside{};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = beside.bytes.data();
    message.msg_controllen = beside.bytes.size();
    auto const got = ::recvmsg(socket_.number(), &message, MSG_CMSG_CLOEXEC);
    if (got < 0 && errno == EINTR) continue;
    if (got == 0 || (got < 0 && other_side_is_gone())) return false;
    if (got < 0) fail("receive");
    if (auto received = detach(message); received.is_open() && file != nullptr) *file = std::move(received);
    next += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

std::optional<Message> Channel::receive() {
  Head head;
  Message message;
  if (!receive_all(&head, sizeof head, &message.file)) return {};
  require_message(head.mark == mark && head.kind <= MessageKind::outcome, "it begins with a known kind");
  require_message(head.bytes <= most_bytes, "it is not longer than any message is");
  message.kind = head.kind;
  message.contents.resize(head.bytes);
  if (!receive_all(message.contents.data(), message.contents.size(), nullptr)) return {};
  return message;
}

} // namespace rankfold::isolation
