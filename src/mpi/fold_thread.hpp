#pragma once

#include "mpi/wire.hpp"
#include "roles/fold_runner.hpp"
#include "support/clock.hpp"
#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>

namespace rankfold::mpi {

/// Runs a worker's folds in a thread of its own, in the order given, so that the rank stays able to listen while a fold
/// takes minutes. All calls come from the one thread that talks to MPI.
class FoldThread {
public:
  explicit FoldThread(roles::FoldRunner runner);
  /// Lets the fold that runs end; those not begun are dropped.
  ~FoldThread();
  FoldThread(FoldThread const&) = delete;
  FoldThread& operator=(FoldThread const&) = delete;

  /// Puts an order's folds behind those that wait; what it teaches, of configurations or jobs, is known to them.
  void add(Order order);

  /// Takes away up to `most` folds that were not begun, the last first, but no part of a chain. @return how many
  [[nodiscard]] std::size_t take_back(std::size_t most);
  /// Takes away all folds that were not begun. @return how many
  [[nodiscard]] std::size_t take_back_all();

  /// Forgets all folds and results, also that of the fold that runs, and counts runs anew. What it was taught stays.
  void reset();

  /// Sleeps until a report is due (see worker_rules.hpp), at most this long.
  /// @return whether a report is due. @throws what the runner threw.
  bool wait_until_due(std::chrono::microseconds at_most);

  /// Whether all folds given were run.
  [[nodiscard]] bool idle();

  /// The runs since the last call.
  [[nodiscard]] std::vector<FoldRun> take_runs();

private:
  void work();
  bool next(std::unique_lock<std::mutex>& lock);
  void learn(Order const& news);
  void learn_all(std::unique_lock<std::mutex>& lock);
  void run_one(std::unique_lock<std::mutex>& lock);
  [[nodiscard]] std::size_t held() const { return queue_.size() + (running_ ? 1 : 0); }
  [[nodiscard]] bool due() const;

  roles::FoldRunner runner_;
  std::mutex mutex_;
  std::condition_variable work_there_, report_due_;
  std::deque<Order> news_; ///< orders without their folds: what is to be learnt before the next fold, in order
  std::deque<roles::FoldRequest> queue_;
  roles::FoldRequest latest_; ///< the fold that was begun last
  std::vector<FoldRun> runs_; ///< not yet reported
  Stopwatch oldest_run_;      ///< since the first of `runs_` ended
  std::uint32_t runs_so_far_ = 0;
  std::uint32_t resets_ = 0;
  bool running_ = false;
  bool stopping_ = false;
  std::exception_ptr bug_;
  std::thread thread_; ///< last: it uses all of the above
};

} // namespace rankfold::mpi
