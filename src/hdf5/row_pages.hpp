#pragma once

#include "hdf5/table.hpp"
#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

namespace rankfold::hdf5 {

/// Writes a table's rows in any order: rows are changed in memory, a chunk's worth at a time, and written a run at a
/// time. Holds a bounded number of chunks, so memory does not grow with the table.
class RowPages {
public:
  explicit RowPages(Table table);

  /// The row, to be changed in place until the next call. It becomes part of the table if it was not.
  /// @throws SystemError if another page had to be written and could not be.
  [[nodiscard]] Row edit(std::uint64_t row);
  /// The row after the last.
  [[nodiscard]] Row append() { return edit(rows_); }
  /// Rows so far, written or not.
  [[nodiscard]] std::uint64_t rows() const { return rows_; }
  [[nodiscard]] RowLayout const& layout() const { return table_.layout(); }
  /// Makes the table at least this long; new rows are its fill row.
  void extend(std::uint64_t rows);
  /// Hands every change to the library. @throws SystemError
  void write();

private:
  struct Page {
    std::uint64_t number = 0;
    std::vector<std::byte> bytes;
    std::size_t dirty_begin = 0, dirty_end = 0; ///< rows within the page
    std::uint64_t used = 0;                     ///< when, by `clock_`
    [[nodiscard]] bool is_dirty() const { return dirty_begin < dirty_end; }
  };
  [[nodiscard]] Page& page(std::uint64_t number);
  [[nodiscard]] std::unique_ptr<Page> load(std::uint64_t number) const;
  void drop_oldest();
  void write(Page& page);

  Table table_;
  std::uint64_t rows_;
  std::uint64_t clock_ = 0;
  std::unordered_map<std::uint64_t, std::unique_ptr<Page>> pages_;
  Page* last_ = nullptr; ///< most calls go to the page of the call before
};

} // namespace rankfold::hdf5
