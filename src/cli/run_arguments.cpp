#include "cli/run_arguments.hpp"

#include "cli/options.hpp"
#include "rankfold/value.hpp"
#include "support/error.hpp"
#include "support/text.hpp"
#include <cstdlib>
#include <fmt/format.h>

namespace rankfold::cli {
namespace {

cxxopts::Options run_options() {
  cxxopts::Options options{"rankfold run",
                           "Run jobs on all ranks of this allocation; without mpirun, in this process.\n"};
  options.add_options()                                                                                             //
      ("jobs", "Job files; several share the ranks and give a result file each",                                    //
       cxxopts::value<std::vector<std::string>>())                                                                  //
      ("ranks", "Outside mpirun: start under mpirun with so many ranks (auto: all cores at work, one coordinates)", //
       cxxopts::value<std::string>(), "N|auto")                                                                     //
      ("resume", "Continue where an earlier run stopped; also with more series, learners or values")                //
      ("reuse", "Take folds that another job has computed from its result file (repeatable)",                       //
       cxxopts::value<std::vector<std::string>>(), "OTHER.h5")                                                      //
      ("overwrite", "Replace existing result files")                                                                //
      ("grace", "After a signal to stop, give up what has not ended by then (default: wait for it)",                //
       cxxopts::value<std::string>(), "SECONDS")                                                                    //
      ("deadline",
       "Begin no fold that is expected to end later, in seconds since the epoch (default: Slurm's end time)", //
       cxxopts::value<std::string>(), "TIME")                                                                 //
      ("set", "Override one value of the job file, e.g. data.offset=5 (repeatable)",                          //
       cxxopts::value<std::vector<std::string>>(), "SECTION.KEY=VALUE")                                       //
      ("output", "Where the results go", cxxopts::value<std::string>(), "FILE")                               //
      ("progress", "auto, bar, plain or none", cxxopts::value<std::string>()->default_value("auto"));
  options.parse_positional({"jobs"});
  options.positional_help("JOB.toml...");
  return options;
}

int rank_count(std::string const& text) {
  if (text == "auto") return 0;
  auto const number = parse_real(text);
  if (!number || *number < 1 || *number > 1e6 || *number != static_cast<int>(*number)) {
    throw JobError{fmt::format("--ranks: '{}' is neither a number of ranks from 1 nor auto", text)};
  }
  return static_cast<int>(*number);
}

double grace_seconds(std::string const& text) {
  auto const seconds = parse_real(text);
  if (!seconds || !(*seconds >= 0)) throw JobError{fmt::format("--grace: '{}' is no number of seconds from 0", text)};
  return *seconds;
}

/// Nothing where it is none.
std::optional<double> time_of(std::string_view text) {
  constexpr double long_ago = 1e9;
  auto const time = parse_real(text);
  return time && *time > long_ago ? time : std::nullopt;
}

/// The option, or the end of the allocation where Slurm tells it.
double deadline(cxxopts::ParseResult const& parsed) {
  constexpr double never = std::numeric_limits<double>::infinity();
  if (parsed.count("deadline") == 0) {
    auto const* end = std::getenv("SLURM_JOB_END_TIME");
    return end ? time_of(end).value_or(never) : never;
  }
  auto const text = parsed["deadline"].as<std::string>();
  if (auto const time = time_of(text)) return *time;
  throw JobError{fmt::format("--deadline: '{}' is no time in seconds since the epoch, as 'date +%s' prints it", text)};
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

RunArguments from_parsed(cxxopts::ParseResult const& parsed) {
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
  if (parsed.count("grace") > 0) run.grace_seconds = grace_seconds(parsed["grace"].as<std::string>());
  run.deadline = deadline(parsed);
  run.start = start(parsed);
  run.progress = progress_style(choice(parsed, "progress", {"auto", "bar", "plain", "none"}));
  return run;
}

std::string progress_word(report::ProgressStyle style) {
  switch (style) {
  case report::ProgressStyle::bar:
    return "bar";
  case report::ProgressStyle::plain:
    return "plain";
  case report::ProgressStyle::none:
    break;
  }
  return "none";
}

} // namespace

std::optional<RunArguments> read_run_arguments(Arguments const& arguments) {
  auto options = run_options();
  auto const parsed = parse(options, arguments);
  if (!parsed) return std::nullopt;
  return from_parsed(*parsed);
}

Arguments arguments_for_ranks(Arguments const& arguments, report::ProgressStyle progress) {
  Arguments kept{"run"};
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--ranks")
      ++i;
    else if (!arguments[i].starts_with("--ranks="))
      kept.push_back(arguments[i]);
  }
  kept.insert(kept.end(), {"--progress", progress_word(progress)}); // the last one counts
  return kept;
}

Arguments arguments_to_resume(Arguments words) {
  std::erase_if(words, [](auto const& word) { return word == "--overwrite" || word == "--resume"; });
  words.emplace_back("--resume");
  return words;
}

} // namespace rankfold::cli
