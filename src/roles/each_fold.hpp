#pragma once

#include "roles/fold_keys.hpp"
#include "roles/plan.hpp"
#include <functional>

namespace rankfold::roles {

/// Calls `visit` with the request of every fold of a plan, task after task, as they are numbered where the job's
/// configurations are tried in their order.
void for_each_fold(Plan const& plan, job::ValidationSpec const& validation,
                   std::function<void(FoldRequest const&)> const& visit);

} // namespace rankfold::roles
