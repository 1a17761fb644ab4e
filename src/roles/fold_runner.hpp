#pragma once

#include "roles/fold.hpp"
#include "roles/worker.hpp"
#include <functional>
#include <span>

namespace rankfold::roles {

/// What a worker rank runs folds with: a Worker in the program, anything in tests. Used by one thread at a time.
struct FoldRunner {
  std::function<void(JobId, std::span<Configuration const>)> learn;
  std::function<FoldResult(FoldRequest const&)> run; ///< whatever it throws is our own bug
};

/// @param worker outlives the runner.
[[nodiscard]] inline FoldRunner runner_of(Worker& worker) {
  return {[&worker](JobId job, std::span<Configuration const> configurations) { worker.learn(job, configurations); },
          [&worker](FoldRequest const& request) { return worker.run(request); }};
}

} // namespace rankfold::roles
