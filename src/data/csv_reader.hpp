#pragma once

#include "data/byte_source.hpp"
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rankfold::data {

/// Reads the records of a CSV file one by one, in constant memory: RFC 4180 with quoted line ends and doubled quotes,
/// any line end (LF, CRLF, CR), a byte order mark, gzip. Blank lines are passed over, but counted.
class CsvReader {
public:
  explicit CsvReader(std::filesystem::path const& path);

  /// Reads the next record; false at the end of the file.
  /// @throws JobError for a quote that is not closed or not followed by a comma, a damaged file, an absurdly long
  /// record.
  [[nodiscard]] bool next();

  /// The record's cells, unquoted. They are valid until the next call of `next`.
  [[nodiscard]] std::span<std::string_view const> cells() const { return cells_; }
  /// The record's number, the file's first being 1: the row that a spreadsheet shows.
  [[nodiscard]] std::uint64_t row() const { return row_; }
  [[nodiscard]] std::filesystem::path const& path() const { return path_; }

private:
  /// Where a cell lies, counted from the beginning of its record: the buffer may move while the record is being read.
  struct Extent {
    std::size_t begin = 0, end = 0;
    bool quoted = false, doubled_quotes = false;
  };

  bool available() { return position_ < end_ || refill(); }
  bool refill();
  void read_record();
  bool read_cell();
  void scan_plain_cell();
  void scan_quoted_cell();
  bool end_cell();
  [[nodiscard]] bool is_blank_line() const;
  [[nodiscard]] std::string_view view_of(Extent extent);
  [[noreturn]] void refuse(std::string_view problem) const;

  std::filesystem::path path_;
  ByteSource source_;
  std::vector<char> buffer_;
  std::size_t start_ = 0;    ///< of the record in `buffer_`
  std::size_t position_ = 0; ///< of what is read next
  std::size_t end_ = 0;      ///< of what the file has given so far
  std::vector<Extent> extents_;
  std::vector<std::string_view> cells_;
  std::uint64_t row_ = 0;
};

} // namespace rankfold::data
