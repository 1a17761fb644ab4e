#pragma once

#include "job/catalogue.hpp"
#include "learners/learner.hpp"
#include "learners/standalone_learner.hpp"
#include "learners/table_learner.hpp"
#include <string_view>

namespace rankfold::learners {

/// Every learner of this build, in the order in which `rankfold learners` lists them.
[[nodiscard]] job::Catalogue const& catalogue();

/// The learner of this name and kind, or null. They live as long as the program.
[[nodiscard]] Forecaster const* find_forecaster(std::string_view name);
[[nodiscard]] TableLearner const* find_table_learner(std::string_view name);
[[nodiscard]] StandaloneLearner const* find_standalone_learner(std::string_view name);

/// `given` completed by the defaults of the learner's hyperparameters.
[[nodiscard]] Parameters with_defaults(job::LearnerInfo const& learner, Parameters given);

} // namespace rankfold::learners
