#pragma once

#include "data/new_rows.hpp"
#include "learners/table_learner.hpp"
#include <nlohmann/json.hpp>

namespace rankfold::learners {

/// What is stored of a model of a table: its own state, and the columns to which that belongs.
[[nodiscard]] nlohmann::ordered_json stored_state(data::Dataset const& table, FittedTableModel const& model);

struct StoredTableModel {
  data::TableSchema schema;
  std::unique_ptr<FittedTableModel> model;
};

/// The reverse. @throws JobError or nlohmann::json::exception if `stored` is none of this learner's
[[nodiscard]] StoredTableModel restore_stored(TableLearner const& learner, nlohmann::ordered_json const& stored);

} // namespace rankfold::learners
