#include "pilot/folder.hpp"

#include "support/error.hpp"
#include "support/mapping.hpp"
#include "support/process.hpp"
#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>

namespace rankfold::pilot {
namespace {

namespace fs = std::filesystem;

constexpr std::array folders{queue_folder, claimed_folder, done_folder,     cancel_folder,
                             begun_folder, pilots_folder,  starting_folder, data_folder};
constexpr std::size_t most_bytes = std::size_t{64} << 20; ///< a job file has 16 MiB at most, and quotes double it

/// Where nobody but the owner can put anything.
void require_private(fs::path const& path, Descriptor const& folder) {
  struct stat status {};
  if (!folder.is_open() || ::fstat(folder.number(), &status) != 0)
    throw JobError{fmt::format("{}: {}", path.string(), std::strerror(errno))};
  if (status.st_uid != ::geteuid()) {
    throw JobError{fmt::format("{}: belongs to another user: pilots serve their own user only", path.string())};
  }
  if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
    throw JobError{fmt::format("{}: others may write in it, and so have jobs run in your name: chmod 700 {}",
                               path.string(), path.string())};
  }
}

Descriptor open_folder(int parent, std::string const& name) {
  return Descriptor{::openat(parent, name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
}

/// Different for each file that some process of some machine is about to make.
std::string temporary_name() {
  static std::atomic<unsigned> count = 0;
  return fmt::format(".{}.{}.{}.new", host_name(), process_id(), count++);
}

double seconds_of(timespec const& time) {
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

} // namespace

std::string in(std::string_view folder, std::string_view name) { return fmt::format("{}/{}", folder, name); }

void Folder::fail(std::string const& name, char const* what) const {
  throw SystemError{fmt::format("{}: cannot {} it: {}", path_of(name).string(), what, std::strerror(errno))};
}

Folder Folder::open(fs::path const& path) {
  auto const absolute = fs::absolute(path).lexically_normal();
  auto root = open_folder(AT_FDCWD, absolute.native());
  if (!root.is_open()) {
    throw JobError{fmt::format("{}: no folder of pilots: {} ('rankfold serve --pilot {}' makes it)", path.string(),
                               std::strerror(errno), path.string())};
  }
  require_private(path, root);
  for (auto const* name : folders) {
    auto const folder = open_folder(root.number(), name);
    if (folder.is_open()) {
      require_private(path / name, folder);
      continue;
    }
    throw JobError{fmt::format("{}: is no folder of pilots: it has no folder '{}'", path.string(), name)};
  }
  return {absolute, std::move(root)};
}

Folder Folder::make(fs::path const& path) {
  std::error_code failure;
  auto const absolute = fs::absolute(path).lexically_normal();
  auto const parent = (absolute.has_filename() ? absolute : absolute.parent_path()).parent_path();
  fs::create_directories(parent, failure);
  auto const make_one = [](fs::path const& folder) {
    if (::mkdir(folder.c_str(), 0700) == 0 || errno == EEXIST) return;
    throw JobError{fmt::format("{}: cannot be made: {}", folder.string(), std::strerror(errno))};
  };
  make_one(absolute);
  require_private(path, open_folder(AT_FDCWD, absolute.native())); // before anything is put in it
  for (auto const* name : folders) make_one(absolute / name);
  return open(path);
}

Descriptor Folder::open_at(std::string const& name, int flags) const {
  return Descriptor{::openat(root_.number(), name.c_str(), flags | O_NOFOLLOW | O_CLOEXEC, 0600)};
}

bool Folder::move(std::string const& from, std::string const& to) const {
  if (::renameat(root_.number(), from.c_str(), root_.number(), to.c_str()) == 0) return true;
  if (errno != ENOENT) fail(from, "move");
  // Where a file server's answer was lost and the request repeated, the second one finds nothing to do.
  return !exists(from) && exists(to);
}

std::vector<std::string> Folder::list(std::string const& folder) const {
  auto opened = open_folder(root_.number(), folder);
  if (!opened.is_open()) return {};
  std::unique_ptr<DIR, int (*)(DIR*)> const stream{::fdopendir(::dup(opened.number())), ::closedir};
  if (!stream) fail(folder, "list");
  std::vector<std::string> names;
  while (auto const* entry = ::readdir(stream.get())) {
    if (entry->d_name[0] != '.') names.emplace_back(entry->d_name);
  }
  std::ranges::sort(names);
  return names;
}

std::optional<std::string> Folder::read(std::string const& name) const {
  auto const file = open_at(name, O_RDONLY | O_NONBLOCK);
  if (!file.is_open() && errno == ENOENT) return {};
  struct stat status {};
  if (!file.is_open() || ::fstat(file.number(), &status) != 0) {
    throw JobError{fmt::format("{}: {}", path_of(name).string(), std::strerror(errno))};
  }
  if (!S_ISREG(status.st_mode) || status.st_uid != ::geteuid()) {
    throw JobError{fmt::format("{}: is no file of yours", path_of(name).string())};
  }
  if (static_cast<std::size_t>(status.st_size) > most_bytes) {
    throw JobError{fmt::format("{}: is too large", path_of(name).string())};
  }
  std::string text(static_cast<std::size_t>(status.st_size), '\0');
  std::size_t have = 0;
  for (ssize_t got = 1; got > 0 && have < text.size(); have += static_cast<std::size_t>(std::max<ssize_t>(got, 0))) {
    got = ::read(file.number(), text.data() + have, text.size() - have);
  }
  text.resize(have);
  return text;
}

void Folder::write(std::string const& name, std::string const& text) const {
  auto const temporary = in(fs::path{name}.parent_path().native(), temporary_name());
  auto const file = open_at(temporary, O_WRONLY | O_CREAT | O_TRUNC);
  if (!file.is_open()) fail(temporary, "make");
  bool const written = write_all(file, std::as_bytes(std::span{text})) && ::fsync(file.number()) == 0;
  if (!written || ::renameat(root_.number(), temporary.c_str(), root_.number(), name.c_str()) != 0) {
    auto const reason = errno;
    remove(temporary);
    errno = reason;
    fail(name, "write");
  }
}

void Folder::mark(std::string const& name) const {
  if (!open_at(name, O_WRONLY | O_CREAT).is_open()) fail(name, "make");
}

bool Folder::exists(std::string const& name) const {
  struct stat status {};
  return ::fstatat(root_.number(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0;
}

void Folder::remove(std::string const& name) const {
  if (::unlinkat(root_.number(), name.c_str(), 0) == 0 || errno == ENOENT) return;
  if (errno != EISDIR && errno != EPERM) fail(name, "remove");
  if (::unlinkat(root_.number(), name.c_str(), AT_REMOVEDIR) == 0 || errno == ENOENT) return;
  if (errno != ENOTEMPTY && errno != EEXIST) fail(name, "remove");
}

void Folder::make_folder(std::string const& name) const {
  if (::mkdirat(root_.number(), name.c_str(), 0700) != 0 && errno != EEXIST) fail(name, "make");
}

bool Folder::touch(std::string const& name) const {
  if (::utimensat(root_.number(), name.c_str(), nullptr, AT_SYMLINK_NOFOLLOW) == 0) return true;
  if (errno != ENOENT) fail(name, "touch");
  return false;
}

std::optional<double> Folder::touched(std::string const& name) const {
  auto const file = open_at(name, O_RDONLY | O_NONBLOCK); // opening asks the server anew
  struct stat status {};
  if (!file.is_open() || ::fstat(file.number(), &status) != 0) return {};
  return seconds_of(status.st_mtim);
}

} // namespace rankfold::pilot
