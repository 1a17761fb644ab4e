#include "results/staged_file.hpp"

#include "support/error.hpp"
#include "support/process.hpp"
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace rankfold::results {
namespace {

[[noreturn]] void refuse(std::filesystem::path const& target, std::string_view reason) {
  throw JobError{fmt::format("cannot write results to '{}': {}", target.native(), reason)};
}

void check_target(std::filesystem::path const& target, Existing existing) {
  struct stat status {};
  if (::lstat(target.c_str(), &status) != 0) {
    if (errno != ENOENT) refuse(target, std::strerror(errno));
    return;
  }
  if (S_ISDIR(status.st_mode)) refuse(target, "it is a folder");
  if (!S_ISREG(status.st_mode) && !S_ISLNK(status.st_mode)) refuse(target, "it is no regular file");
  if (existing == Existing::refuse) refuse(target, "it exists (--resume continues it, --overwrite replaces it)");
}

std::filesystem::path staging_path(std::filesystem::path const& target) {
  return target.parent_path() / fmt::format(".{}.{}.new", target.filename().native(), process_id());
}

/// The rename that replaces nothing, where the file system has it. The run's lock keeps other runs away in any case.
bool rename_to_new(std::filesystem::path const& from, std::filesystem::path const& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return true;
  if (errno != EINVAL && errno != ENOSYS) return false;
  check_target(to, Existing::refuse);
  return ::rename(from.c_str(), to.c_str()) == 0;
}

} // namespace

StagedFile::StagedFile(std::filesystem::path target, Existing existing) :
    target_{std::move(target)}, path_{staging_path(target_)}, existing_{existing} {
  check_target(target_, existing_);
  ::unlink(path_.c_str()); // of a process of the same number that was killed while it started
  int const descriptor = ::open(path_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (descriptor < 0) refuse(target_, std::strerror(errno));
  ::close(descriptor);
}

StagedFile::~StagedFile() {
  if (!published_) ::unlink(path_.c_str());
}

void StagedFile::publish() {
  bool const renamed =
      existing_ == Existing::replace ? ::rename(path_.c_str(), target_.c_str()) == 0 : rename_to_new(path_, target_);
  if (!renamed) refuse(target_, std::strerror(errno));
  published_ = true;
}

} // namespace rankfold::results
