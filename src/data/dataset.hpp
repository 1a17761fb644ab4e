#pragma once

#include "job/catalogue.hpp"
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace rankfold::data {

/// One series, in time order. A missing value is NaN.
struct Series {
  std::string_view name;
  std::span<double const> values;
};

/// One column of a table. A text column is held as codes into its sorted distinct values; a missing value is NaN.
struct Column {
  std::string_view name;
  std::span<double const> values;           ///< numbers, or codes 0, 1, ... of `categories`
  std::vector<std::string_view> categories; ///< empty: the column is numeric
};

/// The data of a job: the series of a file, or a table. Read-only, and a view of one flat block of memory (its image)
/// that holds no pointers: the image can be broadcast, and lie in memory that all ranks of a node share.
class Dataset {
public:
  /// No data: what jobs of `kind = "none"` have.
  Dataset() = default;
  /// A view of an image made by `SeriesBuilder` or `TableBuilder`.
  /// @param owner keeps `image` alive. @throws ContractViolation if it is no image.
  Dataset(std::span<std::byte const> image, std::shared_ptr<void const> owner);

  [[nodiscard]] job::DataKind kind() const { return kind_; }
  [[nodiscard]] std::span<std::byte const> image() const { return image_; }

  /// @name Series
  [[nodiscard]] std::size_t series_count() const;
  [[nodiscard]] Series series(std::size_t index) const;

  /// @name Tables
  [[nodiscard]] std::size_t row_count() const;
  [[nodiscard]] std::size_t feature_count() const;
  [[nodiscard]] Column feature(std::size_t index) const;
  [[nodiscard]] Column target() const;
  /// The fold of each row, numbered from 0, where the job file names a column for it; empty otherwise.
  [[nodiscard]] std::span<std::int32_t const> fold_of_row() const;

private:
  std::span<std::byte const> image_;
  std::shared_ptr<void const> owner_;
  job::DataKind kind_ = job::DataKind::none;
};

} // namespace rankfold::data
