#include "rankfold/value.hpp"

#include <cmath>
#include <fmt/format.h>
#include <string_view>

namespace rankfold {
namespace {

std::string quoted(std::string const& text) {
  std::string out = "\"";
  for (char const c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) { // which TOML wants escaped, too
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string real_text(double number) {
  std::string text = fmt::format("{}", number);
  bool const looks_whole = std::isfinite(number) && text.find_first_of(".e") == std::string::npos;
  return looks_whole ? text + ".0" : text;
}

std::string list_text(ValueList const& list) {
  std::string out = "[";
  for (auto const& item : list) {
    if (out.size() > 1) out += ", ";
    out += to_text(item);
  }
  return out + "]";
}

} // namespace

std::string to_text(Value const& value) {
  if (value.is_bool()) return value.as_bool() ? "true" : "false";
  if (value.is_integer()) return fmt::format("{}", value.as_integer());
  if (value.is_real()) return real_text(value.as_real());
  if (value.is_text()) return quoted(value.as_text());
  return list_text(value.as_list());
}

std::string to_text(Configuration const& configuration) {
  std::string out = configuration.learner + '(';
  std::string_view separator;
  for (auto const& [name, value] : configuration.parameters) {
    out += fmt::format("{}{}={}", separator, name, to_text(value));
    separator = ", ";
  }
  return out + ')';
}

} // namespace rankfold
