#include "hdf5/row_pages.hpp"

#include <algorithm>

namespace rankfold::hdf5 {
namespace {

/// Results come back in about the order in which they went out: a window of this many chunks holds nearly all changes.
constexpr std::size_t most_pages = 64;

} // namespace

RowPages::RowPages(Table table) : table_{std::move(table)}, rows_{table_.rows()} {}

Row RowPages::edit(std::uint64_t row) {
  auto const page_rows = table_.chunk_rows();
  auto& found = page(row / page_rows);
  auto const at = static_cast<std::size_t>(row % page_rows);
  found.dirty_begin = found.is_dirty() ? std::min(found.dirty_begin, at) : at;
  found.dirty_end = std::max(found.dirty_end, at + 1);
  rows_ = std::max(rows_, row + 1);
  return Row{found.bytes}.subspan(at * layout().size(), layout().size());
}

void RowPages::extend(std::uint64_t rows) { rows_ = std::max(rows_, rows); }

void RowPages::write() {
  table_.extend(rows_);
  std::vector<Page*> dirty;
  for (auto const& [number, page] : pages_)
    if (page->is_dirty()) dirty.push_back(page.get());
  std::sort(dirty.begin(), dirty.end(), [](Page const* a, Page const* b) { return a->number < b->number; });
  for (auto* const page : dirty) write(*page);
}

RowPages::Page& RowPages::page(std::uint64_t number) {
  if (!last_ || last_->number != number) {
    auto found = pages_.find(number);
    if (found == pages_.end()) {
      if (pages_.size() == most_pages) drop_oldest();
      found = pages_.emplace(number, load(number)).first;
    }
    last_ = found->second.get();
    last_->used = ++clock_;
  }
  return *last_;
}

std::unique_ptr<RowPages::Page> RowPages::load(std::uint64_t number) const {
  auto page = std::make_unique<Page>();
  page->number = number;
  auto const row = layout().size();
  page->bytes.resize(table_.chunk_rows() * row);
  auto const first = number * table_.chunk_rows();
  auto const stored = std::min<std::uint64_t>(table_.chunk_rows(), table_.rows() - std::min(first, table_.rows()));
  if (stored > 0) table_.read(first, Row{page->bytes}.first(static_cast<std::size_t>(stored) * row));
  if (table_.fill().empty()) return page;
  for (auto at = static_cast<std::size_t>(stored) * row; at < page->bytes.size(); at += row)
    std::copy(table_.fill().begin(), table_.fill().end(), page->bytes.begin() + static_cast<std::ptrdiff_t>(at));
  return page;
}

void RowPages::drop_oldest() {
  last_ = nullptr;
  auto const older = [](auto const& a, auto const& b) { return a.second->used < b.second->used; };
  auto const oldest = std::min_element(pages_.begin(), pages_.end(), older);
  table_.extend(rows_);
  write(*oldest->second);
  pages_.erase(oldest);
}

void RowPages::write(Page& page) {
  if (!page.is_dirty()) return;
  auto const row = layout().size();
  auto const count = page.dirty_end - page.dirty_begin;
  table_.write(page.number * table_.chunk_rows() + page.dirty_begin,
               ConstRow{page.bytes}.subspan(page.dirty_begin * row, count * row));
  page.dirty_begin = page.dirty_end = 0;
}

} // namespace rankfold::hdf5
