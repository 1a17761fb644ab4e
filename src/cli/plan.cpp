#include "cli/options.hpp"
#include "job/read_job.hpp"
#include "job/time_limit.hpp"
#include "planning/outlook.hpp"
#include "report/progress.hpp"
#include "report/text_table.hpp"
#include "support/error.hpp"
#include "support/text.hpp"
#include <cmath>
#include <fmt/format.h>
#include <iostream>

namespace rankfold::cli {
namespace {

constexpr int most_ranks = 1'000'000;

cxxopts::Options plan_options() {
  cxxopts::Options options{
      "rankfold plan",
      "Predicts how long a job takes on how many ranks, and recommends an allocation: the schedule is "
      "simulated with\nthe times that folds of an earlier run took, of this job or of a smaller one.\n"};
  options.add_options()                                                             //
      ("job", "The job file", cxxopts::value<std::string>())                        //
      ("ranks", "Numbers of ranks, rank 0 among them, which coordinates",           //
       cxxopts::value<std::string>()->default_value("4,16,64,256,1024"), "N,N,...") //
      ("from",
       "The result file of an earlier run, also of another job with the same learners (default: the "       //
       "job's own, if there is one)",                                                                       //
       cxxopts::value<std::string>(), "OLD.h5")                                                             //
      ("assume", "What a fold takes of which nothing is known (default: 1)", cxxopts::value<std::string>(), //
       "SECONDS")                                                                                           //
      ("cores", "Of a node, where they are fewer than its workers: folds then take that much longer",       //
       cxxopts::value<std::string>(), "N")                                                                  //
      ("set", "Override one value of the job file, e.g. slurm.ntasks_per_node=48 (repeatable)",             //
       cxxopts::value<std::vector<std::string>>(), "SECTION.KEY=VALUE");
  options.parse_positional({"job"});
  options.positional_help("JOB.toml");
  return options;
}

int whole_number(std::string const& option, std::string_view text, int least) {
  auto const number = parse_real(text);
  if (!number || !(*number >= least) || *number > most_ranks || *number != std::floor(*number)) {
    throw JobError{fmt::format("--{}: '{}' is no number from {} to {}", option, text, least, most_ranks)};
  }
  return static_cast<int>(*number);
}

std::vector<int> rank_counts(std::string const& text) {
  std::vector<int> counts;
  for (std::size_t begin = 0; begin <= text.size();) {
    auto const end = std::min(text.find(',', begin), text.size());
    counts.push_back(whole_number("ranks", std::string_view{text}.substr(begin, end - begin), 2));
    begin = end + 1;
  }
  return counts;
}

double assumed_seconds(cxxopts::ParseResult const& parsed) {
  if (parsed.count("assume") == 0) return planning::FoldCosts::assumed_seconds;
  auto const& text = parsed["assume"].as<std::string>();
  auto const seconds = parse_real(text);
  if (!seconds || !(*seconds > 0 && *seconds <= 1e8)) {
    throw JobError{fmt::format("--assume: '{}' is no number of seconds above 0", text)};
  }
  return *seconds;
}

/// The result file to learn from, if there is one.
std::optional<std::filesystem::path> earlier_file(cxxopts::ParseResult const& parsed, job::Job const& job) {
  if (parsed.count("from") > 0) return parsed["from"].as<std::string>();
  std::error_code unreadable;
  return std::filesystem::exists(job.output, unreadable) ? std::optional{job.output} : std::nullopt;
}

/// "0.42 s", "12:03"
std::string duration_text(double seconds) {
  return seconds < 60 ? fmt::format("{:.2f} s", seconds) : report::clock_text(seconds);
}

void print_basis(roles::PreparedJob const& job, planning::FoldCosts const& costs,
                 std::optional<std::filesystem::path> const& earlier) {
  auto const& basis = costs.basis();
  std::cout << fmt::format("{}: {} folds of {} tasks, {} of work for one worker\n", job.context.job.name,
                           job.plan.folds(), job.plan.tasks.size(), duration_text(basis.seconds));
  if (earlier) {
    std::cout << fmt::format("from {}: {} of these folds were run, {} are like some that were\n", earlier->string(),
                             basis.known, basis.alike);
  }
  if (basis.assumed == 0) return;
  std::cout << fmt::format("nothing is known of {} folds, which are assumed to take {:g} s each: run a part of the job "
                           "with --output SAMPLE.h5\nand plan with --from SAMPLE.h5, or say --assume SECONDS\n",
                           basis.assumed, costs.assumed());
}

report::TextTable table_of(std::span<planning::Outlook const> outlooks) {
  using Align = report::TextTable::Align;
  report::TextTable table;
  for (auto const* title :
       {"ranks", "nodes", "makespan", "utilisation", "speed-up", "core-hours", "rank 0 busy", "memory a node"}) {
    table.column(title, Align::right);
  }
  for (auto const& outlook : outlooks) {
    table.row({fmt::format("{}", outlook.allocation.ranks()), fmt::format("{}", outlook.allocation.nodes),
               duration_text(outlook.makespan_seconds), fmt::format("{:.1f} %", 100 * outlook.utilisation()),
               fmt::format("{:.1f}", outlook.speedup()), fmt::format("{:.3g}", outlook.core_hours),
               fmt::format("{:.1f} %", 100 * outlook.coordinator_seconds / outlook.makespan_seconds),
               bytes_text(outlook.node_bytes)});
  }
  return table;
}

/// Starting takes time, the warning comes before the end, and a prediction may be wrong by a quarter.
std::int64_t time_to_ask_for(double makespan_seconds, job::SlurmSpec const& slurm) {
  constexpr double margin = 1.25, start = 60;
  auto const minutes = std::ceil((margin * makespan_seconds + start + static_cast<double>(slurm.warning_seconds)) / 60);
  return 60 * static_cast<std::int64_t>(minutes);
}

void print_recommendation(std::span<planning::Outlook const> outlooks, job::SlurmSpec const& slurm) {
  auto const& best = planning::recommend(outlooks);
  auto const least = 100 * planning::least_utilisation;
  std::cout
      << (best.utilisation() >= planning::least_utilisation
              ? fmt::format("recommended: {} ranks, the fastest with workers busy for at least {:g} % of the time\n",
                            best.allocation.ranks(), least)
              : fmt::format("recommended: {} ranks, though its workers are busy for less than {:g} % of the time: all "
                            "others waste more\n",
                            best.allocation.ranks(), least))
      << fmt::format("\n[slurm]\nnodes = {}\nntasks_per_node = {}\ntime = \"{}\"\n", best.allocation.nodes,
                     best.allocation.ranks_per_node,
                     job::time_limit_text(time_to_ask_for(best.makespan_seconds, slurm)));
}

} // namespace

int plan(Arguments const& arguments) {
  auto options = plan_options();
  auto const parsed = parse(options, arguments);
  if (!parsed) return success;
  if (parsed->count("job") == 0) throw JobError{"rankfold plan: a job file is missing (see 'rankfold plan --help')"};
  std::vector<std::string> overrides;
  if (parsed->count("set") > 0) overrides = (*parsed)["set"].as<std::vector<std::string>>();
  auto const counts = rank_counts((*parsed)["ranks"].as<std::string>());
  auto const assumed = assumed_seconds(*parsed);
  auto const cores = parsed->count("cores") > 0 ? whole_number("cores", (*parsed)["cores"].as<std::string>(), 1) : 0;

  auto const prepared = roles::prepare(job::load_source((*parsed)["job"].as<std::string>(), overrides));
  auto const& job = prepared.context.job;
  auto const earlier = earlier_file(*parsed, job);
  std::optional<planning::EarlierRun> known;
  if (earlier) known = planning::read_earlier_run(*earlier);
  planning::FoldCosts const costs{job, prepared.plan, known, assumed};
  print_basis(prepared, costs, earlier);

  std::vector<planning::Outlook> outlooks;
  for (auto const count : counts) {
    auto const allocation = planning::allocation_for(count, job.slurm.ntasks_per_node);
    outlooks.push_back(planning::foresee(prepared, costs, allocation, cores));
  }
  std::cout << '\n' << table_of(outlooks).text() << '\n';
  print_recommendation(outlooks, job.slurm);
  return success;
}

} // namespace rankfold::cli
