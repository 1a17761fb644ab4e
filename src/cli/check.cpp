#include "cli/options.hpp"
#include "job/read_job.hpp"
#include "job/words.hpp"
#include "learners/registry.hpp"
#include "roles/capacity.hpp"
#include "roles/prepare.hpp"
#include "support/error.hpp"
#include "support/machine.hpp"
#include "support/text.hpp"
#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <iostream>
#include <utility>

namespace rankfold::cli {
namespace {

void print_line(std::string_view name, std::string_view text) { std::cout << fmt::format("{:<16}{}\n", name, text); }

std::string data_text(roles::JobContext const& context, roles::Plan const& plan) {
  auto const& data = context.job.data;
  if (data.kind == job::DataKind::none) return "none: the learners bring their own";
  auto const content =
      data.kind == job::DataKind::series
          ? fmt::format("{} series", context.dataset.series_count())
          : fmt::format("{} rows with {} features", context.dataset.row_count(), context.dataset.feature_count());
  return fmt::format("{}: {}, {} of memory on each node", data.path.string(), content,
                     bytes_text(static_cast<std::int64_t>(plan.data_bytes)));
}

std::string output_text(job::Job const& job) {
  std::error_code unreadable;
  bool const exists = std::filesystem::exists(job.output, unreadable);
  auto const folder = std::filesystem::absolute(job.output, unreadable).parent_path();
  bool const has_folder = std::filesystem::is_directory(folder, unreadable);
  return fmt::format("{} ({})", job.output.string(),
                     exists       ? "exists: 'run' will want --overwrite"
                     : has_folder ? "does not exist yet"
                                  : "its folder does not exist");
}

std::string validation_text(job::ValidationSpec const& validation, roles::Plan const& plan) {
  auto const folds = plan.folds_per_trial;
  auto text =
      fmt::format("{}, {} fold{}", job::word_for(job::schemes, validation.scheme), folds, folds == 1 ? "" : "s");
  if (validation.scheme != job::ValidationSpec::Scheme::time_series) return text;
  return fmt::format("{}, test_size {}, step {}, gap {}", text, validation.test_size, validation.step, validation.gap);
}

std::string objective_text(job::ObjectiveSpec const& objective) {
  auto const& metrics = objective.metrics;
  auto text = fmt::format("{} ({})", metrics.front(), job::word_for(job::directions, objective.direction));
  if (metrics.size() > 1)
    text += fmt::format("; recorded too: {}", fmt::join(metrics.begin() + 1, metrics.end(), ", "));
  return text;
}

/// Each learner's share of the configurations, in the order in which they are tried.
void print_configurations(roles::Plan const& plan) {
  std::vector<std::pair<std::string, std::size_t>> counts;
  for (auto const& configuration : *plan.configurations) {
    auto const known = std::ranges::find(counts, configuration.learner, [](auto const& count) { return count.first; });
    if (known == counts.end()) {
      counts.emplace_back(configuration.learner, 1);
    } else {
      ++known->second;
    }
  }
  print_line("configurations", fmt::format("{}", plan.configurations->size()));
  for (auto const& [learner, count] : counts) print_line("", fmt::format("{}: {}", learner, count));
}

std::string folds_text(roles::Plan const& plan, job::ValidationSpec const& validation) {
  auto const chains = roles::chains_of(plan, validation);
  if (chains.count == plan.folds()) return fmt::format("{}", plan.folds());
  return fmt::format("{} in {} chains of up to {}, each the work of one rank", plan.folds(), chains.count,
                     chains.longest);
}

void print_plan(roles::PreparedJob const& prepared) {
  auto const& [context, plan, notices] = prepared;
  print_line("job", fmt::format("{} (seed {})", context.job.name, context.job.seed));
  print_line("output", output_text(context.job));
  print_line("data", data_text(context, plan));
  print_line("validation", validation_text(context.job.validation, plan));
  print_line("objective", objective_text(context.job.objective));
  print_configurations(plan);
  print_line("tasks", fmt::format("{}", plan.tasks.size()));
  print_line("trials", fmt::format("{} ({} a task)", plan.trials(), plan.trials_per_task()));
  print_line("folds", folds_text(plan, context.job.validation));
  for (auto const& notice : notices) print_line("note", notice);
}

cxxopts::Options check_options() {
  cxxopts::Options options{"rankfold check", "Validates job files with their data, and prints what each would do.\n"};
  options.add_options()                                                               //
      ("jobs", "Job files", cxxopts::value<std::vector<std::string>>())               //
      ("set", "Override one value of the job files, e.g. data.offset=5 (repeatable)", //
       cxxopts::value<std::vector<std::string>>(), "SECTION.KEY=VALUE")               //
      ("defaults", "Print a complete job file: every key with its default and a comment on each");
  options.parse_positional({"jobs"});
  options.positional_help("JOB.toml...");
  return options;
}

} // namespace

int check(Arguments const& arguments) {
  auto options = check_options();
  auto const parsed = parse(options, arguments);
  if (!parsed) return success;
  if (parsed->count("defaults") > 0) {
    std::cout << job::commented_defaults(learners::catalogue());
    return success;
  }
  if (parsed->count("jobs") == 0) throw JobError{"rankfold check: a job file is missing (see 'rankfold check --help')"};
  std::vector<std::string> overrides;
  if (parsed->count("set") > 0) overrides = (*parsed)["set"].as<std::vector<std::string>>();
  std::string_view separator;
  for (auto const& path : (*parsed)["jobs"].as<std::vector<std::string>>()) {
    std::cout << std::exchange(separator, "\n");
    auto const prepared = roles::prepare(job::load_source(path, overrides));
    auto const node = this_machine().size;
    roles::refuse_what_no_node_has(prepared.context.job, {&node, 1});
    print_plan(prepared);
  }
  return success;
}

} // namespace rankfold::cli
