#include "hdf5/text_type.hpp"

#include "hdf5/failure.hpp"
#include "support/error.hpp"
#include <cstring>
#include <hdf5.h>

namespace rankfold::hdf5 {
namespace {

/// Longer texts than this are no names and no messages; a damaged file may claim any size.
constexpr std::size_t longest_text = std::size_t{1} << 30;

Handle text_type(std::size_t size, H5T_str_t padding, H5T_cset_t characters) {
  Handle type{H5Tcopy(H5T_C_S1), H5Tclose};
  H5Tset_size(type.get(), size);
  H5Tset_strpad(type.get(), padding);
  H5Tset_cset(type.get(), characters);
  return type;
}

} // namespace

Handle fixed_text_type(std::size_t size) { return text_type(size, H5T_STR_NULLPAD, H5T_CSET_UTF8); }

Handle variable_text_type() { return text_type(H5T_VARIABLE, H5T_STR_NULLTERM, H5T_CSET_UTF8); }

TextReader::TextReader(Handle const& stored, std::size_t count) {
  silence();
  if (H5Tget_class(stored.get()) != H5T_STRING) throw JobError{"text was expected where the file has none"};
  variable_ = H5Tis_variable_str(stored.get()) > 0;
  std::size_t const length = variable_ ? 0 : H5Tget_size(stored.get());
  if (length > longest_text) throw JobError{"the file has texts of more than 1 GiB"};
  auto const characters = H5Tget_cset(stored.get()); // the library does not convert between character sets
  type_ = text_type(variable_ ? H5T_VARIABLE : length + 1, H5T_STR_NULLTERM, characters);
  size_ = H5Tget_size(type_.get());
  bytes_.resize(size_ * count);
}

std::vector<std::string> TextReader::take(Handle const& space) {
  std::vector<std::string> texts;
  texts.reserve(bytes_.size() / size_);
  for (std::size_t at = 0; at < bytes_.size(); at += size_) {
    if (variable_) {
      char const* text = nullptr;
      std::memcpy(&text, &bytes_[at], sizeof text);
      texts.emplace_back(text ? text : "");
    } else {
      texts.emplace_back(&bytes_[at], ::strnlen(&bytes_[at], size_));
    }
  }
  if (variable_) H5Dvlen_reclaim(type_.get(), space.get(), H5P_DEFAULT, bytes_.data());
  return texts;
}

} // namespace rankfold::hdf5
