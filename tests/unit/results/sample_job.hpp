#pragma once

#include "job/job.hpp"
#include "results/result_writer.hpp"
#include "roles/plan.hpp"
#include "unit/hdf5/scratch_folder.hpp"
#include <fmt/format.h>
#include <memory>
#include <string>
#include <vector>

namespace rankfold::test {

/// A result file that has its name from the start.
struct StartedWriter : results::ResultWriter {
  StartedWriter(job::Job const& job, roles::Plan const& plan, results::Existing existing) :
      ResultWriter{job, plan, "Test MPI 1.0", existing} {
    publish();
  }
};

/// A job of two learners over some series, and what a run of it would record.
struct SampleJob {
  job::Job job;
  roles::Plan plan;

  explicit SampleJob(std::filesystem::path output, std::size_t tasks = 2) {
    job.name = "sample";
    job.seed = 7;
    job.output = std::move(output);
    job.data.kind = job::DataKind::series;
    job.objective.metrics = {"mse", "mae"};
    job.source.text = "[job]\nname = \"sample\"\n";
    job.source.overrides = {"job.seed=7"};
    job.learners = {{"auto_arima", {}},
                    {"ets",
                     {{"model", std::vector<Value>{"ZNA", "ZZZ"}, {}},
                      {"season_length", std::vector<Value>{7}, {}},
                      {"damped", std::vector<Value>{true, "auto"}, {}}}}};
    auto configurations = std::make_shared<std::vector<Configuration>>();
    configurations->push_back({"auto_arima", {}});
    configurations->push_back({"ets", {{"model", "ZNA"}, {"season_length", 7}, {"damped", true}}});
    configurations->push_back({"ets", {{"model", "ZZZ"}, {"season_length", 7}, {"damped", "auto"}}});
    plan.configurations = configurations;
    plan.folds_per_trial = 3;
    for (std::size_t i = 0; i < tasks; ++i) plan.tasks.push_back(fmt::format("series_{}", i));
  }

  [[nodiscard]] std::int64_t configurations() const { return plan.trials_per_task(); }

  [[nodiscard]] roles::TaskRecord task(std::int64_t number, State state) const {
    roles::TaskRecord record;
    record.task = {number};
    record.name = plan.tasks[static_cast<std::size_t>(number)];
    record.state = state;
    return record;
  }

  [[nodiscard]] roles::TrialRecord trial(std::int64_t number, State state) const {
    roles::TrialRecord record;
    record.trial = {number};
    record.task = {number / configurations()};
    record.configuration = {number % configurations()};
    record.state = state;
    record.started = 1000.0 + static_cast<double>(number);
    if (state == State::complete) record.objective = mse(number);
    return record;
  }

  [[nodiscard]] roles::FoldResult fold(std::int64_t trial, int fold) const {
    roles::FoldResult result;
    result.request = {JobId{0},
                      {trial / configurations()},
                      {trial},
                      {trial % configurations()},
                      fold,
                      1,
                      static_cast<std::uint64_t>(trial * 10 + fold)};
    result.state = State::complete;
    result.rank = 1;
    result.started = 1000.5;
    result.fit_seconds = 0.25;
    result.evaluate_seconds = 0.125;
    result.metrics[0] = mse(trial) + fold - 1; // 3 folds: the mean is mse(trial)
    result.metrics[1] = static_cast<double>(trial) + 0.5;
    return result;
  }

  [[nodiscard]] roles::FoldResult failed_fold(std::int64_t trial, int number, std::string reason) const {
    auto result = fold(trial, number);
    result.state = State::failed;
    result.cause = roles::Cause::learner;
    result.metrics = roles::FoldResult::no_metrics();
    result.text = std::move(reason);
    return result;
  }

  [[nodiscard]] roles::FoldResult refit(std::int64_t trial, std::string state) const {
    auto result = fold(trial, roles::FoldRequest::refit);
    result.metrics = roles::FoldResult::no_metrics();
    result.text = std::move(state);
    return result;
  }

  /// Of every trial a different one; the last configuration is the best.
  [[nodiscard]] static double mse(std::int64_t trial) { return 100.0 - static_cast<double>(trial); }

  /// One whose file has its name from the start.
  struct PublishedWriter : results::ResultWriter {
    PublishedWriter(SampleJob const& sample, results::Existing existing) :
        ResultWriter{sample.job, sample.plan, "Test MPI 1.0", existing} {
      publish();
    }
  };
  [[nodiscard]] PublishedWriter writer(results::Existing existing = results::Existing::refuse) const {
    return {*this, existing};
  }

  /// Records a whole run in which every trial is complete.
  void record_run(results::ResultWriter& out) const {
    for (std::size_t i = 0; i < plan.tasks.size(); ++i) out.put(task(static_cast<std::int64_t>(i), State::waiting));
    out.add_configurations(*plan.configurations);
    for (std::int64_t i = 0; i < plan.trials(); ++i) {
      for (int k = 0; k < plan.folds_per_trial; ++k) out.put(fold(i, k));
      out.put(trial(i, State::complete));
    }
    for (std::size_t i = 0; i < plan.tasks.size(); ++i) {
      auto done = task(static_cast<std::int64_t>(i), State::complete);
      done.trials = done.complete = configurations();
      done.best_trial = {static_cast<std::int64_t>(i + 1) * configurations() - 1};
      done.best_objective = mse(done.best_trial.value);
      out.put(done);
    }
  }
};

} // namespace rankfold::test
