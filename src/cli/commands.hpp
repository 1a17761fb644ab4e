#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The subcommands, one file each. Each parses its own arguments with cxxopts, calls the library, prints, and gives the
/// exit code. They throw JobError for the user's mistakes and leave the rest to `main`.
namespace rankfold::cli {

/// What follows the subcommand's name on the command line.
using Arguments = std::vector<std::string>;

int check(Arguments const& arguments);
int plan(Arguments const& arguments);
int run(Arguments const& arguments);
/// What `run` starts in the place of a lost rank; not listed.
int join(Arguments const& arguments);
int query(Arguments const& arguments);
int export_table(Arguments const& arguments);
int predict(Arguments const& arguments);
int fit(Arguments const& arguments);
int learners(Arguments const& arguments);
int verify(Arguments const& arguments);
int replay(Arguments const& arguments);
int repair(Arguments const& arguments);
int submit(Arguments const& arguments);
int serve(Arguments const& arguments);
int watch(Arguments const& arguments);
int cancel(Arguments const& arguments);

struct Command {
  std::string_view name;
  std::string_view summary; ///< one line for `rankfold --help`; empty: not listed
  int (*run)(Arguments const& arguments);
};

/// All of them, in the order in which `rankfold --help` lists them.
[[nodiscard]] std::span<Command const> commands();

/// Exit codes, see docs/operations.md.
enum ExitCode : int { success = 0, internal_error = 1, bad_input = 2, no_result = 3, interrupted = 4 };

} // namespace rankfold::cli
