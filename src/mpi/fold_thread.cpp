#include "mpi/fold_thread.hpp"

#include "mpi/worker_rules.hpp"
#include "roles/codec.hpp"
#include <algorithm>
#include <iterator>
#include <utility>

namespace rankfold::mpi {
FoldThread::FoldThread(roles::FoldRunner runner) : runner_{std::move(runner)}, thread_{[this] { work(); }} {}

FoldThread::~FoldThread() {
  {
    std::lock_guard const lock{mutex_};
    stopping_ = true;
  }
  work_there_.notify_one();
  thread_.join();
}

void FoldThread::add(Order order) {
  {
    std::lock_guard const lock{mutex_};
    queue_.insert(queue_.end(), order.requests.begin(), order.requests.end());
    order.requests.clear();
    news_.push_back(std::move(order));
  }
  work_there_.notify_one();
}

std::size_t FoldThread::take_back(std::size_t most) {
  std::lock_guard const lock{mutex_};
  return mpi::take_back(queue_, latest_, most);
}

std::size_t FoldThread::take_back_all() {
  std::lock_guard const lock{mutex_};
  return std::exchange(queue_, {}).size();
}

void FoldThread::reset() {
  std::lock_guard const lock{mutex_};
  queue_.clear();
  runs_.clear();
  runs_so_far_ = 0;
  ++resets_;
}

bool FoldThread::due() const { return report_is_due(runs_.size(), held(), oldest_run_.seconds()); }

bool FoldThread::wait_until_due(std::chrono::microseconds at_most) {
  std::unique_lock lock{mutex_};
  bool const is_due = report_due_.wait_for(lock, at_most, [this] { return bug_ || due(); });
  if (bug_) std::rethrow_exception(bug_);
  return is_due;
}

bool FoldThread::idle() {
  std::lock_guard const lock{mutex_};
  return held() == 0;
}

std::vector<FoldRun> FoldThread::take_runs() {
  std::lock_guard const lock{mutex_};
  return std::exchange(runs_, {});
}

void FoldThread::learn(Order const& news) {
  JobId const job{news.number};
  if (news.kind == Order::Kind::admit) runner_.admit(job, roles::decode_late_job(news.job));
  if (news.kind == Order::Kind::release) runner_.release(job);
  for (auto const& lesson : news.lessons)
    runner_.learn(lesson.job, roles::decode_configurations(lesson.configurations));
}

void FoldThread::learn_all(std::unique_lock<std::mutex>& lock) {
  auto const news = std::exchange(news_, {});
  lock.unlock();
  for (auto const& one : news) learn(one);
  lock.lock();
}

void FoldThread::run_one(std::unique_lock<std::mutex>& lock) {
  auto const request = latest_ = queue_.front();
  queue_.pop_front();
  running_ = true;
  auto const begun_in = resets_;
  lock.unlock();
  Stopwatch const watch;
  FoldRun run;
  run.result = runner_.run(request);
  run.seconds = static_cast<float>(watch.seconds());
  lock.lock();
  running_ = false;
  if (begun_in != resets_) return; // nobody waits for it any more
  run.number = runs_so_far_++;
  if (runs_.empty()) oldest_run_ = {};
  runs_.push_back(std::move(run));
  if (due()) report_due_.notify_one();
}

bool FoldThread::next(std::unique_lock<std::mutex>& lock) {
  work_there_.wait(lock, [this] { return stopping_ || !news_.empty() || !queue_.empty(); });
  if (stopping_) return false;
  if (!news_.empty()) {
    learn_all(lock);
  } else {
    run_one(lock);
  }
  return true;
}

void FoldThread::work() {
  std::unique_lock lock{mutex_};
  try {
    while (next(lock)) {
    }
  } catch (...) { // for the thread that may tell the other ranks
    if (!lock.owns_lock()) lock.lock();
    bug_ = std::current_exception();
    report_due_.notify_one();
  }
}

} // namespace rankfold::mpi
