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
#include "results/recover.hpp"
#include "results/result_writer.hpp"
#include "roles/inline_dispatcher.hpp"
#include "roles/proxy.hpp"
#include "roles/recalling_dispatcher.hpp"
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
      ("resume", "Continue where an earlier run stopped; also with more series, learners or values")                 //
      ("reuse", "Take folds that another job has computed from its result file (repeatable)",                        //
       cxxopts::value<std::vector<std::string>>(), "OTHER.h5")                                                       //
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
  std::vector<std::string> jobs, overrides, reused;
  std::optional<int> ranks; ///< 0: automatic
  enum class Start { anew, resume, overwrite } start = Start::anew;
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

RunArguments::Start start(cxxopts::ParseResult const& parsed) {
  bool const resume = parsed.count("resume") > 0, overwrite = parsed.count("overwrite") > 0;
  if (resume && overwrite) throw JobError{"--resume and --overwrite: choose one of them"};
  if (resume) return RunArguments::Start::resume;
  return overwrite ? RunArguments::Start::overwrite : RunArguments::Start::anew;
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
  if (parsed.count("reuse") > 0) run.reused = parsed["reuse"].as<std::vector<std::string>>();
  run.start = start(parsed);
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

/// Where results go, and what earlier runs left there.
struct Results {
  Stores stores;
  roles::Memory memory;
};

/// What an earlier run of the job left behind; its journal goes on in this one.
results::Recovered recover_job(job::Job const& job) {
  results::refuse_other_job(job, learners::catalogue());
  auto found = results::recover(job);
  std::cerr << fmt::format("{}: {} results known from before{}\n", job.output.string(), found.folds.size(),
                           found.torn_bytes > 0 ? ", the last one was torn and is computed again" : "");
  return found;
}

roles::Memory read_reused(RunArguments const& run) {
  roles::Memory all;
  for (auto const& path : run.reused) {
    auto folds = results::reusable_folds(path);
    std::cerr << fmt::format("{}: {} results may be reused\n", path, folds.size());
    all.merge(folds);
  }
  return all;
}

/// All result files are made, or none is left.
Results open_results(std::vector<PreparedJob> const& jobs, RunArguments const& run) {
  refuse_shared_outputs(jobs);
  auto reused = read_reused(run);
  auto const existing = run.start == RunArguments::Start::anew ? results::Existing::refuse : results::Existing::replace;
  Results opened;
  std::vector<results::Recovered> recovered(jobs.size());
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    auto const& [context, plan, notices] = jobs[i];
    opened.stores.push_back(
        std::make_unique<results::ResultWriter>(context.job, plan, mpi::library_version(), existing));
    if (run.start == RunArguments::Start::resume) recovered[i] = recover_job(context.job); // nobody else writes it now
  }
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    opened.stores[i]->publish(recovered[i]);
    opened.memory.merge(recovered[i].folds);
  }
  opened.memory.merge(reused);
  return opened;
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
      std::cerr << fmt::format("interrupted; what was done is in {} (--resume continues it)\n", path);
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

int run_jobs(std::vector<PreparedJob> const& jobs, Results opened, roles::Dispatcher& workers,
             RunArguments const& run) {
  Stopwatch const watch;
  roles::RecallingDispatcher dispatcher{workers, std::move(opened.memory)};
  auto progress = report::make_progress(run.progress, std::cerr);
  roles::Proxy proxy{dispatcher, *progress, StopSignal::requested};
  for (std::size_t i = 0; i < jobs.size(); ++i) proxy.admit(jobs[i].context, jobs[i].plan, *opened.stores[i]);
  proxy.run();
  progress.reset(); // ends the bar's line
  return conclude(proxy, dispatcher, jobs, watch.seconds());
}

/// Rank 0: everything that can be wrong is found before the other ranks learn of any job.
int coordinate(RunArguments const& run, mpi::Scope& scope) {
  std::vector<PreparedJob> jobs;
  Results opened;
  try {
    jobs = prepare_all(run);
    opened = open_results(jobs, run);
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
    return run_jobs(jobs, std::move(opened), dispatcher, run);
  }
  auto const dispatcher = mpi::make_dispatcher(scope, mpi::Schedule::dynamic);
  int const exit_code = run_jobs(jobs, std::move(opened), *dispatcher, run);
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
