#pragma once

#include "learners/forecasting/ets/optimiser.hpp"
#include "learners/forecasting/ets/specification.hpp"
#include "learners/forecasting/ets/starting_states.hpp"
#include <array>
#include <optional>
#include <span>

namespace rankfold::learners::forecasting::smoothing {

/// Estimates forms on one series.
///
/// The deviance has many local minima: at and away from the bounds of each smoothing parameter. A form is therefore
/// descended to from the optimum of its relatives (the same without damping, without trend, and those with another
/// error or season that were estimated before), which it can only improve on, and from the best corners of a coarse
/// grid.
class Estimator {
public:
  /// @param values of order one. The arguments are kept by reference.
  Estimator(std::span<double const> values, Specification const& specification) :
      values_{values}, specification_{specification} {}

  /// The best model of a form; nothing if there are too few values for so many parameters.
  [[nodiscard]] std::optional<Model> estimate(Form form);

private:
  std::optional<Optimum> const& optimum(Form form);
  [[nodiscard]] std::optional<Optimum> search(Form form);
  [[nodiscard]] std::vector<Candidate> relatives(Form form);
  [[nodiscard]] int period_of(Form form) const { return form.has_season() ? specification_.season_length : 1; }

  std::span<double const> values_;
  Specification const& specification_;
  std::array<std::optional<Optimum>, form_count> found_{};
  std::array<bool, form_count> searched_{};
};

/// A model of a candidate of a form, fitted to values of order one.
[[nodiscard]] Model make_model(Form form, std::span<double const> values, int period, Candidate const& candidate,
                               int n_estimated);

} // namespace rankfold::learners::forecasting::smoothing
