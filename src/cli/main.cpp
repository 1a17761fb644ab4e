#include "cli/commands.hpp"
#include "mpi/exit_code_file.hpp"
#include "mpi/scope.hpp"
#include "rankfold/version.hpp"
#include "support/error.hpp"
#include "support/text.hpp"
#include <algorithm>
#include <csignal>
#include <fmt/format.h>
#include <iostream>

namespace rankfold::cli {
namespace {

constexpr Command all_commands[]{
    {"check", "validate a job file and print its plan", check},
    {"plan", "predict how long a job takes on how many ranks, to choose an allocation", plan},
    {"run", "run jobs in this allocation, or on this machine", run},
    {"submit", "check a job file and hand it to Slurm, or to pilots", submit},
    {"serve", "be a pilot: serve jobs that are handed in while it runs", serve},
    {"query", "show the trials of a result file, also while the job runs", query},
    {"watch", "follow a job until it ends", watch},
    {"cancel", "end a batch job, or one that pilots serve", cancel},
    {"export", "write one table of a result file as CSV or JSON", export_table},
    {"predict", "forecast or predict with the models of a result file", predict},
    {"fit", "fit one configuration to a table or to every series of a file", fit},
    {"verify", "check that a result file agrees with itself", verify},
    {"repair", "make a damaged result file again, from its journal", repair},
    {"replay", "run one trial of a result file again, and compare bit for bit", replay},
    {mpi::join_command, "", join},
    {"learners", "list what can be searched: learners and their hyperparameters", learners},
};

void print_help() {
  std::cout << "rankfold " << version << ": automated model training for HPC clusters\n\n"
            << "Usage: rankfold COMMAND [ARGUMENTS]     (rankfold COMMAND --help tells more)\n\n";
  for (auto const& command : commands()) {
    if (!command.summary.empty()) std::cout << fmt::format("  {:<9} {}\n", command.name, command.summary);
  }
  std::cout << "\nA first run: rankfold run jobs/retail.toml && rankfold query retail-demand.h5\n";
}

Command const& find_command(std::string const& name) {
  auto const known = commands();
  auto const found = std::ranges::find(known, name, &Command::name);
  if (found != known.end()) return *found;
  std::vector<std::string> names;
  for (auto const& command : known) {
    if (!command.summary.empty()) names.emplace_back(command.name);
  }
  throw JobError{
      fmt::format("rankfold: no command '{}'{} (rankfold --help lists them)", name, did_you_mean(name, names))};
}

int run_command(Arguments words) {
  if (words.empty()) throw JobError{"rankfold: a command is missing (rankfold --help lists them)"};
  if (words[0] == "--help" || words[0] == "-h" || words[0] == "help") {
    if (mpi::is_first_rank()) print_help();
    return success;
  }
  if (words[0] == "--version") {
    if (mpi::is_first_rank()) std::cout << "rankfold " << version << '\n';
    return success;
  }
  auto const& command = find_command(words[0]);
  words.erase(words.begin());
  return command.run(words);
}

/// Under mpirun every rank finds the same mistake; the user is told once. In one piece: what is written in two, just
/// before the end, mpirun may pass on in part.
void complain(std::string_view message) {
  if (mpi::is_first_rank()) std::cerr << fmt::format("{}\n", message) << std::flush;
}

} // namespace

std::span<Command const> commands() { return all_commands; }

} // namespace rankfold::cli

int main(int argc, char** argv) {
  using namespace rankfold;
  std::signal(SIGXFSZ, SIG_IGN); // a file that may not grow is an error of the write, which says which file it is
  try {
    int const exit_code = cli::run_command({argv + 1, argv + argc});
    mpi::leave_exit_code(exit_code);
    return exit_code;
  } catch (JobError const& mistake) {
    cli::complain(mistake.what());
    mpi::leave_exit_code(cli::bad_input);
    return cli::bad_input;
  } catch (SystemError const& failure) {
    std::cerr << "rankfold: " << failure.what() << std::endl;
    return mpi::abort_all(cli::internal_error);
  } catch (std::exception const& bug) {
    std::cerr << "rankfold: internal error: " << bug.what() << std::endl;
    return mpi::abort_all(cli::internal_error);
  }
}
