#include "job/place.hpp"

#include "support/error.hpp"

namespace rankfold::job {

std::string Place::text() const { return line == 0 ? *origin : fmt::format("{}:{}:{}", *origin, line, column); }

std::string shown(std::string_view text, std::size_t longest) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto const byte = static_cast<unsigned char>(text[i]);
    bool const starts_character = (byte & 0xC0) != 0x80; // of UTF-8: never cut within one
    if (i >= longest && starts_character) return out + "...";
    if (byte < 0x20 || byte == 0x7F) {
      out += fmt::format("\\x{:02x}", byte);
    } else {
      out += text[i];
    }
  }
  return out;
}

void fail_at(Place const& place, std::string const& problem) {
  throw JobError{fmt::format("{}: {}", place.text(), problem)};
}

} // namespace rankfold::job
