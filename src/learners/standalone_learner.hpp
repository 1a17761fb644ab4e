#pragma once

#include "job/catalogue.hpp"
#include "rankfold/value.hpp"
#include "support/random.hpp"

namespace rankfold::learners {

/// A learner that brings its own data and judges itself: it reports the objective.
class StandaloneLearner {
public:
  virtual ~StandaloneLearner() = default;
  [[nodiscard]] virtual job::LearnerInfo const& info() const = 0;
  /// One fold. @return the objective. @throws FitError with the reason if it fails.
  [[nodiscard]] virtual double evaluate(Parameters const& parameters, int fold, RandomStream stream) const = 0;
};

} // namespace rankfold::learners
