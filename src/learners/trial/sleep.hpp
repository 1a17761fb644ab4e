#pragma once

#include "learners/standalone_learner.hpp"

namespace rankfold::learners::trial {

/// Waits, then reports an objective or fails in the way asked for: to try a cluster and to rehearse failures.
StandaloneLearner const& sleep();

} // namespace rankfold::learners::trial
