#pragma once

#include "data/dataset.hpp"
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// How a dataset lies in memory: one block that holds offsets, never pointers, so that it can be broadcast as it is and
/// lie at another address on every rank. Its numbers are the machine's own: an image never leaves one job.
///
///     series:  header | values, series after series | begins (count + 1) | text
///     table:   header | values, column after column, the target last | columns | folds of rows | text
///
/// `text` is: where each string begins (strings + 1 numbers), then the characters.
namespace rankfold::data {

inline constexpr std::uint64_t image_magic = 0x3154'4144'444c'464bULL; // "KFLDDAT1", little-endian
inline constexpr std::uint32_t image_version = 1;

/// A run of `count` items that begins `offset` bytes after the image does.
struct Section {
  std::uint64_t offset = 0, count = 0;
};

struct ImageHeader {
  std::uint64_t magic = image_magic;
  std::uint32_t version = image_version;
  std::uint32_t kind = 0;  ///< a job::DataKind
  std::uint64_t bytes = 0; ///< of the whole image
  std::uint64_t rows = 0;  ///< of a table; 0 for series
  Section values;          ///< double
  Section begins;          ///< series: std::uint64_t, index in `values` at which each begins, and one past the last
  Section columns;         ///< table: ColumnEntry
  Section folds;           ///< table: std::int32_t a row, or none
  Section string_begins;   ///< std::uint64_t, as `begins`, into `characters`; of a series first the names in order
  Section characters;      ///< char
};

struct ColumnEntry {
  std::uint64_t name = 0;                           ///< index of a string
  std::uint64_t first_category = 0, categories = 0; ///< strings of a text column
};

/// The parts of an image whose header has been checked: every section lies inside it and every offset inside its
/// section.
struct ImageParts {
  std::span<double const> values;
  std::span<std::uint64_t const> begins;
  std::span<ColumnEntry const> columns;
  std::span<std::int32_t const> folds;
  std::span<std::uint64_t const> string_begins;
  std::span<char const> characters;
  std::uint64_t rows = 0;
  job::DataKind kind = job::DataKind::none;

  [[nodiscard]] std::string_view string(std::uint64_t index) const;
};

/// Trusts nothing in the block. @throws ContractViolation if it is no image.
[[nodiscard]] ImageParts check_image(std::span<std::byte const> image);
/// The same without the checks, for an image that has passed them.
[[nodiscard]] ImageParts parts_of(std::span<std::byte const> image);

/// What an image is made of, but for its values: these are filled in afterwards, where they lie.
struct ImagePlan {
  job::DataKind kind = job::DataKind::none;
  std::uint64_t rows = 0;
  std::uint64_t values = 0;
  std::vector<std::uint64_t> begins;
  std::vector<ColumnEntry> columns;
  std::vector<std::int32_t> folds;
  std::vector<std::string> strings;
};

/// An image under construction. Memory that has not been written to yet is not touched.
class NewImage {
public:
  explicit NewImage(ImagePlan const& plan);
  [[nodiscard]] std::span<double> values() const { return values_; }
  [[nodiscard]] Dataset finish() &&;

private:
  std::shared_ptr<std::byte[]> bytes_;
  std::size_t size_ = 0;
  std::span<double> values_;
};

} // namespace rankfold::data
