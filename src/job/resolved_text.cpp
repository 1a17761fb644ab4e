#include "job/read_job.hpp"

#include "job/quantity.hpp"
#include "job/time_limit.hpp"
#include "job/words.hpp"
#include <fmt/ranges.h>

namespace rankfold::job {
namespace {

using Scheme = ValidationSpec::Scheme;

std::string quoted(std::string_view text) { return to_text(Value{std::string{text}}); }

std::string quoted_list(std::vector<std::string> const& texts) {
  ValueList list;
  for (auto const& text : texts) list.emplace_back(text);
  return to_text(Value{std::move(list)});
}

/// Collects the lines of one text.
class TomlText {
public:
  void section(std::string_view header) { out_ += fmt::format("{}{}\n", out_.empty() ? "" : "\n", header); }
  void line(std::string_view key, std::string_view value) { out_ += fmt::format("{} = {}\n", key, value); }
  void text(std::string_view key, std::string_view value) { line(key, quoted(value)); }
  void number(std::string_view key, std::int64_t value) { line(key, fmt::format("{}", value)); }
  /// Leaves out what is not given.
  void text_if_any(std::string_view key, std::string_view value) {
    if (!value.empty()) text(key, value);
  }
  void list_if_any(std::string_view key, std::vector<std::string> const& texts) {
    if (!texts.empty()) line(key, quoted_list(texts));
  }
  std::string take() { return std::move(out_); }

private:
  std::string out_;
};

/// A path as the job file gives it: relative to the file's folder, so that it reads back to the same.
std::string path_in_file(Job const& job, std::filesystem::path const& path) {
  auto const folder = job.source.path.parent_path();
  auto const inside = path.lexically_relative(folder);
  bool const same = !inside.empty() && folder / inside == path;
  return (same ? inside : path).string();
}

void write_data(Job const& job, TomlText& out) {
  auto const& data = job.data;
  out.section("[data]");
  out.text("kind", word_for(data_kinds, data.kind));
  if (data.kind == DataKind::none) return;
  out.text("path", path_in_file(job, data.path));
  out.text_if_any("id", data.id);
  out.text_if_any("time", data.time);
  out.text_if_any("target", data.target);
  out.list_if_any("select", data.select);
  out.line("offset", to_text(Value{data.offset}));
  if (data.kind == DataKind::series) out.text("layout", word_for(layouts, data.layout));
  if (data.problem) out.text("problem", word_for(table_problems, *data.problem));
  out.list_if_any("features", data.features);
}

void write_validation(Job const& job, TomlText& out) {
  auto const& validation = job.validation;
  auto const scheme = validation.scheme;
  bool const is_series = job.data.kind == DataKind::series;
  bool const shares_out_rows = scheme == Scheme::k_fold || scheme == Scheme::stratified_k_fold;
  out.section("[validation]");
  out.text("scheme", word_for(schemes, scheme));
  if (shares_out_rows || scheme == Scheme::time_series) out.number("folds", validation.folds);
  if (scheme == Scheme::holdout) out.line("test_size", to_text(Value{validation.test_size}));
  if (scheme == Scheme::time_series) {
    auto const test_points = static_cast<int>(validation.test_size);
    out.number("test_size", test_points);
    out.number("step", validation.step == 0 ? test_points : validation.step);
  }
  if (scheme == Scheme::time_series || (scheme == Scheme::holdout && is_series)) {
    out.number("gap", validation.gap);
    out.number("window", validation.window);
    if (scheme == Scheme::time_series && is_series && validation.window == 0) out.number("chain", validation.chain);
  }
  if (shares_out_rows || (scheme == Scheme::holdout && !is_series)) {
    out.line("shuffle", to_text(Value{validation.shuffle}));
  }
  if (scheme == Scheme::predefined) out.text("column", validation.column);
}

void write_objective(Job const& job, TomlText& out) {
  auto const& metrics = job.objective.metrics;
  out.section("[objective]");
  out.text("metric", metrics.front());
  if (job.data.kind == DataKind::none) {
    out.text("direction", word_for(directions, job.objective.direction));
  } else {
    out.line("report", quoted_list({metrics.begin() + 1, metrics.end()}));
  }
}

/// Numbers of a range: whole ones of integers, else real ones.
std::string number_text(double number, Range const& range) {
  return range.integer ? to_text(Value{static_cast<std::int64_t>(number)}) : to_text(Value{number});
}

std::string range_text(Range const& range) {
  auto text = fmt::format("min = {}, max = {}", number_text(range.minimum, range), number_text(range.maximum, range));
  if (range.scale == Range::Scale::log) text += ", scale = \"log\"";
  if (range.integer) text += ", type = \"int\"";
  if (range.step) text += fmt::format(", step = {}", number_text(*range.step, range));
  return text;
}

std::string condition_text(std::vector<Condition> const& when) {
  std::vector<std::string> parts;
  for (auto const& condition : when) {
    parts.push_back(fmt::format("{} = {}", condition.hyperparameter, to_text(Value{ValueList(condition.values)})));
  }
  return fmt::format("when = {{ {} }}", fmt::join(parts, ", "));
}

std::string domain_text(Domain const& domain) {
  auto const* range = std::get_if<Range>(&domain.values);
  auto const* values = std::get_if<std::vector<Value>>(&domain.values);
  if (values && domain.when.empty()) return to_text(Value{ValueList(*values)});
  auto const content = range ? range_text(*range) : fmt::format("values = {}", to_text(Value{ValueList(*values)}));
  if (domain.when.empty()) return fmt::format("{{ {} }}", content);
  return fmt::format("{{ {}, {} }}", content, condition_text(domain.when));
}

void write_resources(ResourceSpec const& resources, TomlText& out) {
  out.section("[resources]");
  out.text("schedule", word_for(schedules, resources.schedule));
  out.number("threads", resources.threads);
  out.number("gpus", resources.gpus);
  if (resources.memory_bytes > 0) out.text("memory", memory_text(resources.memory_bytes));
  if (resources.timeout_seconds > 0) out.text("timeout", duration_text(resources.timeout_seconds));
  out.number("retries", resources.retries);
  out.text("isolation", word_for(isolations, resources.isolation));
  out.text("on_failure", word_for(failure_reactions, resources.on_failure));
  if (resources.max_failures >= 0) out.number("max_failures", resources.max_failures);
  out.text("rank_timeout", duration_text(resources.rank_timeout_seconds));
}

void write_environment(EnvironmentSpec const& environment, TomlText& out) {
  if (environment == EnvironmentSpec{}) return;
  out.section("[environment]");
  out.list_if_any("modules", environment.modules);
  out.text_if_any("setup", environment.setup);
  if (environment.variables.empty()) return;
  std::vector<std::string> variables;
  for (auto const& [name, value] : environment.variables) {
    variables.push_back(fmt::format("{} = {}", name, quoted(std::string_view{value})));
  }
  out.line("variables", fmt::format("{{ {} }}", fmt::join(variables, ", ")));
}

void write_slurm(Job const& job, TomlText& out) {
  auto const& slurm = job.slurm;
  if (slurm == SlurmSpec{}) return;
  out.section("[slurm]");
  out.number("nodes", slurm.nodes);
  out.number("ntasks_per_node", slurm.ntasks_per_node);
  if (slurm.cpus_per_task > 0) out.number("cpus_per_task", slurm.cpus_per_task);
  out.text("time", time_limit_text(slurm.time_seconds));
  out.text("warning", duration_text(static_cast<double>(slurm.warning_seconds)));
  out.text_if_any("partition", slurm.partition);
  out.text_if_any("account", slurm.account);
  out.text_if_any("qos", slurm.qos);
  out.text_if_any("constraint", slurm.constraint);
  if (slurm.memory_bytes_per_cpu > 0) out.text("memory_per_cpu", memory_text(slurm.memory_bytes_per_cpu));
  out.text("launcher", word_for(launchers, slurm.launcher));
  out.list_if_any("options", slurm.options);
  if (!slurm.batch_template.empty()) out.text("template", path_in_file(job, slurm.batch_template));
}

} // namespace

std::string resolved_text(Job const& job) {
  TomlText out;
  out.section("[job]");
  out.text("name", job.name);
  out.number("seed", static_cast<std::int64_t>(job.seed));
  out.text("output", job.output.string());
  write_data(job, out);
  write_validation(job, out);
  write_objective(job, out);
  for (auto const& learner : job.learners) {
    out.section("[[learner]]");
    out.text("name", learner.name);
    for (auto const& domain : learner.domains) out.line(domain.hyperparameter, domain_text(domain));
  }
  out.section("[search]");
  out.text("algorithm", job.search.algorithm);
  write_resources(job.resources, out);
  write_environment(job.environment, out);
  write_slurm(job, out);
  return out.take();
}

} // namespace rankfold::job
