#include "roles/evaluate.hpp"

#include "data/split.hpp"
#include "learners/scoring.hpp"
#include "learners/stored_table_model.hpp"
#include "roles/chain.hpp"
#include "support/clock.hpp"
#include <nlohmann/json.hpp>
#include <numeric>

namespace rankfold::roles {
namespace {

/// Runs `fit` and notes how long it took, also where it throws.
template <class Fit> decltype(auto) timed_fit(FoldResult& result, Fit&& fit) {
  struct Timer {
    ~Timer() { fit_seconds = watch.seconds(); }
    double& fit_seconds;
    Stopwatch watch = {};
  } const timer{result.fit_seconds};
  return fit();
}

RandomStream stream_of(FoldRequest const& request, job::Job const& job) {
  return {job.seed, request.task.value, request.trial.value, request.fold};
}

/// Sets each metric of the job to what `score` gives for its name.
template <class Score> void score_all(job::Job const& job, FoldResult& result, Score&& score) {
  for (std::size_t m = 0; m < job.objective.metrics.size(); ++m) result.metrics[m] = score(job.objective.metrics[m]);
}

std::vector<std::uint32_t> all_rows(data::Dataset const& table) {
  std::vector<std::uint32_t> rows(table.row_count());
  std::iota(rows.begin(), rows.end(), 0U);
  return rows;
}

} // namespace

void evaluate(learners::Forecaster const& forecaster, Parameters const& parameters, JobContext const& context,
              LatestFit& latest, FoldResult& result) {
  auto const& request = result.request;
  auto const& validation = context.job.validation;
  auto const values = context.dataset.series(request.task.index()).values;
  if (request.is_refit()) {
    result.text = timed_fit(result, [&] { return forecaster.fit(values, parameters); })->state().dump();
    return;
  }
  auto const folds = data::series_folds(values.size(), validation);
  ChainedFold const chained{request,    forecaster,
                            parameters, values,
                            folds,      folds_before(request.fold, chain_length(forecaster.info(), validation))};
  latest.go_to(chained);
  auto const& model = timed_fit(
      result, [&]() -> auto const& { return latest.fit(chained); });

  Stopwatch const watch;
  auto const& split = folds.at(static_cast<std::size_t>(request.fold));
  std::size_t const gap = split.test_begin - split.cutoff;
  auto const forecast = model.forecast(static_cast<int>(gap + split.horizon));
  auto const predicted = std::span{forecast.mean}.subspan(gap);
  auto const actual = values.subspan(split.test_begin, split.horizon);
  auto const train = split.training_part(values);
  score_all(context.job, result,
            [&](std::string_view metric) { return learners::score_forecast(metric, actual, predicted, train); });
  result.evaluate_seconds = watch.seconds();
}

void evaluate(learners::TableLearner const& learner, Parameters const& parameters, JobContext const& context,
              FoldResult& result) {
  auto const& table = context.dataset;
  auto const problem = context.job.data.problem.value();
  auto const fit = [&](std::span<std::uint32_t const> rows) {
    return timed_fit(result, [&] {
      return learner.fit({table, rows}, problem, parameters, stream_of(result.request, context.job));
    });
  };
  if (result.is_refit()) {
    result.text = learners::stored_state(table, *fit(all_rows(table))).dump();
    return;
  }
  auto const split = data::table_fold(context.test_fold_of_row, result.request.fold);
  auto const model = fit(split.train);

  Stopwatch const watch;
  learners::TableRows const test{table, split.test};
  auto const predicted = model->predict(test);
  score_all(context.job, result,
            [&](std::string_view metric) { return learners::score_table(metric, test, predicted); });
  result.evaluate_seconds = watch.seconds();
}

void evaluate(learners::StandaloneLearner const& learner, Parameters const& parameters, JobContext const& context,
              FoldResult& result) {
  result.metrics[0] = timed_fit(result, [&] {
    return learner.evaluate(parameters, result.request.fold, stream_of(result.request, context.job));
  });
}

} // namespace rankfold::roles
