#include "results/repair.hpp"

#include "cli/options.hpp"
#include "learners/registry.hpp"
#include <fmt/format.h>
#include <iostream>

namespace rankfold::cli {
namespace {

void tell(std::string const& path, results::Repair const& done) {
  for (auto const& line : done.damage) std::cerr << fmt::format("{}: {}\n", path, line);
  std::cout << fmt::format("{}: made again from {} results of the journal and {} that only the file had\n", path,
                           done.from_journal, done.from_file);
  if (done.unknown > 0) {
    std::cout << fmt::format("{}: {} results belong to no fold of the job as it is now, and were left out\n", path,
                             done.unknown);
  }
  if (done.damaged_file) std::cout << fmt::format("{}: the damaged file is {}\n", path, done.damaged_file->native());
  if (done.damaged_journal) {
    std::cout << fmt::format("{}: the damaged journal is {}\n", path, done.damaged_journal->native());
  }
  std::cout << fmt::format("{}: {} of {} folds are done{}\n", path, done.folds_done, done.folds,
                           done.folds_done < done.folds ? " (rankfold run --resume continues it)" : "");
}

} // namespace

int repair(Arguments const& arguments) {
  auto options = result_file_options(
      "rankfold repair", "Makes a damaged or lost result file again, from its journal and from what of it can be "
                         "read.\nThe damaged file is kept as RESULT.h5.damaged.\n");
  auto const parsed = parse_with_result_file(options, arguments);
  if (!parsed) return success;
  auto const path = (*parsed)["result"].as<std::string>();
  auto const done = results::repair(path, learners::catalogue());
  if (done.damage.empty()) {
    std::cout << fmt::format("{}: in order, there is nothing to repair\n", path);
  } else {
    tell(path, done);
  }
  return success;
}

} // namespace rankfold::cli
