#include "roles/each_fold.hpp"

#include "roles/chain.hpp"

namespace rankfold::roles {

void for_each_fold(Plan const& plan, job::ValidationSpec const& validation,
                   std::function<void(FoldRequest const&)> const& visit) {
  FoldKeys keys{plan.digest, validation};
  FoldRequest request;
  request.job = {0};
  request.trial = {0};
  for (request.task = {0}; request.task.index() < plan.tasks.size(); ++request.task.value) {
    for (request.configuration = {0}; request.configuration.value < plan.trials_per_task();
         ++request.configuration.value, ++request.trial.value) {
      auto const trial =
          keys.of_trial(request.task, request.configuration, (*plan.configurations)[request.configuration.index()]);
      for (request.fold = 0; request.fold < plan.folds_per_trial; ++request.fold) {
        request.key = keys.of_fold(request.task, trial, request.fold);
        request.training_points = keys.training_points(request.task, request.fold);
        request.before = folds_before(request.fold, trial.chain);
        visit(request);
      }
    }
  }
}

} // namespace rankfold::roles
