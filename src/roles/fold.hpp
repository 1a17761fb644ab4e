#pragma once

#include "job/job.hpp"
#include "support/ids.hpp"
#include "support/state.hpp"
#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace rankfold::roles {

/// The unit sent to a worker: one trial on one fold.
///
/// Trivially copyable: a batch of them goes out as it lies in memory. The configuration itself travels once to each
/// worker, see `Dispatcher`.
struct FoldRequest {
  /// `fold` of the request that refits a task's best configuration on all its data, for `/models`.
  static constexpr std::int32_t refit = -1;

  JobId job;
  TaskId task;
  TrialId trial;
  ConfigurationId configuration;
  std::int32_t fold = 0;
  std::int32_t attempt = 1;   ///< from 1
  std::uint64_t key = 0;      ///< what it computes, see `FoldKeys`
  double training_points = 0; ///< of a series; 0 for tables, whose folds are all of a size
  std::int32_t losses = 0;    ///< attempts of which the rank was lost, which says nothing of the fold
  std::int32_t before = 0;    ///< folds of its chain that come before it, see chain.hpp

  [[nodiscard]] bool is_refit() const { return fold == refit; }
  /// Whether it is fitted from where the other one ended: it belongs behind it, on the same worker.
  [[nodiscard]] bool continues(FoldRequest const& other) const {
    return before > 0 && fold == other.fold + 1 && trial == other.trial && job == other.job;
  }
  bool operator==(FoldRequest const&) const = default;
};

/// Why a fold failed. The numbers are those of the result file's enum `cause`.
enum class Cause : std::uint8_t {
  none = 0,      ///< it did not
  learner = 1,   ///< the learner could not be fitted or judged, and said so
  crashed = 2,   ///< a signal ended its process
  exit_code = 3, ///< its process ended by itself
  timeout = 4,
  memory = 5,         ///< it needed more than it gets
  invalid_output = 6, ///< what it reported is no result
  preempted = 7,      ///< the allocation ended first
  rank_lost = 8,      ///< the ranks that ran it died, time and again
};

inline constexpr std::array<std::string_view, 9> cause_names{
    "none", "learner", "crashed", "exit_code", "timeout", "memory", "invalid_output", "preempted", "rank_lost"};

[[nodiscard]] constexpr std::string_view to_string(Cause cause) { return cause_names[static_cast<std::size_t>(cause)]; }

/// Whether the fold might succeed if it were run again: it did not fail by what the learner says of the data, which it
/// would say again, but with its process.
[[nodiscard]] constexpr bool may_pass(Cause cause) {
  return cause == Cause::crashed || cause == Cause::exit_code || cause == Cause::timeout || cause == Cause::memory ||
         cause == Cause::invalid_output;
}

/// What became of a fold run.
struct FoldResult {
  FoldRequest request;
  State state = State::failed; ///< complete or failed
  Cause cause = Cause::none;   ///< set where it has failed
  std::int32_t rank = 0;       ///< that ran it
  std::int32_t run = 0;        ///< of the job's runs, from 1: the one whose rank it was; 0: this one
  double started = 0;          ///< seconds since the epoch
  double fit_seconds = 0, evaluate_seconds = 0;
  /// One a metric of the job, in its order; NaN behind those and in a failed fold.
  std::array<double, job::max_metrics> metrics = no_metrics();
  bool recalled = false; ///< the journal has it already, from the run that this one resumes
  std::string text;      ///< failed: the reason, one line. A complete refit: the model's state, JSON. Else empty.

  static constexpr std::int32_t other_job = -1; ///< `run` of a fold that another job has computed

  [[nodiscard]] bool is_refit() const { return request.is_refit(); }
  /// Whether it was computed just now, rather than known from before.
  [[nodiscard]] bool is_news() const { return run == 0; }

  static constexpr std::array<double, job::max_metrics> no_metrics() {
    std::array<double, job::max_metrics> none{};
    none.fill(std::numeric_limits<double>::quiet_NaN());
    return none;
  }
};

} // namespace rankfold::roles
