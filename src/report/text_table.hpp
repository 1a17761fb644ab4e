#pragma once

#include <string>
#include <vector>

namespace rankfold::report {

/// Text in columns for a terminal, as wide as they must be.
class TextTable {
public:
  enum class Align { left, right };

  void column(std::string title, Align align = Align::left);
  void row(std::vector<std::string> cells); ///< as many as there are columns
  /// Two spaces between columns, none at a line's end; each line begins with `indent` spaces.
  [[nodiscard]] std::string text(std::size_t indent = 0) const;

private:
  struct Column {
    std::string title;
    Align align;
    std::size_t width;
  };
  [[nodiscard]] std::string line(std::vector<std::string> const& cells, std::size_t indent) const;

  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

/// Six significant digits; "-" for not-a-number.
[[nodiscard]] std::string short_number(double number);

} // namespace rankfold::report
