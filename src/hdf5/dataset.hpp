#pragma once

#include "hdf5/file.hpp"
#include <cstdint>
#include <string>
#include <vector>

namespace rankfold::hdf5 {

enum class TypeClass { integer, real, boolean, text, compound, other };

/// One column of a dataset of compound rows.
struct Member {
  std::string name;
  TypeClass type = TypeClass::other;
};

/// Some rows (first dimension) of a dataset.
struct RowRange {
  std::uint64_t first = 0, count = 0;
};

/// A dataset of somebody's file, for reading: shape and types are what the file says, sizes are not trusted.
class Dataset {
public:
  /// @throws JobError if there is no such dataset.
  Dataset(File const& file, std::string const& name);

  /// Empty for a scalar.
  [[nodiscard]] std::vector<std::uint64_t> const& shape() const { return shape_; }
  /// Rows: the first dimension; 1 for a scalar.
  [[nodiscard]] std::uint64_t rows() const { return shape_.empty() ? 1 : shape_[0]; }
  /// Values in a row: the product of the other dimensions.
  [[nodiscard]] std::uint64_t row_size() const;
  /// Of a value. An enum of FALSE and TRUE, as h5py writes truth values, is `boolean`; other enums are `integer`.
  [[nodiscard]] TypeClass type() const { return type_; }
  /// Of compound rows, in file order; empty for other types.
  [[nodiscard]] std::vector<Member> const& members() const { return members_; }

  /// Numbers (and truth values, as 0 and 1) as real numbers, row after row.
  /// @param member of compound rows, else empty. @throws JobError if they are none or cannot be read.
  [[nodiscard]] std::vector<double> reals(std::string const& member = {}) const;
  [[nodiscard]] std::vector<double> reals(RowRange rows, std::string const& member = {}) const;
  /// Exact where `reals` would round: beyond 2^53.
  [[nodiscard]] std::vector<std::int64_t> integers(std::string const& member = {}) const;
  /// Texts of fixed or variable length, without padding.
  [[nodiscard]] std::vector<std::string> texts(std::string const& member = {}) const;
  [[nodiscard]] std::vector<std::string> texts(RowRange rows, std::string const& member = {}) const;

private:
  struct Selection {
    Handle memory, file; ///< data spaces
    std::size_t values;
  };
  [[nodiscard]] Selection select(RowRange rows, std::size_t value_bytes) const;
  void read(Selection const& selection, Handle const& value_type, std::string const& member, void* into) const;
  [[nodiscard]] Handle value_type(std::string const& member) const;
  void check_rows(RowRange rows) const;

  std::string place_;
  Handle dataset_, file_type_;
  std::vector<std::uint64_t> shape_;
  TypeClass type_;
  std::vector<Member> members_;
};

} // namespace rankfold::hdf5
