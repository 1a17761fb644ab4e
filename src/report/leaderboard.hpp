#pragma once

#include "results/result_reader.hpp"
#include <string>
#include <vector>

namespace rankfold::report {

/// One trial of a leaderboard.
struct RankedTrial {
  roles::TrialRecord record;
  Configuration configuration;
  std::vector<double> metrics; ///< means over the folds, in the job's order; NaN unless every fold has its result
  roles::Cause cause = roles::Cause::none; ///< of its first failed fold
  std::string reason;                      ///< the same, in words
};

struct RankedTask {
  roles::TaskRecord record;
  std::vector<RankedTrial> trials; ///< best first; then those without a result, the failed ones last
};

/// How the batch system sees the job whose result file it is.
struct BatchState {
  std::string id;
  std::string state;   ///< Slurm's word in lower case: "pending", "running", "completed", ...; "unknown" if it has none
  std::string reason;  ///< why it waits, or ended as it did; may be empty
  std::string elapsed; ///< of its time, e.g. "1:05"
  std::string left;    ///< "58:55"
  std::string start;   ///< when it began, or is expected to; may be "N/A"
  std::string nodes;   ///< "n[1-2]"; empty while it waits
};

/// What a result file says, put in order.
struct Leaderboard {
  std::string job, status; ///< a status word, or "interrupted" for a run that was killed
  std::string objective;
  std::vector<std::string> metrics;
  results::ProgressRecord progress;
  std::vector<RankedTask> tasks;
  struct Failure {
    std::string reason;
    std::int64_t folds;
  };
  std::vector<Failure> failures; ///< most frequent first
  std::optional<BatchState> batch = {};
};

/// Reads a result file, also one that is being written. @throws JobError
[[nodiscard]] Leaderboard read_leaderboard(std::filesystem::path const& result_file);

/// Leaves only the task of this name. @throws JobError naming the nearest one if there is none.
void select_task(Leaderboard& board, std::string const& task);

/// Leaves only the first `top` trials of each task.
void cut_trials(Leaderboard& board, std::size_t top);

/// For people. With many tasks: the best configuration of each, and how often each learner won.
/// @param top trials shown of a task, or tasks where there are many
[[nodiscard]] std::string to_table(Leaderboard const& board, std::size_t top);
/// As documented in docs/result-format.md; not-a-number becomes null.
[[nodiscard]] std::string to_json(Leaderboard const& board);
/// A row a trial (RFC 4180); not-a-number becomes an empty field.
[[nodiscard]] std::string to_csv(Leaderboard const& board);

} // namespace rankfold::report
