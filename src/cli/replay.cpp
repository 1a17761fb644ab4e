#include "cli/options.hpp"
#include "results/result_reader.hpp"
#include "roles/fold_keys.hpp"
#include "roles/prepare.hpp"
#include "roles/worker.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <bit>
#include <fmt/format.h>
#include <iostream>
#include <map>

namespace rankfold::cli {
namespace {

/// A trial of a result file, with what its folds gave.
struct RecordedTrial {
  roles::TrialRecord record;
  Configuration configuration;
  std::map<std::int32_t, roles::FoldResult> folds; ///< by number
};

RecordedTrial read_trial(results::ResultReader const& reader, TrialId id) {
  auto const trials = reader.trials();
  auto const found = std::ranges::find(trials, id, &roles::TrialRecord::trial);
  if (found == trials.end()) {
    throw JobError{
        fmt::format("--trial: '{}' has no trial {} (it has {})", reader.path().native(), id.value, trials.size())};
  }
  RecordedTrial trial{*found, reader.configurations().at(found->configuration), {}};
  reader.for_each_fold([&](results::FoldRecord const& fold) {
    if (fold.result.request.trial == id) trial.folds[fold.result.request.fold] = fold.result;
  });
  return trial;
}

/// To the last bit; every not-a-number is like any other.
bool same(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b) || (std::isnan(a) && std::isnan(b));
}

roles::FoldResult run_again(roles::Worker& worker, RecordedTrial const& trial, roles::FoldRequest request) {
  request.job = {0};
  request.task = trial.record.task;
  request.configuration = trial.record.configuration;
  return worker.run(request);
}

/// Prints a line a metric. @return whether all agree
bool compare(roles::FoldResult const& before, roles::FoldResult const& now, std::vector<std::string> const& metrics) {
  bool equal = before.state == now.state;
  if (!equal) {
    std::cout << fmt::format("fold {}  was {}, is {} {}\n", before.request.fold, to_string(before.state),
                             to_string(now.state), now.text);
  }
  for (std::size_t i = 0; i < metrics.size(); ++i) {
    bool const agrees = same(before.metrics[i], now.metrics[i]);
    equal = equal && agrees;
    std::cout << fmt::format("fold {}  {:<10} {:<24} {}\n", before.request.fold, metrics[i], before.metrics[i],
                             agrees ? "same" : fmt::format("now {}", now.metrics[i]));
  }
  return equal;
}

/// Folds know their data by their keys: without the same data there is nothing to compare.
void refuse_other_data(RecordedTrial const& trial, roles::JobContext const& context) {
  roles::FoldKeys keys{context};
  auto const trial_key = keys.of_trial(trial.record.task, {0}, trial.configuration);
  for (auto const& [number, fold] : trial.folds) {
    if (keys.of_fold(trial.record.task, trial_key, number) == fold.request.key) continue;
    throw JobError{fmt::format("{}: the data, or the learner's version, are not what they were when the trial was run",
                               context.job.data.path.native())};
  }
}

bool replay_trial(results::ResultReader const& reader, TrialId id) {
  auto const trial = read_trial(reader, id);
  auto job = roles::prepare(reader.job_source());
  if (trial.record.task.index() >= job.plan.tasks.size()) {
    throw JobError{
        fmt::format("{}: the data have fewer series than when the trial was run", job.context.job.data.path.native())};
  }
  refuse_other_data(trial, job.context);
  auto const metrics = job.context.job.objective.metrics;
  std::cout << fmt::format("trial {}  {}  task {}\n", id.value, to_text(trial.configuration),
                           job.plan.tasks[trial.record.task.index()]);
  roles::Worker worker{0};
  worker.admit(std::move(job.context));
  worker.learn({0}, roles::number_from(trial.record.configuration, {&trial.configuration, 1}));
  bool equal = true;
  for (auto const& [number, before] : trial.folds) {
    equal = compare(before, run_again(worker, trial, before.request), metrics) && equal;
  }
  return equal;
}

} // namespace

int replay(Arguments const& arguments) {
  auto options = result_file_options("rankfold replay",
                                     "Runs one trial of a result file again and compares every metric bit for bit. "
                                     "Exit code 3 if one differs.\n");
  options.add_options()("trial", "The trial's number", cxxopts::value<std::int64_t>(), "N");
  auto const parsed = parse(options, arguments);
  if (!parsed) return success;
  if (parsed->count("result") == 0 || parsed->count("trial") == 0) {
    throw JobError{"rankfold replay: a result file and --trial N are needed (see 'rankfold replay --help')"};
  }
  results::ResultReader const reader{(*parsed)["result"].as<std::string>()};
  bool const equal = replay_trial(reader, {(*parsed)["trial"].as<std::int64_t>()});
  std::cout << (equal ? "the same to the last bit\n" : "not the same\n");
  return equal ? success : no_result;
}

} // namespace rankfold::cli
