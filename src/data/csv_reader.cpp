#include "data/csv_reader.hpp"

#include "support/error.hpp"
#include <algorithm>
#include <cstring>
#include <fmt/format.h>

namespace rankfold::data {
namespace {

constexpr std::size_t first_buffer = 1U << 18;
/// A quote that is never closed would otherwise take the whole file into memory.
constexpr std::size_t longest_record = 1U << 26;

constexpr bool ends_plain_cell(char c) { return c == ',' || c == '\n' || c == '\r'; }

} // namespace

CsvReader::CsvReader(std::filesystem::path const& path) : path_{path}, source_{path}, buffer_(first_buffer) {
  constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
  if (available() && std::string_view{buffer_.data(), end_}.starts_with(byte_order_mark)) {
    position_ = start_ = byte_order_mark.size();
  }
}

bool CsvReader::refill() {
  std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(start_), buffer_.begin() + static_cast<std::ptrdiff_t>(end_),
            buffer_.begin());
  position_ -= start_;
  end_ -= start_;
  start_ = 0;
  if (end_ > longest_record) refuse("is longer than 64 MiB; is a closing quote missing?");
  if (end_ > buffer_.size() / 2) buffer_.resize(2 * buffer_.size());
  auto const size = source_.read(std::span{buffer_}.subspan(end_));
  end_ += size;
  return size > 0;
}

bool CsvReader::next() {
  do {
    start_ = position_;
    if (!available()) return false;
    ++row_;
    read_record();
  } while (is_blank_line());
  cells_.clear();
  for (auto const& extent : extents_) cells_.push_back(view_of(extent));
  return true;
}

void CsvReader::read_record() {
  extents_.clear();
  while (read_cell()) {
  }
}

/// @return whether the record goes on behind the cell.
bool CsvReader::read_cell() {
  if (available() && buffer_[position_] == '"') {
    scan_quoted_cell();
  } else {
    scan_plain_cell();
  }
  return end_cell();
}

void CsvReader::scan_plain_cell() {
  auto const begin = position_ - start_;
  do {
    char const* const data = buffer_.data();
    auto position = position_;
    auto const end = end_;
    while (position < end && !ends_plain_cell(data[position])) ++position;
    position_ = position;
  } while (position_ == end_ && refill());
  extents_.push_back({begin, position_ - start_, false, false});
}

void CsvReader::scan_quoted_cell() {
  ++position_;
  Extent extent{position_ - start_, 0, true, false};
  for (;;) {
    if (!available())
      refuse(fmt::format("column {}: the quote that opens the cell is not closed", extents_.size() + 1));
    auto const* const quote = static_cast<char const*>(std::memchr(buffer_.data() + position_, '"', end_ - position_));
    position_ = quote == nullptr ? end_ : static_cast<std::size_t>(quote - buffer_.data()) + 1;
    if (quote == nullptr) continue;
    extent.end = position_ - 1 - start_;
    if (!available() || buffer_[position_] != '"') break;
    extent.doubled_quotes = true;
    ++position_;
  }
  extents_.push_back(extent);
}

bool CsvReader::end_cell() {
  if (!available()) return false;
  char const c = buffer_[position_++];
  if (c == ',') return true;
  if (c == '\r' && available() && buffer_[position_] == '\n') ++position_;
  if (c != '\r' && c != '\n') {
    refuse(fmt::format("column {}: text follows the cell's closing quote (a quote inside a quoted cell is doubled)",
                       extents_.size()));
  }
  return false;
}

bool CsvReader::is_blank_line() const {
  return extents_.size() == 1 && !extents_[0].quoted && extents_[0].begin == extents_[0].end;
}

std::string_view CsvReader::view_of(Extent extent) {
  char* const begin = buffer_.data() + start_ + extent.begin;
  char* const end = buffer_.data() + start_ + extent.end;
  if (!extent.doubled_quotes) return {begin, end};
  char* to = begin;
  for (char const* from = begin; from < end; ++from) {
    *to++ = *from;
    if (*from == '"') ++from; // the second one of a pair
  }
  return {begin, to};
}

void CsvReader::refuse(std::string_view problem) const {
  throw JobError{fmt::format("{}: row {}: {}", path_.native(), row_, problem)};
}

} // namespace rankfold::data
