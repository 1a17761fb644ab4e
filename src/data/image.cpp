#include "data/image.hpp"

#include "support/error.hpp"
#include <algorithm>
#include <cstring>

namespace rankfold::data {
namespace {

static_assert(std::is_trivially_copyable_v<ImageHeader> && sizeof(ImageHeader) % alignof(double) == 0);

template <class T> std::span<T const> items(std::span<std::byte const> image, Section section) {
  return {reinterpret_cast<T const*>(image.data() + section.offset), section.count};
}

template <class T> void check_section(ImageHeader const& header, Section section) {
  bool const inside = section.offset >= sizeof(ImageHeader) && section.offset <= header.bytes &&
                      section.count <= (header.bytes - section.offset) / sizeof(T);
  expects(inside && section.offset % alignof(T) == 0, "a section lies inside its data image");
}

/// Begins of runs in a section of `size` items: from 0 to `size`, never falling.
void check_begins(std::span<std::uint64_t const> begins, std::size_t size) {
  bool const whole = !begins.empty() && begins.front() == 0 && begins.back() == size;
  expects(whole && std::ranges::is_sorted(begins), "the runs of a data image cover their section");
}

void check_columns(ImageParts const& parts) {
  auto const strings = parts.string_begins.size() - 1;
  expects(!parts.columns.empty() && parts.values.size() / parts.columns.size() == parts.rows &&
              parts.values.size() % parts.columns.size() == 0,
          "a table's image has a value for each row and column");
  expects(parts.folds.empty() || parts.folds.size() == parts.rows, "a table's image has a fold for each row");
  for (auto const& column : parts.columns) {
    expects(column.name < strings && column.categories <= strings &&
                column.first_category <= strings - column.categories,
            "the names of a table's image are among its strings");
  }
}

ImageHeader header_of(std::span<std::byte const> image) {
  expects(image.size() >= sizeof(ImageHeader), "a data image has a header");
  expects(reinterpret_cast<std::uintptr_t>(image.data()) % alignof(double) == 0, "a data image is aligned");
  ImageHeader header;
  std::memcpy(&header, image.data(), sizeof header);
  return header;
}

ImageParts parts_of(std::span<std::byte const> image, ImageHeader const& header) {
  return {items<double>(image, header.values),
          items<std::uint64_t>(image, header.begins),
          items<ColumnEntry>(image, header.columns),
          items<std::int32_t>(image, header.folds),
          items<std::uint64_t>(image, header.string_begins),
          items<char>(image, header.characters),
          header.rows,
          static_cast<job::DataKind>(header.kind)};
}

/// Places sections one after the other, each where its type may lie.
class Layout {
public:
  template <class T> Section place(std::uint64_t count) {
    size_ = (size_ + alignof(T) - 1) / alignof(T) * alignof(T);
    Section const section{size_, count};
    size_ += count * sizeof(T);
    return section;
  }
  [[nodiscard]] std::uint64_t size() const { return size_; }

private:
  std::uint64_t size_ = sizeof(ImageHeader);
};

template <class T> void write(std::byte* image, Section section, std::vector<T> const& from) {
  if (!from.empty()) std::memcpy(image + section.offset, from.data(), from.size() * sizeof(T));
}

std::vector<std::uint64_t> begins_of(std::vector<std::string> const& strings) {
  std::vector<std::uint64_t> begins{0};
  for (auto const& string : strings) begins.push_back(begins.back() + string.size());
  return begins;
}

} // namespace

std::string_view ImageParts::string(std::uint64_t index) const {
  auto const begin = string_begins[index];
  return {characters.data() + begin, string_begins[index + 1] - begin};
}

ImageParts parts_of(std::span<std::byte const> image) { return parts_of(image, header_of(image)); }

ImageParts check_image(std::span<std::byte const> image) {
  auto const header = header_of(image);
  expects(header.magic == image_magic && header.version == image_version, "a data image has the mark of this version");
  expects(header.bytes == image.size(), "a data image has the size that it says");
  check_section<double>(header, header.values);
  check_section<std::uint64_t>(header, header.begins);
  check_section<ColumnEntry>(header, header.columns);
  check_section<std::int32_t>(header, header.folds);
  check_section<std::uint64_t>(header, header.string_begins);
  check_section<char>(header, header.characters);
  auto const parts = parts_of(image, header);
  check_begins(parts.string_begins, parts.characters.size());
  if (parts.kind == job::DataKind::series) {
    check_begins(parts.begins, parts.values.size());
    expects(parts.begins.size() == parts.string_begins.size(), "a data image has a name for each series");
  } else {
    expects(parts.kind == job::DataKind::table, "a data image holds series or a table");
    check_columns(parts);
  }
  return parts;
}

NewImage::NewImage(ImagePlan const& plan) {
  ImageHeader header;
  header.kind = static_cast<std::uint32_t>(plan.kind);
  header.rows = plan.rows;
  auto const string_begins = begins_of(plan.strings);
  Layout layout;
  header.values = layout.place<double>(plan.values);
  header.begins = layout.place<std::uint64_t>(plan.begins.size());
  header.columns = layout.place<ColumnEntry>(plan.columns.size());
  header.folds = layout.place<std::int32_t>(plan.folds.size());
  header.string_begins = layout.place<std::uint64_t>(string_begins.size());
  header.characters = layout.place<char>(string_begins.back());
  header.bytes = size_ = layout.size();

  bytes_ = std::make_shared_for_overwrite<std::byte[]>(size_);
  auto* const image = bytes_.get();
  std::memcpy(image, &header, sizeof header);
  write(image, header.begins, plan.begins);
  write(image, header.columns, plan.columns);
  write(image, header.folds, plan.folds);
  write(image, header.string_begins, string_begins);
  auto* character = reinterpret_cast<char*>(image + header.characters.offset);
  for (auto const& string : plan.strings) character = std::ranges::copy(string, character).out;
  values_ = {reinterpret_cast<double*>(image + header.values.offset), plan.values};
}

Dataset NewImage::finish() && { return {{bytes_.get(), size_}, bytes_}; }

} // namespace rankfold::data
