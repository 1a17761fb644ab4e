#pragma once

#include "roles/dispatcher.hpp"
#include "roles/prepare.hpp"
#include "roles/proxy.hpp"
#include <vector>

namespace rankfold::cli {

/// What the user is told at the end of a run, on standard error. @return the exit code
int conclude(roles::Proxy const& proxy, roles::Dispatcher const& dispatcher,
             std::vector<roles::PreparedJob> const& jobs, double wall_seconds);

} // namespace rankfold::cli
