#include "data/byte_source.hpp"

#include "support/error.hpp"
#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <string_view>
#include <unistd.h>
#include <zlib.h>

namespace rankfold::data {
namespace {

using namespace std::string_view_literals;

struct Magic {
  std::string_view bytes;
  std::string_view advice;
};

/// Files that users try and that are not read.
constexpr std::array foreign_formats{
    Magic{"PK\x03\x04"sv, "a zip archive or spreadsheet; unpack it, or save it as CSV"},
    Magic{"\xfd\x37zXZ\0"sv, "compressed with xz; unpack it, or compress it with gzip"},
    Magic{"BZh"sv, "compressed with bzip2; unpack it, or compress it with gzip"},
    Magic{"\x28\xb5\x2f\xfd"sv, "compressed with zstd; unpack it, or compress it with gzip"},
    Magic{"PAR1"sv, "a Parquet file; save it as CSV or HDF5"},
    Magic{"\xff\xfe"sv, "UTF-16 text; save it as UTF-8"},
    Magic{"\xfe\xff"sv, "UTF-16 text; save it as UTF-8"},
};

constexpr std::string_view hdf5_signature = "\x89HDF\r\n\x1a\n"sv;

void require_regular_file(std::filesystem::path const& path) {
  std::error_code failure;
  auto const status = std::filesystem::status(path, failure);
  if (status.type() == std::filesystem::file_type::not_found) {
    throw JobError{fmt::format("{}: no such file", path.native())};
  }
  if (std::filesystem::is_directory(status)) {
    throw JobError{fmt::format("{}: is a folder; a CSV or HDF5 file is wanted", path.native())};
  }
  if (!std::filesystem::is_regular_file(status)) {
    throw JobError{fmt::format("{}: {}", path.native(), failure ? failure.message() : "is no regular file")};
  }
}

int open_file(std::filesystem::path const& path) {
  require_regular_file(path);
  int const descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) throw JobError{fmt::format("{}: cannot be read: {}", path.native(), std::strerror(errno))};
  return descriptor;
}

} // namespace

FileFormat detect_format(std::filesystem::path const& path) {
  int const descriptor = open_file(path);
  std::array<char, 8> start{};
  auto const size = ::pread(descriptor, start.data(), start.size(), 0);
  int const failure = errno;
  ::close(descriptor);
  if (size < 0) throw JobError{fmt::format("{}: cannot be read: {}", path.native(), std::strerror(failure))};
  std::string_view const bytes{start.data(), static_cast<std::size_t>(size)};
  if (bytes == hdf5_signature) return FileFormat::hdf5;
  for (auto const& [magic, advice] : foreign_formats) {
    if (bytes.starts_with(magic)) throw JobError{fmt::format("{}: is {}", path.native(), advice)};
  }
  return FileFormat::csv;
}

ByteSource::ByteSource(std::filesystem::path path) : path_{std::move(path)} {
  int const descriptor = open_file(path_);
  file_.reset(gzdopen(descriptor, "rb"));
  if (!file_) {
    ::close(descriptor);
    throw SystemError{fmt::format("{}: no memory to read it", path_.native())};
  }
  gzbuffer(file_.get(), 1U << 16);
}

void ByteSource::Close::operator()(gzFile_s* file) const { gzclose_r(file); }

std::size_t ByteSource::read(std::span<char> buffer) {
  int const size =
      gzread(file_.get(), buffer.data(), static_cast<unsigned>(std::min<std::size_t>(buffer.size(), 1U << 30)));
  if (size > 0) return static_cast<std::size_t>(size);
  int code = Z_OK;
  char const* const reason = gzerror(file_.get(), &code);
  if (code == Z_ERRNO) throw JobError{fmt::format("{}: cannot be read: {}", path_.native(), std::strerror(errno))};
  if (code == Z_BUF_ERROR) throw JobError{fmt::format("{}: the gzip file is cut short", path_.native())};
  if (code != Z_OK) throw JobError{fmt::format("{}: the gzip file is damaged: {}", path_.native(), reason)};
  return 0;
}

} // namespace rankfold::data
