#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "cli/prepare.hpp"
#include "job/read_job.hpp"
#include "learners/registry.hpp"
#include "mpi/fold_dispatcher.hpp"
#include "mpi/relaunch.hpp"
#include "mpi/scope.hpp"
#include "mpi/share_jobs.hpp"
#include "report/progress.hpp"
#include "report/receipt.hpp"
#include "results/result_writer.hpp"
#include "roles/inline_dispatcher.hpp"
#include "roles/proxy.hpp"
#include "support/error.hpp"
#include "support/stop_signal.hpp"
#include "support/text.hpp"
#include <filesystem>
#include <fmt/format.h>
#include <iostream>
#include <map>

namespace rankfold::cli {
namespace {

using Stores = std::vector<std::unique_ptr<results::ResultWriter>>;

cxxopts::Options run_options() {
  cxxopts::Options options{"rankfold run",
                           "Run jobs on all ranks of this allocation; without mpirun, in this process.\n"};
  options.add_options()                                                                                              //
      ("jobs", "Job files; several share the ranks and give a result file each",                                     //
       cxxopts::value<std::vector<std::string>>())                                                                   //
      ("ranks", "Outside mpirun: start under mpirun with so many ranks (auto: one a core and one that coordinates)", //
       cxxopts::value<std::string>(), "N|auto")                                                                      //
      ("overwrite", "Replace existing result files")                                                                 //
      ("set", "Override one value of the job file, e.g. data.offset=5 (repeatable)",                                 //
       cxxopts::value<std::vector<std::string>>(), "SECTION.KEY=VALUE")                                              //
      ("output", "Where the results go", cxxopts::value<std::string>(), "FILE")                                      //
      ("progress", "auto, bar, plain or none", cxxopts::value<std::string>()->default_value("auto"));
  options.parse_positional({"jobs"});
  options.positional_help("JOB.toml...");
  return options;
}

struct RunArguments {
  std::vector<std::string> jobs, overrides;
  std::optional<int> ranks; ///< 0: automatic
  results::Existing existing;
  report::ProgressStyle progress;
};

int rank_count(std::string const& text) {
  if (text == "auto") return 0;
  auto const number = parse_real(text);
  if (!number || *number < 1 || *number > 1e6 || *number != static_cast<int>(*number)) {
    throw JobError{fmt::format("--ranks: '{}' is neither a number of ranks from 1 nor auto", text)};
  }
  return static_cast<int>(*number);
}

report::ProgressStyle progress_style(std::string const& word) {
  if (word == "auto") return report::automatic_style();
  if (word == "bar") return report::ProgressStyle::bar;
  return word == "plain" ? report::ProgressStyle::plain : report::ProgressStyle::none;
}

RunArguments read_arguments(cxxopts::ParseResult const& parsed) {
  RunArguments run;
  if (parsed.count("jobs") == 0) throw JobError{"rankfold run: a job file is missing (see 'rankfold run --help')"};
  run.jobs = parsed["jobs"].as<std::vector<std::string>>();
  if (parsed.count("set") > 0) run.overrides = parsed["set"].as<std::vector<std::string>>();
  if (parsed.count("output") > 0) {
    if (run.jobs.size() > 1) throw JobError{"--output names one file, but there are several jobs"};
    run.overrides.push_back("job.output=" + to_text(Value{parsed["output"].as<std::string>()}));
  }
  if (parsed.count("ranks") > 0) run.ranks = rank_count(parsed["ranks"].as<std::string>());
  run.existing = parsed.count("overwrite") > 0 ? results::Existing::replace : results::Existing::refuse;
  run.progress = progress_style(choice(parsed, "progress", {"auto", "bar", "plain", "none"}));
  return run;
}

/// The same arguments without `--ranks`, for the ranks that mpirun starts.
Arguments without_ranks(Arguments const& arguments) {
  Arguments kept{"run"};
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--ranks")
      ++i;
    else if (!arguments[i].starts_with("--ranks="))
      kept.push_back(arguments[i]);
  }
  return kept;
}

std::vector<PreparedJob> prepare_all(RunArguments const& run) {
  std::vector<PreparedJob> jobs;
  for (auto const& path : run.jobs) {
    jobs.push_back(prepare(job::load_source(path, run.overrides)));
    for (auto const& notice : jobs.back().notices) std::cerr << notice << '\n';
  }
  return jobs;
}

void refuse_shared_outputs(std::vector<PreparedJob> const& jobs) {
  std::map<std::filesystem::path, std::string> job_of_output;
  for (auto const& prepared : jobs) {
    auto const& job = prepared.context.job;
    auto const path = job.source.path.string();
    auto const [other, is_new] = job_of_output.emplace(std::filesystem::weakly_canonical(job.output), path);
    if (is_new) continue;
    throw JobError{fmt::format("{}: its results would go to '{}' like those of {}: give each job an 'output' in [job]",
                               path, job.output.string(), other->second)};
  }
}

/// All result files are made, or none is left.
Stores open_stores(std::vector<PreparedJob> const& jobs, RunArguments const& run) {
  refuse_shared_outputs(jobs);
  Stores stores;
  for (auto const& job : jobs) {
    stores.push_back(
        std::make_unique<results::ResultWriter>(job.context.job, job.plan, mpi::library_version(), run.existing));
  }
  for (auto const& store : stores) store->publish();
  return stores;
}

/// What the user is told at the end, and the exit code.
int conclude(roles::Proxy const& proxy, roles::Dispatcher const& dispatcher, std::vector<PreparedJob> const& jobs,
             double wall_seconds) {
  std::cerr << report::receipt(proxy.progress(), dispatcher.ranks(), wall_seconds);
  int exit_code = success;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    auto const path = jobs[i].context.job.output.string();
    auto const& job = proxy.jobs()[i];
    if (!job.finished()) {
      std::cerr << fmt::format("interrupted; what was done is in {}\n", path);
      exit_code = interrupted;
    } else if (job.tasks_failed() > 0) {
      std::cerr << fmt::format("{} of {} tasks have no successful trial; reasons: rankfold query {}\n",
                               job.tasks_failed(), job.progress().tasks, path);
      if (exit_code == success) exit_code = no_result;
    } else {
      std::cerr << fmt::format("results: {}   (rankfold query {})\n", path, path);
    }
  }
  return exit_code;
}

