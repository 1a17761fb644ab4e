#pragma once

#include "support/descriptor.hpp"
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace rankfold::pilot {

/// Folders in a pilots' folder.
inline constexpr char queue_folder[] = "queue";       ///< jobs that wait
inline constexpr char claimed_folder[] = "claimed";   ///< a folder for each pilot: jobs that it serves
inline constexpr char done_folder[] = "done";         ///< jobs that are over, and how they ended
inline constexpr char cancel_folder[] = "cancel";     ///< an empty file for each job that is to end
inline constexpr char begun_folder[] = "begun";       ///< an empty file for each job whose old results were replaced
inline constexpr char pilots_folder[] = "pilots";     ///< heartbeats
inline constexpr char starting_folder[] = "starting"; ///< an empty file for each batch job that is to become a pilot
inline constexpr char data_folder[] = "data";         ///< of jobs that are served, for the workers

/// "a/b"
[[nodiscard]] std::string in(std::string_view folder, std::string_view name);

/// The folder through which pilots and those who submit jobs to them find each other, on a file system that all of them
/// share. It is its owner's alone: nobody else may write in it, so what lies there is at worst damaged.
///
/// Names are relative to it. All calls may come from several threads, and from any number of processes and machines:
/// what has to happen once is a rename. @throws SystemError where the file system fails
class Folder {
public:
  /// @throws JobError if there is none, or it is somebody else's, or others may write in it.
  [[nodiscard]] static Folder open(std::filesystem::path const& path);
  /// The same, but makes what is missing, for its owner only.
  [[nodiscard]] static Folder make(std::filesystem::path const& path);

  [[nodiscard]] std::filesystem::path const& path() const { return path_; }
  [[nodiscard]] std::filesystem::path path_of(std::string const& name) const { return path_ / name; }

  /// @return false if `from` is not there (any more): somebody else was quicker.
  [[nodiscard]] bool move(std::string const& from, std::string const& to) const;
  /// The names in one of its folders, sorted, but for those that begin with a dot; none where there is no such folder.
  [[nodiscard]] std::vector<std::string> list(std::string const& folder) const;
  /// A file's contents; nothing where there is none. @throws JobError if it is no regular file of the owner's, or
  /// larger than any file in here
  [[nodiscard]] std::optional<std::string> read(std::string const& name) const;
  /// Makes or replaces a file; it is seen whole or not at all, and outlives the machine.
  void write(std::string const& name, std::string const& text) const;
  /// Makes an empty file, if there is none.
  void mark(std::string const& name) const;
  [[nodiscard]] bool exists(std::string const& name) const;
  /// A file or an empty folder; nothing happens where there is none, or a folder is not empty.
  void remove(std::string const& name) const;
  void make_folder(std::string const& name) const;

  /// @name The file server's clock, in seconds: the clocks of two machines are never compared
  /// Says that a file is of now. @return false where there is none
  [[nodiscard]] bool touch(std::string const& name) const;
  /// When it was last touched, by the server's word rather than this machine's memory of it; nothing where there is
  /// none.
  [[nodiscard]] std::optional<double> touched(std::string const& name) const;

private:
  Folder(std::filesystem::path path, Descriptor root) : path_{std::move(path)}, root_{std::move(root)} {}
  [[nodiscard]] Descriptor open_at(std::string const& name, int flags) const;
  [[noreturn]] void fail(std::string const& name, char const* what) const;

  std::filesystem::path path_;
  Descriptor root_;
};

} // namespace rankfold::pilot
