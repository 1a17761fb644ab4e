#include "roles/fold_queue.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <unordered_map>
#include <utility>

namespace rankfold::roles {
namespace {

constexpr double least_seconds_to_order = 0.001; ///< that folds typically take
constexpr double order_interval_seconds = 0.1;
constexpr double judge_interval_seconds = 0.1;
constexpr std::size_t most_withheld = 16384; ///< in view: each keeps its trial open, which costs memory

} // namespace

FoldQueue::FoldQueue(Deadline deadline, Clock clock) :
    deadline_{std::move(deadline)}, clock_{std::move(clock)}, ordered_at_{clock_()}, judged_at_{ordered_at_} {}

void FoldQueue::observe(FoldRequest const& request, double seconds) {
  costs_.observe(request, seconds);
  is_ordered_ = false;
  has_news_ = true;
}

void FoldQueue::release(JobId job) {
  costs_.release(job);
  shares_.release(job);
}

void FoldQueue::push_back(FoldRequest const& request) {
  waiting_.push_back(request);
  is_ordered_ = false;
}

/// A fold that is under suspicion goes alone, wherever it belongs.
std::size_t FoldQueue::end_of_piece(std::size_t begin) const {
  auto end = begin + 1;
  if (is_suspect(waiting_[begin])) return end;
  while (end < waiting_.size() && waiting_[end].continues(waiting_[end - 1]) && !is_suspect(waiting_[end])) ++end;
  return end;
}

double FoldQueue::seconds_of(std::size_t begin, std::size_t end) const {
  double seconds = 0;
  for (; begin < end; ++begin) seconds += costs_.seconds(waiting_[begin]);
  return seconds;
}

std::vector<FoldQueue::Turn> FoldQueue::waiting_pieces() const {
  std::vector<Turn> pieces;
  for (std::size_t begin = 0; begin < waiting_.size();) {
    auto const end = end_of_piece(begin);
    auto const seconds = is_suspect(waiting_[begin]) ? std::numeric_limits<double>::infinity() : seconds_of(begin, end);
    pieces.push_back({begin, end, seconds, 0});
    begin = end;
  }
  return pieces;
}

void FoldQueue::take_turns(std::vector<Turn>& pieces) const {
  std::unordered_map<JobId, double> ahead; // seconds of each job that come before
  for (auto& piece : pieces) {
    if (std::isinf(piece.seconds)) continue;
    auto const job = waiting_[piece.begin].job;
    piece.start = shares_.start(job, ahead[job]);
    ahead[job] += piece.seconds;
  }
  std::ranges::stable_sort(pieces, {}, [](Turn const& piece) { return std::isinf(piece.seconds) ? -1 : piece.start; });
}

void FoldQueue::put_in_order() {
  if (is_ordered_ || (costs_.typical_seconds() < least_seconds_to_order && !shares_.is_shared())) return;
  if (clock_() - ordered_at_ < order_interval_seconds) return;
  auto pieces = waiting_pieces();
  std::ranges::stable_sort(pieces, std::greater{}, &Turn::seconds);
  if (shares_.is_shared()) take_turns(pieces);
  std::deque<FoldRequest> ordered;
  for (auto const& [begin, end, seconds, start] : pieces) {
    for (auto i = begin; i < end; ++i) ordered.push_back(waiting_[i]);
  }
  waiting_ = std::move(ordered);
  is_ordered_ = true;
  ordered_at_ = clock_();
}

void FoldQueue::put_next_job_first() {
  if (!shares_.is_shared() || waiting_.empty()) return;
  auto const turn = [&](FoldRequest const& request) { return shares_.start(request.job); };
  auto const next = std::ranges::min_element(waiting_, {}, turn) - waiting_.begin();
  auto const end = end_of_piece(static_cast<std::size_t>(next));
  std::rotate(waiting_.begin(), waiting_.begin() + next, waiting_.begin() + static_cast<std::ptrdiff_t>(end));
}

Piece FoldQueue::front() const {
  auto const folds = end_of_piece(0);
  return {folds, seconds_of(0, folds)};
}

void FoldQueue::pop(Piece const& front, std::vector<FoldRequest>& requests) {
  auto const end = waiting_.begin() + static_cast<std::ptrdiff_t>(front.folds);
  requests.insert(requests.end(), waiting_.begin(), end);
  waiting_.erase(waiting_.begin(), end);
  withhold();
}

/// What is not known of it counts as nothing.
double FoldQueue::known_seconds_of_front() const {
  double seconds = 0;
  auto const end = end_of_piece(0);
  for (std::size_t i = 0; i < end; ++i) seconds += costs_.predict(waiting_[i]).value_or(0);
  return seconds;
}

void FoldQueue::withhold_front(double seconds) {
  for (auto left = end_of_piece(0); left > 0; --left) {
    withheld_.push_back({waiting_.front(), seconds});
    waiting_.pop_front();
  }
}

void FoldQueue::judge_anew() {
  if (!has_news_ || clock_() - judged_at_ < judge_interval_seconds) return;
  for (auto const& held : std::exchange(withheld_, {})) push_back(held.request);
  has_news_ = false;
  judged_at_ = clock_();
}

void FoldQueue::withhold() {
  if (std::isinf(deadline_.at)) return;
  if (waiting_.empty()) judge_anew();
  auto const left = deadline_.seconds_left();
  while (!waiting_.empty()) {
    auto const seconds = known_seconds_of_front();
    if (left > 0 && seconds <= left) return;
    withhold_front(seconds);
  }
}

Withheld FoldQueue::withheld() const {
  if (withheld_.empty()) return {};
  return {withheld_.size(), std::ranges::min_element(withheld_, {}, &Held::seconds)->seconds};
}

std::size_t FoldQueue::withdraw(JobId job) {
  return erase_if([&](FoldRequest const& request) { return request.job == job; });
}

void FoldQueue::clear() {
  waiting_.clear();
  withheld_.clear();
}

std::size_t FoldQueue::room(std::size_t wanted, std::size_t running) const {
  if (withheld_.size() >= most_withheld) return 0;
  return wanted - std::min(wanted, waiting_.size() + running);
}

} // namespace rankfold::roles
