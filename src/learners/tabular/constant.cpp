#include "learners/tabular/table_learners.hpp"
#include "support/error.hpp"
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace rankfold::learners::tabular {
namespace {

/// The same prediction for every row: one value, or a probability for each class.
class FittedConstant final : public FittedTableModel {
public:
  FittedConstant(std::size_t classes, std::vector<double> prediction) :
      classes_{classes}, prediction_{std::move(prediction)} {}

  [[nodiscard]] Predictions predict(TableRows const& rows) const override {
    Predictions out{classes_, {}};
    out.values.reserve(rows.rows.size() * prediction_.size());
    for (std::size_t row = 0; row < rows.rows.size(); ++row) {
      out.values.insert(out.values.end(), prediction_.begin(), prediction_.end());
    }
    return out;
  }

  [[nodiscard]] nlohmann::ordered_json describe() const override {
    if (classes_ == 0) return {{"mean", prediction_[0]}};
    return {{"class_prior", prediction_}};
  }

  [[nodiscard]] nlohmann::ordered_json state() const override {
    return {{"classes", classes_}, {"prediction", prediction_}};
  }

private:
  std::size_t classes_;
  std::vector<double> prediction_;
};

double target_mean(data::Column const& target, std::span<std::uint32_t const> rows) {
  double sum = 0;
  for (auto const row : rows) sum += target.values[row];
  return sum / static_cast<double>(rows.size());
}

std::vector<double> class_prior(data::Column const& target, std::span<std::uint32_t const> rows) {
  std::vector<double> prior(target.categories.size());
  for (auto const row : rows) prior[static_cast<std::size_t>(target.values[row])] += 1;
  for (auto& share : prior) share /= static_cast<double>(rows.size());
  return prior;
}

class Constant final : public TableLearner {
public:
  Constant() {
    info_.name = "constant";
    info_.kinds = {job::DataKind::table};
    info_.summary = "predicts the mean, or the share of each class: what any learner must beat";
    info_.source = "scikit-learn 1.2, DummyRegressor (mean) and DummyClassifier (prior)";
  }

  [[nodiscard]] job::LearnerInfo const& info() const override { return info_; }

  [[nodiscard]] std::unique_ptr<FittedTableModel> fit(TableRows const& train, job::Problem problem, Parameters const&,
                                                      RandomStream) const override {
    if (train.rows.empty()) throw FitError{"there is no row to fit to"};
    auto const target = train.table.target();
    if (problem == job::Problem::classification) {
      return std::make_unique<FittedConstant>(target.categories.size(), class_prior(target, train.rows));
    }
    return std::make_unique<FittedConstant>(0, std::vector{target_mean(target, train.rows)});
  }

  [[nodiscard]] std::unique_ptr<FittedTableModel> restore(nlohmann::ordered_json const& state) const override {
    try {
      auto const classes = state.at("classes").get<std::size_t>();
      auto prediction = state.at("prediction").get<std::vector<double>>();
      if (prediction.size() != (classes == 0 ? 1 : classes)) throw JobError{"no state of constant: sizes differ"};
      return std::make_unique<FittedConstant>(classes, std::move(prediction));
    } catch (nlohmann::ordered_json::exception const& broken) {
      throw JobError{fmt::format("no state of constant: {}", broken.what())};
    }
  }

private:
  job::LearnerInfo info_;
};

} // namespace

TableLearner const& constant() {
  static Constant const learner;
  return learner;
}

} // namespace rankfold::learners::tabular
