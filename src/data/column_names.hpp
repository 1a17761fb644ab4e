#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rankfold::data {

/// The names of a file's columns, and finding one by what the job file calls it.
class ColumnNames {
public:
  /// @param file for messages
  ColumnNames(std::string file, std::vector<std::string> names) : file_{std::move(file)}, names_{std::move(names)} {}

  [[nodiscard]] std::size_t size() const { return names_.size(); }
  [[nodiscard]] std::string const& name(std::size_t column) const { return names_[column]; }
  [[nodiscard]] std::span<std::string const> all() const { return names_; }

  /// The position of a column. @param key of the job file that names it, as "target".
  /// @throws JobError if there is none of this name, or more than one.
  [[nodiscard]] std::size_t find(std::string_view name, std::string_view key) const;
  /// The names as a list for messages, cut where it is long.
  [[nodiscard]] std::string listing() const;

private:
  std::string file_;
  std::vector<std::string> names_;
};

/// A cell's text as a message shows it: cut where it is long, control characters as dots.
[[nodiscard]] std::string shortened(std::string_view text);

} // namespace rankfold::data
