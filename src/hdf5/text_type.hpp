#pragma once

#include "hdf5/handle.hpp"
#include <cstddef>
#include <string>
#include <vector>

namespace rankfold::hdf5 {

/// UTF-8 of `size` bytes, padded with zeros; a text may fill it. @pre size > 0
[[nodiscard]] Handle fixed_text_type(std::size_t size);
/// UTF-8 of any length.
[[nodiscard]] Handle variable_text_type();

/// Memory for a number of texts as the library reads them, of fixed or variable length as they are stored.
class TextReader {
public:
  /// @param stored the type in the file. @throws JobError if it is no text, or longer than memory allows.
  TextReader(Handle const& stored, std::size_t count);

  [[nodiscard]] Handle const& memory_type() const { return type_; }
  [[nodiscard]] std::size_t item_size() const { return size_; }
  [[nodiscard]] void* buffer() { return bytes_.data(); }
  /// The texts, once the library has filled the buffer. @param space of as many items, to give back its memory.
  [[nodiscard]] std::vector<std::string> take(Handle const& space);

private:
  Handle type_;
  std::size_t size_;
  bool variable_;
  std::vector<char> bytes_;
};

} // namespace rankfold::hdf5
