#pragma once

#include "results/recover.hpp"
#include "roles/plan.hpp"
#include <string>

namespace rankfold::cli {

/// What a job that is resumed reuses, and what is new in it, in one line: "47 of 250 folds known from before, 203 to
/// run; new: 2 series, 1 learner".
[[nodiscard]] std::string resume_notice(results::Recovered const& found, job::Job const& job, roles::Plan const& plan);

} // namespace rankfold::cli
