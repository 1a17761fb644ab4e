#pragma once

#include <filesystem>

namespace rankfold::results {

/// What to do where the file that is to be made exists.
enum class Existing { refuse, replace };

/// A new file that gets its name once it is complete: a start that fails leaves nothing behind and takes nothing away.
class StagedFile {
public:
  /// Makes an empty file for its owner only, in the folder of `target`, under a name of its own.
  /// @throws JobError if `target` exists and is not to be replaced, is no file, or the folder cannot be written.
  StagedFile(std::filesystem::path target, Existing existing);
  StagedFile(StagedFile const&) = delete;
  StagedFile& operator=(StagedFile const&) = delete;
  /// Removes the file if it was not published.
  ~StagedFile();

  [[nodiscard]] std::filesystem::path const& path() const { return path_; }
  /// Gives the file its name. A symbolic link of that name is replaced, not followed. @throws JobError
  void publish();

private:
  std::filesystem::path target_, path_;
  Existing existing_;
  bool published_ = false;
};

} // namespace rankfold::results
