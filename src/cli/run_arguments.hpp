#pragma once

#include "cli/commands.hpp"
#include "report/progress.hpp"
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace rankfold::cli {

/// What the command line of `rankfold run` says.
struct RunArguments {
  enum class Start { anew, resume, overwrite };

  std::vector<std::string> jobs, overrides, reused;
  std::optional<int> ranks; ///< to start under mpirun; 0: as many as keep all cores busy
  Start start = Start::anew;
  double grace_seconds = std::numeric_limits<double>::infinity(); ///< that what runs has to end after a stop
  double deadline = std::numeric_limits<double>::infinity();      ///< seconds since the epoch; see roles::Deadline
  report::ProgressStyle progress = report::ProgressStyle::none;
};

/// Nothing where `--help` was asked for, and given. @throws JobError
[[nodiscard]] std::optional<RunArguments> read_run_arguments(Arguments const& arguments);

/// The same for the ranks that mpirun starts: without `--ranks`, and with the way to show progress that this process,
/// which still sees the terminal, has chosen.
[[nodiscard]] Arguments arguments_for_ranks(Arguments const& arguments, report::ProgressStyle progress);

/// `words` of such a run for one that goes on with what it left behind.
[[nodiscard]] Arguments arguments_to_resume(Arguments words);

} // namespace rankfold::cli
