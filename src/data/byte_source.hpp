#pragma once

#include <filesystem>
#include <memory>
#include <span>

struct gzFile_s;

namespace rankfold::data {

enum class FileFormat { csv, hdf5 };

/// What a file holds, by its first bytes and not by its name; compressed CSV is CSV.
/// @throws JobError if it is missing, no regular file, unreadable, or of a kind that is known and not read (zip, xz,
/// ...).
[[nodiscard]] FileFormat detect_format(std::filesystem::path const& path);

/// The bytes of a file from its beginning, decompressed where it is gzip.
class ByteSource {
public:
  /// @throws JobError if it cannot be opened.
  explicit ByteSource(std::filesystem::path path);

  /// Fills `buffer` as far as the file goes; 0 at its end. @throws JobError if it cannot be read or is damaged.
  [[nodiscard]] std::size_t read(std::span<char> buffer);

private:
  struct Close {
    void operator()(gzFile_s* file) const;
  };
  std::filesystem::path path_;
  std::unique_ptr<gzFile_s, Close> file_;
};

} // namespace rankfold::data
