#include "results/journal.hpp"

#include "support/error.hpp"
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>
#include <utility>

namespace rankfold::results {
namespace {

/// Appended results are handed to the system at the latest when they have grown to this.
constexpr std::size_t buffer_bytes = std::size_t{1} << 20;

[[noreturn]] void fail(std::filesystem::path const& path) {
  throw SystemError{fmt::format("cannot write '{}': {}", path.native(), std::strerror(errno))};
}

} // namespace

std::filesystem::path journal_path(std::filesystem::path const& result_file) {
  return result_file.native() + ".journal";
}

Journal Journal::stage(std::filesystem::path path, JournalOpening const& opening, std::size_t metrics,
                       roles::Memory const& known) {
  Journal journal{std::move(path), -1, 0, metrics};
  auto const staged = journal.staged_path();
  ::unlink(staged.c_str()); // of a run that was killed while it started
  journal.descriptor_ = ::open(staged.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (journal.descriptor_ < 0) fail(staged);
  journal.published_ = false;
  append_opening(journal.buffer_, opening);
  for (auto const& [key, fold] : known) journal.append(fold);
  journal.sync();
  return journal;
}

void Journal::publish() {
  if (::rename(staged_path().c_str(), path_.c_str()) != 0) fail(path_);
  published_ = true;
}

Journal Journal::create(std::filesystem::path path, JournalOpening const& opening, std::size_t metrics,
                        roles::Memory const& known) {
  auto journal = stage(std::move(path), opening, metrics, known);
  journal.publish();
  return journal;
}

Journal Journal::resume(std::filesystem::path path, std::uint64_t valid_bytes, JournalOpening const& opening,
                        std::size_t metrics) {
  int const descriptor = ::open(path.c_str(), O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
  if (descriptor < 0) fail(path);
  Journal journal{std::move(path), descriptor, valid_bytes, metrics};
  if (::ftruncate(descriptor, static_cast<off_t>(valid_bytes)) != 0) fail(journal.path_);
  append_opening(journal.buffer_, opening);
  return journal;
}

Journal::Journal(std::filesystem::path path, int descriptor, std::uint64_t bytes, std::size_t metrics) :
    path_{std::move(path)}, descriptor_{descriptor}, bytes_{bytes}, metrics_{metrics} {}

Journal::Journal(Journal&& other) noexcept :
    path_{std::move(other.path_)}, published_{std::exchange(other.published_, true)}, descriptor_{std::exchange(
                                                                                          other.descriptor_, -1)},
    bytes_{other.bytes_}, metrics_{other.metrics_}, buffer_{std::move(other.buffer_)} {}

Journal::~Journal() {
  if (!published_) ::unlink(staged_path().c_str());
  if (descriptor_ >= 0) ::close(descriptor_);
}

void Journal::append(roles::FoldResult const& fold) {
  append_fold(buffer_, fold, metrics_);
  if (buffer_.size() >= buffer_bytes) write();
}

void Journal::write() {
  try {
    write_all();
  } catch (SystemError const&) {
    // Nothing behind a torn record could be found again. If this fails too, the reader stops there.
    [[maybe_unused]] auto const cut = ::ftruncate(descriptor_, static_cast<off_t>(bytes_));
    throw;
  }
  bytes_ += buffer_.size();
  buffer_.clear();
}

void Journal::write_all() {
  for (std::size_t done = 0; done < buffer_.size();) {
    auto const written =
        ::pwrite(descriptor_, buffer_.data() + done, buffer_.size() - done, static_cast<off_t>(bytes_ + done));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail(path_);
    done += static_cast<std::size_t>(written);
  }
}

void Journal::sync() {
  write();
  if (::fdatasync(descriptor_) != 0) fail(path_);
}

void Journal::remove() {
  if (::unlink(path_.c_str()) != 0) fail(path_);
}

} // namespace rankfold::results
