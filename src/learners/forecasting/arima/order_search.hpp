#pragma once

#include "learners/forecasting/arima/arima_fitter.hpp"
#include "learners/forecasting/arima/auto_options.hpp"
#include <map>
#include <optional>
#include <set>
#include <span>
#include <vector>

namespace rankfold::learners::forecasting::box_jenkins {

/// A candidate and what it is judged by; +infinity where it could not be fitted or is too near a unit root.
struct Judged {
  ArimaFitter::Candidate candidate;
  double criterion;
};

/// The search for p, q, P, Q and the constant at given differences (Hyndman & Khandakar 2008).
class OrderSearch {
public:
  /// @param options bounds already fit to the series. @param d, D, period the differences, taken as given
  OrderSearch(std::span<double const> values, AutoOptions const& options, int d, int D);

  /// @return the best candidate by exact likelihood. @throws FitError where none can be fitted
  [[nodiscard]] ArimaFitter::Candidate run();
  [[nodiscard]] ArimaFitter& fitter() { return fitter_; }

private:
  struct Specification {
    int p, q, P, Q;
    bool constant;
    auto operator<=>(Specification const&) const = default;
  };

  /// Whether to look at all neighbours, or only until one is better.
  enum class Neighbourhood { first_better, all };

  /// How thoroughly to judge.
  struct Stage {
    Criterion criterion;
    double tolerance;
    int descents;
    double bar; ///< criterion above which a candidate is of no interest
  };

  void stepwise();
  void exhaustive();
  [[nodiscard]] std::vector<Specification> roughly_best();
  [[nodiscard]] std::vector<Specification> all_specifications() const;
  [[nodiscard]] Order order(Specification const& specification) const;
  /// Judges a candidate not judged yet. @return whether it is the best so far
  bool consider(Specification const& specification);
  /// Considers all neighbours of an order. @return whether one is the best so far
  bool consider_neighbours(Specification from, Neighbourhood extent);
  [[nodiscard]] std::optional<Specification> promising() const;
  [[nodiscard]] Judged judge(Specification const& specification, Stage const& stage);
  [[nodiscard]] std::vector<std::vector<double>> starts(Specification const& specification) const;
  [[nodiscard]] double penalty(Specification const& specification) const; ///< the criterion but for -2 log-likelihood
  [[nodiscard]] bool within_bounds(Specification const& specification) const;
  [[nodiscard]] ArimaFitter::Candidate refined();

  AutoOptions options_;
  int d_, D_;
  std::size_t terms_;
  Regression constant_; ///< the regressor that a constant stands for at these differences
  Criterion screening_;
  ArimaFitter fitter_;
  std::map<Specification, Judged> judged_;
  std::set<Specification> expanded_; ///< all neighbours judged
  std::optional<Specification> best_;
};

} // namespace rankfold::learners::forecasting::box_jenkins
