#pragma once

#include "roles/deadline.hpp"
#include "roles/dispatcher.hpp"
#include "roles/job_run.hpp"
#include "roles/progress.hpp"
#include "support/clock.hpp"
#include <deque>
#include <functional>
#include <limits>
#include <optional>

namespace rankfold::roles {

/// How long what runs may go on once a stop was requested.
struct Grace {
  double seconds = std::numeric_limits<double>::infinity();
  std::function<double()> clock = [] { return monotonic_seconds(); };
};

/// Admits jobs, keeps the dispatcher supplied with the folds of all of them, and routes every result to its trainer.
class Proxy {
public:
  /// @param stop_requested asked often; once true, nothing new is handed out and what runs is brought home, but for
  ///        what has not ended when the grace is over.
  /// @param deadline the dispatcher's: a run of which only folds are left that it withholds ends as if it were stopped.
  Proxy(Dispatcher& dispatcher, ProgressObserver& observer, std::function<bool()> stop_requested, Grace grace = {},
        Deadline deadline = {});

  /// The jobs at work share the workers by their weights, also one that comes while others run. `context` and `store`
  /// outlive the job's release, or the proxy. @return the lowest number that no other job has
  JobId admit(JobContext const& context, Plan plan, ResultStore& store, double weight = 1);

  /// Works until every job has its result, or has stopped because too many of its folds failed, or a stop was
  /// requested. What runs then is brought home. Calls `finish` on each store.
  void run();

  /// @name For who admits jobs while others run
  /// One round of work for the jobs there are. @return false where a stop was requested and nothing runs any more
  bool step();
  /// Whether some job has neither come to its end nor been stopped.
  [[nodiscard]] bool is_at_work() const { return !at_work_.empty(); }
  [[nodiscard]] bool is_at_work(JobId job) const;
  /// Hands out no more of this job. It is over once what runs of it has come home.
  void cancel(JobId job);
  /// Forgets a job that is over: its number is free. @pre !is_at_work(job)
  void release(JobId job);

  /// What is not over is finished as it stands, because nobody goes on with it. Part of `run`.
  void finish_all();

  [[nodiscard]] JobRun const& job(JobId job) const { return jobs_.at(job.index()).value(); }
  [[nodiscard]] Progress progress() const;
  /// Folds that still ran when the grace was over. They have no result, and their workers are left to themselves.
  [[nodiscard]] std::size_t given_up() const { return given_up_; }

private:
  void stop();
  [[nodiscard]] bool grace_is_over() const;
  void give_up();
  [[nodiscard]] bool only_withheld_left() const;
  void leave_the_rest();
  [[nodiscard]] JobId free_number() const;
  [[nodiscard]] bool all_stopped_by_failures() const;
  bool hand_out();
  void propose(JobRun& job, std::size_t most, std::vector<FoldRequest>& requests);
  void end_jobs();
  bool bring_home();
  void announce(Event const& event);
  void flush_now_and_then();
  void finish(JobRun& job);

  Dispatcher& dispatcher_;
  ProgressObserver& observer_;
  std::function<bool()> stop_requested_;
  Grace grace_;
  Deadline deadline_;
  double granted_seconds_;           ///< until the deadline, when the proxy was made
  std::optional<double> stopped_at_; ///< by the grace's clock
  std::size_t given_up_ = 0;
  std::deque<std::optional<JobRun>> jobs_; ///< by JobId; nothing: released
  std::vector<JobRun*> at_work_;
  std::size_t turn_ = 0;  ///< the job that is served first, for fairness
  double next_flush_ = 0; ///< when it is due
};

} // namespace rankfold::roles
