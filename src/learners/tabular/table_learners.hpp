#pragma once

#include "learners/table_learner.hpp"

/// The tabular learners, one function each: the registry's list. Each returns an object that lives as long as the
/// program.
namespace rankfold::learners::tabular {

TableLearner const& constant();

} // namespace rankfold::learners::tabular
