#include "data/cell.hpp"

#include "support/text.hpp"
#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <fast_float/fast_float.h>
#include <limits>

namespace rankfold::data {
namespace {

constexpr std::array<std::string_view, 5> missing_words{"na", "nan", "null", "none", "?"};

bool equals_word(std::string_view text, std::string_view word) {
  return std::ranges::equal(text, word, [](unsigned char a, char b) { return std::tolower(a) == b; });
}

/// The length of the UTF-8 sequence that begins with this byte; 0 where none does.
std::size_t sequence_length(unsigned char first) {
  if (first < 0x80) return first == 0 ? 0 : 1;
  if (first >= 0xc2 && first <= 0xdf) return 2;
  if (first >= 0xe0 && first <= 0xef) return 3;
  return first >= 0xf0 && first <= 0xf4 ? 4 : 0;
}

/// Rules out overlong forms, surrogates and what lies beyond U+10FFFF (Unicode 15, table 3-7).
bool second_byte_fits(unsigned char first, unsigned char second) {
  switch (first) {
  case 0xe0:
    return second >= 0xa0;
  case 0xed:
    return second <= 0x9f;
  case 0xf0:
    return second >= 0x90;
  case 0xf4:
    return second <= 0x8f;
  default:
    return true;
  }
}

std::optional<double> whole_number_text(std::string_view text) {
  double number = 0;
  auto const* const end = text.data() + text.size();
  auto const [stop, failure] = fast_float::from_chars(text.data(), end, number);
  return failure == std::errc{} && stop == end ? std::optional{number} : std::nullopt;
}

} // namespace

std::string_view trimmed(std::string_view text) {
  auto const begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

bool is_missing(std::string_view text) {
  auto const word = trimmed(text);
  return word.empty() || std::ranges::any_of(missing_words, [&](auto known) { return equals_word(word, known); });
}

std::optional<double> parse_cell(std::string_view text) {
  if (auto const number = whole_number_text(text)) return number; // nearly every cell
  if (is_missing(text)) return std::numeric_limits<double>::quiet_NaN();
  return parse_real(trimmed(text));
}

bool is_clean_text(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    auto const first = static_cast<unsigned char>(text[i]);
    auto const length = sequence_length(first);
    if (length == 0 || length > text.size() - i) return false;
    for (std::size_t k = 1; k < length; ++k) {
      if ((static_cast<unsigned char>(text[i + k]) & 0xc0) != 0x80) return false;
    }
    if (length > 1 && !second_byte_fits(first, static_cast<unsigned char>(text[i + 1]))) return false;
    i += length;
  }
  return true;
}

} // namespace rankfold::data
