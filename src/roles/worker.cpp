#include "roles/worker.hpp"

#include "learners/registry.hpp"
#include "roles/evaluate.hpp"
#include "support/clock.hpp"
#include "support/error.hpp"
#include <cmath>
#include <fmt/format.h>
#include <new>

namespace rankfold::roles {
namespace {

void fail(FoldResult& result, Cause cause, std::string reason) {
  result.state = State::failed;
  result.cause = cause;
  result.metrics = FoldResult::no_metrics();
  result.text = std::move(reason);
}

} // namespace

Worker::Worker(std::int32_t rank) : rank_{rank} {}

void Worker::admit(JobId job, JobContext context) {
  if (jobs_.size() <= job.index()) jobs_.resize(job.index() + 1);
  jobs_[job.index()] = {std::move(context), {}};
}

void Worker::release(JobId job) {
  jobs_.at(job.index()) = {};
  latest_fit_ = {};
}

Worker::Learner Worker::find_learner(Configuration const& configuration) {
  if (auto const* forecaster = learners::find_forecaster(configuration.learner)) return forecaster;
  if (auto const* tabular = learners::find_table_learner(configuration.learner)) return tabular;
  auto const* standalone = learners::find_standalone_learner(configuration.learner);
  expects(standalone != nullptr, "a configuration's learner was checked when the job file was read");
  return standalone;
}

void Worker::learn(JobId job, std::span<NumberedConfiguration const> configurations) {
  auto& candidates = jobs_.at(job.index()).candidates;
  for (auto const& [id, configuration] : configurations) {
    Learner const learner = find_learner(configuration);
    auto const& info = std::visit(
        [](auto const* found) -> auto const& { return found->info(); }, learner);
    candidates.insert_or_assign(id, Candidate{learner, learners::with_defaults(info, configuration.parameters)});
  }
}

void Worker::evaluate(KnownJob const& job, Candidate const& candidate, FoldResult& result) {
  if (auto const* forecaster = std::get_if<learners::Forecaster const*>(&candidate.learner)) {
    roles::evaluate(**forecaster, candidate.parameters, job.context, latest_fit_, result);
  } else if (auto const* tabular = std::get_if<learners::TableLearner const*>(&candidate.learner)) {
    roles::evaluate(**tabular, candidate.parameters, job.context, result);
  } else {
    roles::evaluate(*std::get<learners::StandaloneLearner const*>(candidate.learner), candidate.parameters, job.context,
                    result);
  }
  if (!result.is_refit() && !std::isfinite(result.metrics[0])) {
    throw FitError{
        fmt::format("{} is not a finite number ({})", job.context.job.objective.metrics[0], result.metrics[0])};
  }
}

FoldResult Worker::run(FoldRequest const& request) {
  auto const& job = jobs_.at(request.job.index());
  auto const candidate = job.candidates.find(request.configuration);
  expects(candidate != job.candidates.end(), "a configuration is taught before a fold needs it");
  FoldResult result;
  result.request = request;
  result.rank = rank_;
  result.started = wall_seconds();
  try {
    evaluate(job, candidate->second, result);
    result.state = State::complete;
  } catch (ContractViolation const&) {
    throw;
  } catch (std::bad_alloc const&) {
    fail(result, Cause::memory, "memory: the system gave no more");
  } catch (std::exception const& failure) { // whatever a learner throws fails its fold and nothing else
    fail(result, Cause::learner, failure.what());
  }
  return result;
}

} // namespace rankfold::roles
