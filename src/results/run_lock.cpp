#include "results/run_lock.hpp"

#include "support/error.hpp"
#include "support/process.hpp"
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <optional>
#include <sstream>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace rankfold::results {
namespace {

struct Owner {
  std::string host;
  long pid = 0;
};

std::filesystem::path lock_path(std::filesystem::path const& result_file) { return result_file.native() + ".lock"; }

std::optional<Owner> read_owner(int descriptor) {
  std::array<char, 512> text{};
  auto const length = ::pread(descriptor, text.data(), text.size() - 1, 0);
  if (length <= 0) return std::nullopt;
  std::istringstream words{text.data()};
  Owner owner;
  if (words >> owner.host >> owner.pid) return owner;
  return std::nullopt;
}

void write_owner(int descriptor) {
  auto const text = fmt::format("{} {}\n", host_name(), process_id());
  bool const written = ::ftruncate(descriptor, 0) == 0 &&
                       ::pwrite(descriptor, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size());
  if (!written) throw SystemError{fmt::format("cannot write the lock file: {}", std::strerror(errno))};
}

bool lives_here(Owner const& owner) { return owner.host == host_name() && owner.pid > 0 && process_runs(owner.pid); }

/// Whether some other process holds the lock of this open file.
bool held_by_another(int descriptor, int operation) {
  if (::flock(descriptor, operation | LOCK_NB) == 0) return false;
  if (errno == EWOULDBLOCK) return true;
  auto const owner = read_owner(descriptor); // no such locks here
  return owner && owner->pid != process_id() && lives_here(*owner);
}

/// Whether the path still names this open file: its last holder may have removed it in the meantime.
bool still_named(std::filesystem::path const& path, int descriptor) {
  struct stat opened {
  }, named{};
  return ::fstat(descriptor, &opened) == 0 && ::lstat(path.c_str(), &named) == 0 && opened.st_ino == named.st_ino &&
         opened.st_dev == named.st_dev;
}

[[noreturn]] void refuse(std::filesystem::path const& result_file, int descriptor) {
  auto const owner = read_owner(descriptor);
  ::close(descriptor);
  auto const who = owner ? fmt::format("process {} on {}", owner->pid, owner->host) : std::string{"another run"};
  throw JobError{fmt::format("'{}' is being written by {} (lock file '{}')", result_file.native(), who,
                             lock_path(result_file).native())};
}

int open_lock(std::filesystem::path const& path, std::filesystem::path const& result_file) {
  int const descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (descriptor >= 0) return descriptor;
  throw JobError{fmt::format("cannot write results to '{}': {}", result_file.native(), std::strerror(errno))};
}

} // namespace

RunLock::RunLock(std::filesystem::path const& result_file) : path_{lock_path(result_file)} {
  for (;;) {
    int const descriptor = open_lock(path_, result_file);
    if (held_by_another(descriptor, LOCK_EX)) refuse(result_file, descriptor);
    if (still_named(path_, descriptor)) {
      descriptor_ = descriptor;
      break;
    }
    ::close(descriptor);
  }
  try {
    write_owner(descriptor_);
  } catch (...) {
    ::unlink(path_.c_str());
    ::close(descriptor_);
    throw;
  }
}

RunLock::~RunLock() {
  ::unlink(path_.c_str()); // while it is held, so that nobody's lock is removed but ours
  ::close(descriptor_);
}

Writer writer_of(std::filesystem::path const& result_file) {
  int const descriptor = ::open(lock_path(result_file).c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  if (descriptor < 0) return Writer::none;
  bool const held = held_by_another(descriptor, LOCK_SH);
  auto const owner = read_owner(descriptor);
  ::close(descriptor);
  if (held) return Writer::alive;
  return owner && owner->host != host_name() ? Writer::elsewhere : Writer::none;
}

} // namespace rankfold::results
