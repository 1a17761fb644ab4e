#pragma once

#include "roles/fold.hpp"
#include "roles/late_job.hpp"
#include "roles/numbered_configuration.hpp"
#include "roles/worker.hpp"
#include <functional>
#include <span>

namespace rankfold::roles {

/// What a worker rank runs folds with: a Worker in the program, anything in tests. Used by one thread at a time.
struct FoldRunner {
  /// Comes before the first fold that needs them; a configuration may be taught again.
  std::function<void(JobId, std::span<NumberedConfiguration const>)> learn;
  std::function<FoldResult(FoldRequest const&)> run; ///< whatever it throws is our own bug
  /// A job comes while others run, or one is over. Only pilots need these.
  std::function<void(JobId, LateJob const&)> admit = {};
  std::function<void(JobId)> release = {};
};

/// @param worker outlives the runner.
[[nodiscard]] inline FoldRunner runner_of(Worker& worker) {
  return {[&worker](JobId job, std::span<NumberedConfiguration const> configurations) {
            worker.learn(job, configurations);
          },
          [&worker](FoldRequest const& request) { return worker.run(request); }};
}

} // namespace rankfold::roles
