#pragma once

#include "learners/forecasting/tbats/search.hpp"
#include <map>

namespace rankfold::learners::forecasting::trigonometric {

/// Fits forms to one series, each starting from what the ones before have found.
class Fitter {
public:
  /// @param period of the longest season; 1: none
  Fitter(Sample const& sample, double period);

  /// Without ARMA errors.
  [[nodiscard]] Fit fit(Form const& form);
  /// With ARMA errors where these have a lower AIC.
  [[nodiscard]] Fit fit_with_arma(Form const& form);
  /// Looks around for something better than a descent has found.
  void refine(Fit& fit) const;

private:
  [[nodiscard]] Fit descend_from(Form const& form, std::vector<Weights> const& starts);
  [[nodiscard]] std::vector<double> errors_of(Fit const& fit) const;

  Sample const& sample_;
  double lambda_;
  std::optional<Weights> latest_[2]; ///< found last, without and with seasons
};

} // namespace rankfold::learners::forecasting::trigonometric
