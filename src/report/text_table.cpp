#include "report/text_table.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace rankfold::report {
namespace {

/// Characters, of UTF-8 text: bytes that do not continue one.
std::size_t width_of(std::string const& text) {
  auto const begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
  return static_cast<std::size_t>(std::ranges::count_if(text, begins));
}

} // namespace

void TextTable::column(std::string title, Align align) {
  auto const width = width_of(title);
  columns_.push_back({std::move(title), align, width});
}

void TextTable::row(std::vector<std::string> cells) {
  for (std::size_t i = 0; i < columns_.size(); ++i)
    columns_[i].width = std::max(columns_[i].width, width_of(cells.at(i)));
  rows_.push_back(std::move(cells));
}

std::string TextTable::line(std::vector<std::string> const& cells, std::size_t indent) const {
  std::string line(indent, ' ');
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    std::string const padding(columns_[i].width - width_of(cells[i]), ' ');
    if (i > 0) line += "  ";
    line += columns_[i].align == Align::right ? padding + cells[i] : cells[i] + padding;
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line + '\n';
}

std::string TextTable::text(std::size_t indent) const {
  std::vector<std::string> titles;
  for (auto const& column : columns_) titles.push_back(column.title);
  std::string text = line(titles, indent);
  for (auto const& cells : rows_) text += line(cells, indent);
  return text;
}

std::string short_number(double number) { return std::isnan(number) ? "-" : fmt::format("{:.6g}", number); }

} // namespace rankfold::report
