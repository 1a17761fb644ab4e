#include "data/builders.hpp"
#include "data/csv_series.hpp"
#include "data/csv_table.hpp"
#include "data/observed_part.hpp"
#include "data/series_names.hpp"
#include "data/unique_names.hpp"
#include "data/wide_columns.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <optional>

namespace rankfold::data {
namespace {

/// Reads a file row by row into a builder. The texts of all rows are kept, because which names are unique shows only at
/// the end, and is not to depend on the selection.
class WideReading {
public:
  explicit WideReading(job::DataSpec const& spec) : spec_{spec}, table_{spec.path}, selection_{spec.select} {
    std::optional<std::size_t> id;
    if (!spec.id.empty()) id = table_.columns().find(spec.id, "id");
    columns_ = find_wide_columns(table_.columns(), id, spec.path.native());
    for (auto const column : columns_.texts) {
      if (column == id) id_ = texts_.size();
      texts_.push_back({table_.columns().name(column), {}});
    }
    row_.resize(columns_.values.size());
  }

  void read() {
    for (; table_.next(); ++rows_) {
      if (!keep_texts()) continue;
      for (std::size_t i = 0; i < row_.size(); ++i) row_[i] = table_.number(columns_.values[i]) + spec_.offset;
      builder_.add({}, observed_part(row_));
      taken_.push_back(rows_);
    }
    if (rows_ == 0) throw JobError{fmt::format("{}: has a header and no rows", spec_.path.native())};
    selection_.check(spec_.path);
  }

  Dataset build(std::vector<std::string>& notices) && {
    auto all = unique_names(std::move(texts_), id_, rows_);
    if (all.notice) notices.push_back(*all.notice);
    std::vector<std::string> names;
    for (auto const row : taken_) names.push_back(std::move(all.names[row]));
    builder_.rename(std::move(names));
    return std::move(builder_).build();
  }

private:
  /// @return whether the row is selected: by the name of the series, or by any other of its texts, as a store's.
  bool keep_texts() {
    bool wanted = selection_.takes_all();
    for (std::size_t i = 0; i < texts_.size(); ++i) {
      auto const text = table_.text(columns_.texts[i]);
      if (i == id_ && text.empty()) table_.refuse(columns_.texts[i], "the series has no name");
      texts_[i].texts.emplace_back(text);
      wanted = selection_.takes(text) || wanted;
    }
    return wanted;
  }

  job::DataSpec const& spec_;
  CsvTable table_;
  Selection selection_;
  WideColumns columns_;
  std::vector<TextColumn> texts_;
  std::optional<std::size_t> id_; ///< in `texts_`
  std::vector<double> row_;
  std::size_t rows_ = 0;
  std::vector<std::size_t> taken_; ///< the row of each series
  SeriesBuilder builder_;
};

} // namespace

Dataset read_wide_csv(job::DataSpec const& spec, std::vector<std::string>& notices) {
  WideReading reading{spec};
  reading.read();
  return std::move(reading).build(notices);
}

} // namespace rankfold::data
