#include "cli/options.hpp"
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
  cxxopts::Options options{"rankfold query",
                           "Shows the trials of a result file, best first, also while the job runs.\n"};
  options.add_options()("result", "The result file",
                        cxxopts::value<std::string>())("task", "Only this task", cxxopts::value<std::string>(), "NAME")(
      "top", "Trials shown of each task (default: 10 in the table, all in JSON and CSV)", cxxopts::value<long long>(),
      "N")("format", "table, json or csv", cxxopts::value<std::string>()->default_value("table"), "FORMAT");
  options.parse_positional({"result"});
  options.positional_help("RESULT.h5");
  auto const parsed = parse(options, arguments);
  if (!parsed) return success;
  if (parsed->count("result") == 0)
    throw JobError{"rankfold query: a result file is missing (see 'rankfold query --help')"};

  auto const format = choice(*parsed, "format", {"table", "json", "csv"});
  auto const top = read_top(*parsed, format);
  auto board = report::read_leaderboard((*parsed)["result"].as<std::string>());
  if (parsed->count("task") > 0) report::select_task(board, (*parsed)["task"].as<std::string>());
  if (format != "table") report::cut_trials(board, top);
  std::cout << (format == "table"  ? report::to_table(board, top)
                : format == "json" ? report::to_json(board)
                                   : report::to_csv(board));
  return success;
}

} // namespace rankfold::cli
