#pragma once

#include "cli/run_arguments.hpp"
#include "results/result_writer.hpp"
#include "roles/prepare.hpp"
#include "roles/recalling_dispatcher.hpp"
#include <memory>
#include <vector>

namespace rankfold::cli {

/// Where the results of a run's jobs go, and what is known before it starts.
struct Results {
  std::vector<std::unique_ptr<results::ResultWriter>> stores; ///< one a job
  roles::Memory memory;
};

/// Makes the result files of all jobs, or none: a start that fails leaves nothing behind and takes nothing away.
/// @throws JobError
[[nodiscard]] Results open_results(std::vector<roles::PreparedJob> const& jobs, RunArguments const& run);

} // namespace rankfold::cli
