#pragma once

#include "data/new_rows.hpp"
#include "learners/table_learner.hpp"
#include <iosfwd>
#include <nlohmann/json.hpp>
#include <string>

namespace rankfold::cli {

/// What `rankfold predict` has to tell of the rows of a table.
struct PredictedRows {
  std::string name, learner;
  double seconds = 0;
  nlohmann::ordered_json model; ///< as the learner describes it
  data::TableSchema::Column target;
  learners::Predictions predictions;

  [[nodiscard]] std::size_t rows() const;
  /// The row's number, or its most probable class (the first of several).
  [[nodiscard]] std::string prediction(std::size_t row) const;
};

/// @param format table, json or csv
void print(PredictedRows const& predicted, std::string const& format, std::ostream& out);

} // namespace rankfold::cli