int run_jobs(std::vector<PreparedJob> const& jobs, Stores const& stores, roles::Dispatcher& dispatcher,
             RunArguments const& run) {
  Stopwatch const watch;
  auto progress = report::make_progress(run.progress, std::cerr);
  roles::Proxy proxy{dispatcher, *progress, StopSignal::requested};
  for (std::size_t i = 0; i < jobs.size(); ++i) proxy.admit(jobs[i].context, jobs[i].plan, *stores[i]);
  proxy.run();
  progress.reset(); // ends the bar's line
  return conclude(proxy, dispatcher, jobs, watch.seconds());
}

/// Rank 0: everything that can be wrong is found before the other ranks learn of any job.
int coordinate(RunArguments const& run, mpi::Scope& scope) {
  std::vector<PreparedJob> jobs;
  Stores stores;
  try {
    jobs = prepare_all(run);
    stores = open_stores(jobs, run);
  } catch (JobError const& mistake) {
    // Told before the others leave: at their exit code mpirun may end this rank too.
    std::cerr << fmt::format("{}\n", mistake.what());
    mpi::dismiss(scope, bad_input);
    return bad_input;
  }
  std::vector<roles::JobContext> contexts;
  for (auto const& job : jobs) contexts.push_back(job.context);
  contexts = mpi::share_jobs(scope, std::move(contexts));
  for (std::size_t i = 0; i < jobs.size(); ++i) jobs[i].context = contexts[i]; // gives the first copy of the data back

  if (scope.size() == 1) {
    roles::Worker worker{0};
    for (auto const& context : contexts) worker.admit(context);
    roles::InlineDispatcher dispatcher{worker};
    return run_jobs(jobs, stores, dispatcher, run);
  }
  auto const dispatcher = mpi::make_dispatcher(scope, mpi::Schedule::dynamic);
  int const exit_code = run_jobs(jobs, stores, *dispatcher, run);
  dispatcher->finish(exit_code);
  return exit_code;
}

/// Every other rank.
int work(mpi::Scope& scope) {
  auto assignment = mpi::receive_jobs(scope, learners::catalogue());
  if (assignment.exit_code) return *assignment.exit_code;
  roles::Worker worker{scope.rank()};
  for (auto& context : assignment.jobs) worker.admit(std::move(context));
  return mpi::serve(scope, mpi::runner_of(worker));
}

} // namespace

int run(Arguments const& arguments) {
  auto options = run_options();
  auto const parsed = parse(options, arguments);
  if (!parsed) return success;
  auto const given = read_arguments(*parsed);
  if (given.ranks && *given.ranks != 1 && !mpi::is_launched()) mpi::relaunch(*given.ranks, without_ranks(arguments));
  StopSignal const stop; // on every rank: rank 0 drains the job, the others wait for its word
  mpi::Scope scope;
  return scope.rank() == 0 ? coordinate(given, scope) : work(scope);
}

} // namespace rankfold::cli
