#pragma once

#include "learners/forecasting/ets/optimiser.hpp"
#include "learners/forecasting/ets/specification.hpp"
#include "learners/forecasting/ets/starting_states.hpp"
#include <array>
#include <optional>
#include <span>
#include <vector>

namespace rankfold::learners::forecasting::smoothing {

/// Estimates forms on one series.
///
/// The deviance has many local minima: at and away from the bounds of each smoothing parameter. A form is therefore
/// descended to from the optimum of its relatives (the same without damping, without trend, and those with another
/// error or season that were estimated before), which it can only improve on, from the best corners of a coarse grid,
/// and from both sides of the bounds near the best that was found.
class Estimator {
public:
  /// @param values of order one. The arguments are kept by reference.
  Estimator(std::span<double const> values, Specification const& specification) :
      values_{values}, specification_{specification} {}

  /// The minima that are found for a form; none if there are too few values for so many parameters.
  std::vector<Optimum> const& minima(Form form);

private:
  [[nodiscard]] std::vector<Optimum> search(Form form);
  [[nodiscard]] std::vector<Candidate> relatives(Form form);
  [[nodiscard]] std::vector<Candidate> from_grid(SearchSpace const& space, std::size_t n_relatives) const;
  /// Then descents are dear and minima few.
  [[nodiscard]] bool is_long() const { return values_.size() >= 1000; }

  std::span<double const> values_;
  Specification const& specification_;
  std::array<std::optional<std::vector<Optimum>>, form_count> found_{};
};

/// The form whose deviance is minimised in place of `form`.
[[nodiscard]] Form searched_form(Form form, Specification const& specification);

/// What is estimated of a form: everything that is not given.
[[nodiscard]] SearchSpace space_of(Form form, Specification const& specification);

/// A model of a candidate of a form, fitted to values of order one.
[[nodiscard]] Model make_model(Form form, std::span<double const> values, int period, Candidate const& candidate,
                               int n_estimated);

} // namespace rankfold::learners::forecasting::smoothing
