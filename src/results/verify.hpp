#pragma once

#include "results/result_reader.hpp"
#include <string>
#include <vector>

namespace rankfold::results {

/// Of a run that has ended, the datasets that do not hold what they held then, a line each. @throws JobError if the file
/// is damaged.
[[nodiscard]] std::vector<std::string> changed_datasets(ResultReader const& reader);

/// What in a result file contradicts itself, a line each; empty if all is well: every objective is the mean of its
/// folds to the last bit, every trial's and task's state and counts follow from what they are made of, and every task's
/// best trial is the best one, and of a run that has ended every dataset holds what it held then. What is still running
/// is checked as far as it goes. @throws JobError if the file is damaged.
[[nodiscard]] std::vector<std::string> contradictions(ResultReader const& reader);

} // namespace rankfold::results
