#include "data/dataset.hpp"

#include "data/image.hpp"
#include "support/error.hpp"

namespace rankfold::data {
namespace {

Column column(ImageParts const& parts, std::size_t index) {
  auto const& entry = parts.columns[index];
  Column out{parts.string(entry.name), parts.values.subspan(index * parts.rows, parts.rows), {}};
  out.categories.reserve(entry.categories);
  for (std::uint64_t i = 0; i < entry.categories; ++i) out.categories.push_back(parts.string(entry.first_category + i));
  return out;
}

} // namespace

Dataset::Dataset(std::span<std::byte const> image, std::shared_ptr<void const> owner) :
    image_{image}, owner_{std::move(owner)}, kind_{check_image(image).kind} {}

std::size_t Dataset::series_count() const {
  return kind_ == job::DataKind::series ? parts_of(image_).begins.size() - 1 : 0;
}

Series Dataset::series(std::size_t index) const {
  expects(index < series_count(), "a series is asked for by its position");
  auto const parts = parts_of(image_);
  auto const begin = parts.begins[index];
  return {parts.string(index), parts.values.subspan(begin, parts.begins[index + 1] - begin)};
}

std::size_t Dataset::row_count() const { return kind_ == job::DataKind::table ? parts_of(image_).rows : 0; }

std::size_t Dataset::feature_count() const {
  return kind_ == job::DataKind::table ? parts_of(image_).columns.size() - 1 : 0;
}

Column Dataset::feature(std::size_t index) const {
  expects(index < feature_count(), "a feature is asked for by its position");
  return column(parts_of(image_), index);
}

Column Dataset::target() const {
  expects(kind_ == job::DataKind::table, "only a table has a target column");
  return column(parts_of(image_), feature_count());
}

std::span<std::int32_t const> Dataset::fold_of_row() const {
  if (kind_ != job::DataKind::table) return {};
  return parts_of(image_).folds;
}

} // namespace rankfold::data
