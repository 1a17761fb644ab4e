#pragma once

#include "learners/forecasting/arima/arima_fitter.hpp"
#include <compare>
#include <map>

namespace rankfold::learners::forecasting::box_jenkins {

/// A model at given differences.
struct Specification {
  int p, q, P, Q;
  bool constant; ///< a mean or a drift, as the differences admit
  auto operator<=>(Specification const&) const = default;
};

/// A candidate and what it is judged by; +infinity where it could not be fitted or is too near a unit root, or where
/// it was plain without a fit that it is not among the best.
struct Judged {
  ArimaFitter::Candidate candidate;
  double criterion;
  double least_deviance; ///< minus twice the log-likelihood is hardly below this
  double growth;         ///< by how much that grows at least with each further value
  std::size_t terms;     ///< of the differenced series when it was fitted
};

/// What a search for orders has found: where the search goes on when the series has grown.
struct OrderFindings {
  int d = 0, D = 0;
  std::size_t terms = 0; ///< of the differenced series
  std::map<Specification, Judged> judged = {};
};

} // namespace rankfold::learners::forecasting::box_jenkins
