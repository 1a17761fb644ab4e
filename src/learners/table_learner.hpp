#pragma once

#include "data/dataset.hpp"
#include "job/catalogue.hpp"
#include "job/metric.hpp"
#include "rankfold/value.hpp"
#include "support/random.hpp"
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <vector>

namespace rankfold::learners {

/// Some rows of a table: what a learner is fitted to, or predicts for.
struct TableRows {
  data::Dataset const& table;
  std::span<std::uint32_t const> rows;
};

/// Predictions for n rows: a value each (regression), or the probability of each class (classification).
struct Predictions {
  std::size_t classes = 0;    ///< 0: regression
  std::vector<double> values; ///< n, or n x classes, row after row
};

class FittedTableModel {
public:
  virtual ~FittedTableModel() = default;
  [[nodiscard]] virtual Predictions predict(TableRows const& rows) const = 0;
  [[nodiscard]] virtual nlohmann::ordered_json describe() const = 0;
  /// All that is needed to predict again: `TableLearner::restore(state())` predicts the same to the last bit.
  [[nodiscard]] virtual nlohmann::ordered_json state() const = 0;
};

/// A method that predicts a table's target from its features.
class TableLearner {
public:
  virtual ~TableLearner() = default;
  [[nodiscard]] virtual job::LearnerInfo const& info() const = 0;
  /// @param problem classification or regression. @throws FitError if it cannot be fitted to these rows.
  [[nodiscard]] virtual std::unique_ptr<FittedTableModel> fit(TableRows const& train, job::Problem problem,
                                                              Parameters const& parameters, RandomStream stream) const = 0;
  [[nodiscard]] virtual std::unique_ptr<FittedTableModel> restore(nlohmann::ordered_json const& state) const = 0;
};

} // namespace rankfold::learners
