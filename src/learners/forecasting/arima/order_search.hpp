#pragma once

#include "learners/forecasting/arima/arima_fitter.hpp"
#include "learners/forecasting/arima/auto_options.hpp"
#include "learners/forecasting/arima/order_findings.hpp"
#include <map>
#include <optional>
#include <set>
#include <span>
#include <vector>

namespace rankfold::learners::forecasting::box_jenkins {

/// The search for p, q, P, Q and the constant at given differences (Hyndman & Khandakar 2008).
class OrderSearch {
public:
  /// @param options bounds already fit to the series. @param d, D, period the differences, taken as given
  OrderSearch(std::span<double const> values, AutoOptions const& options, int d, int D);

  /// @param earlier found in the first of the same values, if anything: it saves most of the work
  /// @return the best candidate by exact likelihood. @throws FitError where none can be fitted
  [[nodiscard]] ArimaFitter::Candidate run(OrderFindings const& earlier = {});
  /// None where a search among more values could not start from them.
  [[nodiscard]] OrderFindings findings() &&;
  [[nodiscard]] ArimaFitter& fitter() { return fitter_; }

private:
  /// Whether to look at all neighbours, or only until one is better.
  enum class Neighbourhood { first_better, all };

  /// How thoroughly to judge.
  struct Stage {
    Criterion criterion;
    double tolerance;
    int descents;
    double bar;                                    ///< criterion above which a candidate is of no interest
    ArimaFitter::Candidate const* start = nullptr; ///< where the search among fewer values ended
  };

  void recall(OrderFindings const& earlier);
  void forget();
  [[nodiscard]] bool truncates() const; ///< whether orders are compared over the last values only
  void search_last(std::size_t count);
  void search();
  void stepwise();
  void exhaustive();
  [[nodiscard]] std::vector<Specification> roughly_best();
  [[nodiscard]] std::vector<Specification> all_specifications() const;
  [[nodiscard]] Order order(Specification const& specification) const;
  [[nodiscard]] Stage screening_stage() const;
  bool record(Specification const& specification, Judged judged);
  /// Judges a candidate not judged yet. @return whether it is the best so far
  bool consider(Specification const& specification);
  /// Considers all neighbours of an order. @return whether one is the best so far
  bool consider_neighbours(Specification from, Neighbourhood extent);
  [[nodiscard]] std::optional<Specification> promising() const;
  [[nodiscard]] Judged judge(Specification const& specification, Stage const& stage);
  [[nodiscard]] Judged judge_again(Specification const& specification, Judged const& earlier, std::size_t more_values);
  [[nodiscard]] bool stays_refused(Judged const& earlier) const;
  [[nodiscard]] std::vector<std::vector<double>> starts(Specification const& specification, Stage const& stage) const;
  [[nodiscard]] double penalty(Specification const& specification) const; ///< the criterion but for -2 log-likelihood
  [[nodiscard]] double best_criterion() const;
  [[nodiscard]] bool tired() const; ///< as many models tried as may be
  [[nodiscard]] bool within_bounds(Specification const& specification) const;
  [[nodiscard]] std::optional<ArimaFitter::Candidate> refined();

  AutoOptions options_;
  int d_, D_;
  std::size_t terms_;
  Regression constant_; ///< the regressor that a constant stands for at these differences
  Criterion screening_;
  std::span<double const> values_;
  ArimaFitter fitter_;
  std::map<Specification, Judged> judged_;
  std::set<Specification> expanded_; ///< all neighbours judged
  std::optional<Specification> best_;
  std::size_t recalled_ = 0; ///< of those judged, how many were judged in an earlier search too
};

} // namespace rankfold::learners::forecasting::box_jenkins
