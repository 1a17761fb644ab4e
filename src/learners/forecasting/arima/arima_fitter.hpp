#pragma once

#include "learners/forecasting/arima/arima_model.hpp"
#include "learners/forecasting/arima/arma_objective.hpp"
#include "learners/forecasting/arima/differencing.hpp"
#include "learners/forecasting/arima/rough_estimates.hpp"
#include <functional>
#include <list>
#include <optional>
#include <span>
#include <vector>

namespace rankfold::learners::forecasting::box_jenkins {

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
    double promised = 0;       ///< by how much the local model expected it to grow yet, where the search ended
    bool blocked = false;      ///< ended at the end of the domain: no optimum of the model
  };

  struct SearchOptions {
    Criterion criterion = Criterion::exact;
    double tolerance = 1e-9;
    double smallest_root = 1; ///< as in ArmaObjective
    bool rough_start = true;  ///< start from rough estimates too
    int descents = 1;         ///< from how many of the starts to descend, the most promising first
    std::function<bool(Progress const&)> give_up = {}; ///< as in QuasiNewtonOptions, but of minus the log-likelihood
  };

  /// @param starts points to start from; the best end counts
  [[nodiscard]] Candidate search(Order const& order, Regression const& regression,
                                 std::vector<std::vector<double>> starts, SearchOptions const& options);

  /// Minus twice the log-likelihood, very roughly and at next to no cost (RoughEstimates).
  [[nodiscard]] double rough_deviance(Order const& order, Regression const& regression);

  /// The model at a candidate's point. @throws FitError where it has no likelihood
  [[nodiscard]] ArimaModel finish(Candidate const& candidate);

  /// Whether differences and regression alone explain the series, but for rounding: then there is no likelihood, and
  /// the model is `explained`, with a variance of zero.
  [[nodiscard]] bool explains_all(Order const& order, Regression const& regression);
  [[nodiscard]] ArimaModel explained(Order const& order, Regression const& regression);

private:
  /// The series differenced in one way, with one set of regressors.
  struct Differenced {
    int d, D, period;
    Regression regression;
    PreparedSample sample;
    std::optional<RoughEstimates> estimates;
  };

  [[nodiscard]] Differenced& differenced(Order const& order, Regression const& regression);
  [[nodiscard]] static RoughEstimates const& estimates(Differenced& series, Order const& order);
  [[nodiscard]] ArmaCriterion& criterion(Criterion kind) { return kind == Criterion::exact ? exact_ : conditional_; }
  /// @param value of a criterion, for `terms` squares of values divided by `scale`
  /// @param n values in the differenced series: the conditional criterion counts as if those it skips had the same
  /// variance
  [[nodiscard]] static double minus_log_likelihood(double value, std::size_t n, std::size_t terms, double scale);
  void set_regression(ArimaModel& model, PreparedSample const& sample, std::vector<double> const& beta) const;
  void set_last_values(ArimaModel& model) const;
  void set_state(ArimaModel& model, ArmaCriterion& criterion, double scale) const;

  std::span<double const> values_;
  std::list<Differenced> differenced_;
  ArmaCriterion exact_{Criterion::exact}, conditional_{Criterion::conditional};
};

} // namespace rankfold::learners::forecasting::box_jenkins
