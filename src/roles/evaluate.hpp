#pragma once

#include "learners/learner.hpp"
#include "learners/standalone_learner.hpp"
#include "learners/table_learner.hpp"
#include "roles/fold.hpp"
#include "roles/job_context.hpp"
#include "roles/latest_fit.hpp"

/// Where a fold is evaluated: one function for each kind of learner.
///
/// Each fits to the training part and scores on the test part of `result.request`, and sets `metrics`, `fit_seconds`
/// and `evaluate_seconds`; a refit fits to all data and sets `text` to the model's state. All throw FitError, or
/// whatever the learner throws, if it cannot be done. `fit_seconds` is that of the fold's own fit.
namespace rankfold::roles {

/// @param latest what the fold's fit may start from, and where it is left for the next one
void evaluate(learners::Forecaster const& forecaster, Parameters const& parameters, JobContext const& context,
              LatestFit& latest, FoldResult& result);
void evaluate(learners::TableLearner const& learner, Parameters const& parameters, JobContext const& context,
              FoldResult& result);
void evaluate(learners::StandaloneLearner const& learner, Parameters const& parameters, JobContext const& context,
              FoldResult& result);

} // namespace rankfold::roles
