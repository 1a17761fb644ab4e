#include "results/verify.hpp"
#include "cli/options.hpp"
#include <fmt/format.h>
#include <iostream>

namespace rankfold::cli {

int verify(Arguments const& arguments) {
  auto options = result_file_options(
      "rankfold verify", "Checks that a result file agrees with itself: every objective is the mean of its "
                         "folds, every count\nand best trial follows from the rows, and once the run has ended every "
                         "dataset has its checksum.\nExit code 2 if not.\n");
  auto const parsed = parse_with_result_file(options, arguments);
  if (!parsed) return success;
  results::ResultReader const reader{(*parsed)["result"].as<std::string>()};
  auto const found = results::contradictions(reader);
  for (auto const& line : found) std::cerr << fmt::format("{}: {}\n", reader.path().native(), line);
  if (!found.empty()) return bad_input;
  if (reader.checksums().empty()) {
    std::cout << fmt::format(
        "{}: there are no checksums yet (they are written when a run ends): only counts, means and "
        "best trials were checked\n",
        reader.path().native());
  }
  auto const progress = reader.progress();
  std::cout << fmt::format("{}: in order ({} tasks, {} trials, {} folds done)\n", reader.path().native(),
                           progress.tasks, progress.trials_done, progress.folds_done);
  return success;
}

} // namespace rankfold::cli
