#pragma once

#include "isolation/messages.hpp"
#include "job/resources.hpp"
#include "roles/fold.hpp"

namespace rankfold::isolation {

/// What became of a fold, from how its process ended and what it reported. `request`, `rank` and `started` are left to
/// who asked for it. @throws ContractViolation that the process reported.
[[nodiscard]] roles::FoldResult verdict(Outcome const& outcome, job::ResourceSpec const& limits);

/// Of a fold whose server died with it. @param status of the server, as `waitpid` gives it
[[nodiscard]] roles::FoldResult server_died(int status);

} // namespace rankfold::isolation
