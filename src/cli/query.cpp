#include "cli/options.hpp"
#include "client/job_status.hpp"
#include "report/leaderboard.hpp"
#include "support/error.hpp"
#include <iostream>
#include <limits>

namespace rankfold::cli {
namespace {

std::size_t read_top(cxxopts::ParseResult const& parsed, std::string const& format) {
  if (parsed.count("top") == 0) return format == "table" ? 10 : std::numeric_limits<std::size_t>::max();
  auto const top = parsed["top"].as<long long>();
  if (top < 1) throw JobError{"--top: a number from 1 is accepted"};
  return static_cast<std::size_t>(top);
}

} // namespace

int query(Arguments const& arguments) {
  auto options = result_file_options(
      "rankfold query", "Shows the trials of a result file or batch job, best first, also while it runs.\n",
      "RESULT.h5|ID");
  options.add_options()("task", "Only this task", cxxopts::value<std::string>(), "NAME")(
      "top", "Trials shown of each task (default: 10 in the table, all in JSON and CSV)", cxxopts::value<long long>(),
      "N")("format", "table, json or csv", cxxopts::value<std::string>()->default_value("table"), "FORMAT");
  auto const parsed = parse_with_result_file(options, arguments);
  if (!parsed) return success;

  auto const format = choice(*parsed, "format", {"table", "json", "csv"});
  auto const top = read_top(*parsed, format);
  auto board = client::status_of((*parsed)["result"].as<std::string>()).board;
  if (parsed->count("task") > 0) report::select_task(board, (*parsed)["task"].as<std::string>());
  if (format != "table") report::cut_trials(board, top);
  std::cout << (format == "table"  ? report::to_table(board, top)
                : format == "json" ? report::to_json(board)
                                   : report::to_csv(board));
  return success;
}

} // namespace rankfold::cli
