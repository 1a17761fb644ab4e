#pragma once

#include "hdf5/handle.hpp"
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace rankfold::hdf5 {

enum class ObjectKind { none, group, dataset, other };

/// An open HDF5 file.
///
/// The library's own file locks are not used: they fail on some cluster file systems, and who writes results holds a
/// lock of ours. A writer is still kept apart from others by the flags in the file's superblock.
class File {
public:
  /// For a reader of a file that another process may be writing (SWMR), and of one whose writer was killed.
  enum class Follow { no, yes };

  /// Opens for reading. @throws JobError if it is missing, unreadable, no HDF5 file, or damaged.
  [[nodiscard]] static File open(std::filesystem::path const& path, Follow follow = Follow::no);

  /// Makes the existing, empty file at `path` an HDF5 file in the newest format. The caller has created it, with the
  /// mode it is to have. @param name what messages call it. @throws SystemError
  [[nodiscard]] static File format(std::filesystem::path const& path, std::filesystem::path const& name);

  /// Opens for writing after its writer was killed: takes away the mark of a writer that is no more.
  /// The caller knows, by a lock, that there is no other writer. @throws JobError
  [[nodiscard]] static File recover(std::filesystem::path const& path);

  /// From now on readers may follow (SWMR), and after a kill the file is complete up to the last flush. No object or
  /// attribute can be made any more. @throws SystemError
  void start_following();
  /// Makes what was written visible to readers. @throws SystemError
  void flush();
  /// Waits until what was flushed is on the storage itself. @throws SystemError
  void sync();
  /// Closes now, with an error where the destructor would be silent. @throws SystemError
  void close();

  /// Makes a group. @throws SystemError
  void make_group(std::string const& name) const;

  [[nodiscard]] ObjectKind kind_of(std::string const& object) const;
  /// Names in a group, in alphabetical order. @throws JobError if there is no such group.
  [[nodiscard]] std::vector<std::string> children(std::string const& group) const;

  [[nodiscard]] Identifier id() const { return handle_.get(); }
  [[nodiscard]] std::filesystem::path const& path() const { return path_; }
  /// "'object' of 'file'", for messages.
  [[nodiscard]] std::string place(std::string_view object) const;

private:
  /// Makes the file longer than its superblock is about to say it is. The library writes the superblock before all that
  /// it has allocated is there, and a file shorter than its superblock says, as a kill would leave it, does not open.
  /// Closing cuts it to its length. @throws SystemError
  void reserve();

  [[nodiscard]] int descriptor() const; ///< the system's
  File(Handle handle, std::filesystem::path path) : handle_{std::move(handle)}, path_{std::move(path)} {}

  Handle handle_;
  std::filesystem::path path_;
  Follow followed_ = Follow::no; ///< whether readers may follow what is written here
};

/// @name Attributes of the root group
void write_attribute(File const& file, std::string const& name, std::string const& text);
void write_attribute(File const& file, std::string const& name, std::uint64_t number);
/// @throws JobError if the file is too damaged to tell.
[[nodiscard]] bool has_attribute(File const& file, std::string const& name);
/// @throws JobError if it is missing or of another type.
[[nodiscard]] std::string read_text_attribute(File const& file, std::string const& name);
[[nodiscard]] std::uint64_t read_number_attribute(File const& file, std::string const& name);

/// @name Texts that are written once: a scalar string of fixed length, which h5py reads with `file[name][()]`
void write_text(File const& file, std::string const& name, std::string const& text);
[[nodiscard]] std::string read_text(File const& file, std::string const& name);

} // namespace rankfold::hdf5
