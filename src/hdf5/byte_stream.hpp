#pragma once

#include "hdf5/file.hpp"
#include <cstdint>
#include <string>
#include <string_view>

namespace rankfold::hdf5 {

/// A dataset of bytes that grows: where long texts go, found again by offset and length.
class ByteStream {
public:
  /// @throws SystemError
  [[nodiscard]] static ByteStream create(File const& file, std::string const& name);
  /// @throws JobError
  [[nodiscard]] static ByteStream open(File const& file, std::string const& name);

  [[nodiscard]] std::uint64_t size() const { return size_; }
  /// @return the offset at which the text now lies. @throws SystemError
  std::uint64_t append(std::string_view text);
  /// @throws JobError if that is not part of the stream.
  [[nodiscard]] std::string read(std::uint64_t offset, std::uint64_t length) const;

private:
  explicit ByteStream(std::string place) : place_{std::move(place)} {}

  std::string place_;
  Handle dataset_;
  std::uint64_t size_ = 0;
};

} // namespace rankfold::hdf5
