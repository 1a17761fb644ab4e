#pragma once

#include <filesystem>
#include <string>

namespace rankfold::results {

/// Keeps two runs from writing one result file: `NAME.h5.lock` beside it, locked (flock) while the run lives, with host
/// and process in it. The lock of a run that was killed is gone with it, so the file it leaves behind stops nobody.
///
/// Where the file system knows no such locks, the process named in the file counts, if it is of this host.
class RunLock {
public:
  /// @throws JobError if another run holds it (it says which), or the folder cannot be written.
  explicit RunLock(std::filesystem::path const& result_file);
  RunLock(RunLock const&) = delete;
  RunLock& operator=(RunLock const&) = delete;
  /// Removes the file.
  ~RunLock();

private:
  std::filesystem::path path_;
  int descriptor_ = -1;
};

/// Who writes a result file now, as far as can be told from here.
enum class Writer { none, alive, elsewhere };

/// `elsewhere`: a run on another host left its lock file, and it is not known whether it still runs.
[[nodiscard]] Writer writer_of(std::filesystem::path const& result_file);

} // namespace rankfold::results
