#pragma once

#include <filesystem>
#include <optional>

namespace rankfold::mpi {

/// Names the file in which rank 0 leaves its exit code, for those who start it through a launcher that has one of its
/// own.
inline constexpr char exit_code_variable[] = "RANKFOLD_EXIT_CODE_FILE";

/// Rank 0, once there is a result file to go on from.
void note_begun();
/// Rank 0, as it ends: leaves the code where it is asked for. Does nothing elsewhere; a file that cannot be written is
/// as good as none.
void leave_exit_code(int exit_code);

/// A place for the exit code, in a new folder that only this user may enter; gone at the end.
class ExitCodeFile {
public:
  /// Sets the environment variable for the processes started from here on. @throws SystemError
  ExitCodeFile();
  ~ExitCodeFile();
  ExitCodeFile(ExitCodeFile const&) = delete;
  ExitCodeFile& operator=(ExitCodeFile const&) = delete;

  /// Nothing if rank 0 left none.
  [[nodiscard]] std::optional<int> read() const;
  /// Whether it came as far as `note_begun`, and left no exit code.
  [[nodiscard]] bool was_begun() const;

private:
  std::filesystem::path folder_;
};

} // namespace rankfold::mpi
