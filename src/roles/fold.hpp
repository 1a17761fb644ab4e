#pragma once

#include "job/job.hpp"
#include "support/ids.hpp"
#include "support/state.hpp"
#include <array>
#include <cstdint>
#include <limits>
#include <string>

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
  std::int32_t attempt = 1; ///< from 1
  std::uint64_t key = 0;    ///< what it computes, see `FoldKeys`

  bool operator==(FoldRequest const&) const = default;
};

/// What became of a fold run.
struct FoldResult {
  FoldRequest request;
  State state = State::failed; ///< complete or failed
  std::int32_t rank = 0;       ///< that ran it
  double started = 0;          ///< seconds since the epoch
  double fit_seconds = 0, evaluate_seconds = 0;
  /// One a metric of the job, in its order; NaN behind those and in a failed fold.
  std::array<double, job::max_metrics> metrics = no_metrics();
  bool recalled = false; ///< the journal has it already, from the run that this one resumes
  std::string text;      ///< failed: the reason, one line. A complete refit: the model's state, JSON. Else empty.

  [[nodiscard]] bool is_refit() const { return request.fold == FoldRequest::refit; }

  static constexpr std::array<double, job::max_metrics> no_metrics() {
    std::array<double, job::max_metrics> none{};
    none.fill(std::numeric_limits<double>::quiet_NaN());
    return none;
  }
};

} // namespace rankfold::roles
