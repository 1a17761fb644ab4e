#pragma once

#include "learners/forecasting/arima/arima_model.hpp"
#include "learners/forecasting/arima/arma_objective.hpp"
#include "learners/forecasting/arima/differencing.hpp"
#include <list>
#include <span>
#include <vector>

namespace rankfold::learners::forecasting::box_jenkins {

enum class Method {
  ml,     ///< exact likelihood
  css_ml, ///< exact likelihood, started from the conditional sum of squares
  css     ///< conditional sum of squares
};

/// One series, fitted to by any number of orders: keeps the differenced series and the criteria's buffers.
///
/// @pre the values are finite (missing values filled in)
class ArimaFitter {
public:
  explicit ArimaFitter(std::span<double const> values);

  /// Where a search ended: enough to compare orders and to start the next search from.
  struct Candidate {
    Order order;
    Regression regression;
    Criterion criterion = Criterion::exact;
    std::vector<double> point; ///< variables of ArmaObjective
    double loglik = 0;         ///< -infinity where the model cannot be fitted
    double variance = 0;       ///< maximum likelihood estimate, in units of the data
  };

  /// @param starts points to start from; the best end counts. Without any, the search starts from nothing.
  [[nodiscard]] Candidate search(Order const& order, Regression const& regression, Criterion criterion,
                                 std::span<std::vector<double> const> starts, double tolerance);

  /// A start from regressions on the residuals of a long autoregression (Hannan & Rissanen 1982).
  [[nodiscard]] std::vector<double> rough_point(Order const& order, Regression const& regression);

  /// The model at a candidate's point. @throws FitError where it has no likelihood
  [[nodiscard]] ArimaModel finish(Candidate const& candidate);

private:
  /// The series differenced in one way, with one set of regressors.
  struct Differenced {
    int d, D, period;
    Regression regression;
    PreparedSample sample;
  };

  [[nodiscard]] PreparedSample const& prepared(Order const& order, Regression const& regression);
  [[nodiscard]] ArmaCriterion& criterion(Criterion kind) { return kind == Criterion::exact ? exact_ : conditional_; }
  void set_regression(ArimaModel& model, PreparedSample const& sample, std::vector<double> const& beta) const;
  void set_state(ArimaModel& model, ArmaCriterion& criterion, double scale) const;

  std::span<double const> values_;
  std::list<Differenced> differenced_;
  ArmaCriterion exact_{Criterion::exact}, conditional_{Criterion::conditional};
};

/// Fits one order. Missing values are integrated out (exact likelihood only). @throws FitError
[[nodiscard]] ArimaModel fit_arima(std::span<double const> values, Order const& order, Regression regression,
                                   Method method);

} // namespace rankfold::learners::forecasting::box_jenkins
