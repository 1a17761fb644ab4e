#include "client/slurm.hpp"

#include "support/error.hpp"
#include "support/run_command.hpp"
#include <algorithm>
#include <cctype>
#include <fmt/format.h>
#include <vector>

namespace rankfold::client::slurm {
namespace {

std::string_view without_blanks_around(std::string_view text) {
  auto const is_blank = [](unsigned char c) { return std::isspace(c) != 0; };
  while (!text.empty() && is_blank(static_cast<unsigned char>(text.back()))) text.remove_suffix(1);
  while (!text.empty() && is_blank(static_cast<unsigned char>(text.front()))) text.remove_prefix(1);
  return text;
}

/// Its standard output.
std::string ask(std::vector<std::string> const& words) {
  auto const end = run_command(words);
  if (!end) throw JobError{fmt::format("{} is not in PATH: this needs Slurm's commands", words[0])};
  if (end->exit_code == 0) return end->output;
  auto const said = without_blanks_around(end->errors);
  throw JobError{said.empty() ? fmt::format("{} failed with exit code {}", words[0], end->exit_code)
                              : std::string{said}};
}

std::vector<std::string> split(std::string_view line, char separator) {
  std::vector<std::string> parts;
  for (;;) {
    auto const end = line.find(separator);
    parts.emplace_back(without_blanks_around(line.substr(0, end)));
    if (end == std::string_view::npos) return parts;
    line.remove_prefix(end + 1);
  }
}

std::string in_lower_case(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

} // namespace

bool KnownJob::is_at_work() const {
  auto const& word = state.state;
  return word == "pending" || word == "running" || word == "configuring" || word == "completing" ||
         word == "requeued" || word == "suspended";
}

std::string submit(std::filesystem::path const& script, std::span<std::string const> options,
                   std::span<std::string const> arguments) {
  std::vector<std::string> words{"sbatch", "--parsable"};
  words.insert(words.end(), options.begin(), options.end());
  words.push_back(script.string());
  words.insert(words.end(), arguments.begin(), arguments.end());
  auto const answer = ask(words);
  auto const id = answer.substr(0, answer.find_first_of(";\n")); // "ID;CLUSTER" where there are several
  if (id.empty() || !std::ranges::all_of(id, [](unsigned char c) { return std::isdigit(c) != 0; })) {
    throw SystemError{fmt::format("sbatch answered '{}', which is no job's number", without_blanks_around(answer))};
  }
  return id;
}

std::optional<KnownJob> find_job(std::string const& id) {
  std::vector<std::string> const words{"squeue", "--noheader", "--states=all", "--jobs=" + id,
                                       "--format=%T|%r|%M|%L|%S|%N|%k"};
  auto const end = run_command(words);
  if (!end || end->exit_code != 0) return {};
  auto const line = split(without_blanks_around(end->output.substr(0, end->output.find('\n'))), '|');
  if (line.size() != 7) return {};
  auto const reason = line[1] == "None" ? std::string{} : line[1];
  return KnownJob{{id, in_lower_case(line[0]), reason, line[2], line[3], line[4], line[5]}, line[6]};
}

void cancel(std::string const& id) { (void)ask({"scancel", id}); }

} // namespace rankfold::client::slurm
