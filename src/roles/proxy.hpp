#pragma once

#include "roles/dispatcher.hpp"
#include "roles/job_run.hpp"
#include "roles/progress.hpp"
#include <deque>
#include <functional>

namespace rankfold::roles {

/// Admits jobs, keeps the dispatcher supplied with the folds of all of them, and routes every result to its trainer.
class Proxy {
public:
  /// @param stop_requested asked often; once true, nothing new is handed out and what runs is brought home.
  Proxy(Dispatcher& dispatcher, ProgressObserver& observer, std::function<bool()> stop_requested);

  /// The jobs at work share the workers evenly. `context` and `store` outlive the proxy.
  void admit(JobContext const& context, Plan plan, ResultStore& store);

  /// Works until every job has its result, or has stopped because too many of its folds failed, or a stop was
  /// requested. What runs then is brought home. Calls `finish` on each store.
  void run();

  [[nodiscard]] std::deque<JobRun> const& jobs() const { return jobs_; }
  [[nodiscard]] Progress progress() const;

private:
  void hand_out();
  void bring_home();
  void note_events();
  void flush_now_and_then();
  void finish(JobRun& job);

  Dispatcher& dispatcher_;
  ProgressObserver& observer_;
  std::function<bool()> stop_requested_;
  std::deque<JobRun> jobs_;
  std::vector<JobRun*> at_work_;
  std::size_t turn_ = 0; ///< the job that is served first, for fairness
  double flushed_ = 0;
};

} // namespace rankfold::roles
