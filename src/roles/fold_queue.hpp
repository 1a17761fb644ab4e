#pragma once

#include "roles/cost_model.hpp"
#include "roles/deadline.hpp"
#include "roles/dispatcher.hpp"
#include "roles/fair_share.hpp"
#include "support/clock.hpp"
#include <deque>
#include <span>
#include <vector>

namespace rankfold::roles {

/// What goes to one worker in one piece: a fold, or those of a chain that wait one behind the other.
struct Piece {
  std::size_t folds;
  double seconds; ///< that they are expected to take together
};

/// Folds that wait for a worker, in the order in which they are to be begun, and what is known of how long they take.
///
/// A piece that is expected to take longer than is left until the deadline is withheld, so that shorter ones go out
/// instead; a piece of which nothing is known is not. At the deadline everything is.
class FoldQueue {
public:
  /// @param clock by which what is to be done now and then is
  explicit FoldQueue(Deadline deadline = {}, Clock clock = monotonic_seconds);

  void learn(JobId job, std::span<Configuration const> configurations) { costs_.learn(job, configurations); }
  /// The job's number may be given to another. @pre none of its folds waits
  void release(JobId job);
  /// By which jobs take turns. Who begins a fold, or takes it back, notes it there.
  [[nodiscard]] FairShare& shares() { return shares_; }
  /// That a fold took so long.
  void observe(FoldRequest const& request, double seconds);
  [[nodiscard]] double expected_seconds(FoldRequest const& request) const { return costs_.seconds(request); }
  [[nodiscard]] double typical_seconds() const { return costs_.typical_seconds(); }

  /// Folds that may be begun, in the order in which they wait.
  [[nodiscard]] std::size_t size() const { return waiting_.size(); }
  /// Those, and what is withheld.
  [[nodiscard]] std::size_t total() const { return waiting_.size() + withheld_.size(); }
  void push_back(FoldRequest const& request);
  void push_front(FoldRequest const& request) { waiting_.push_front(request); }
  /// What waits first. @pre size() > 0
  [[nodiscard]] Piece front() const;
  /// Appends what waits first. @param front as `front` gave it
  void pop(Piece const& front, std::vector<FoldRequest>& requests);
  /// Whether a rank was lost while it held the first fold: then it goes alone, to be known if that happens again.
  [[nodiscard]] bool front_is_suspect() const { return is_suspect(waiting_.front()); }
  [[nodiscard]] static bool is_suspect(FoldRequest const& request) { return request.losses > 0; }

  /// Puts what is expected to take longest first, so that none of it is begun when the rest is done: a chain by all its
  /// folds, which stay together. Of equals the order stays, and suspects come before all others. Where several jobs
  /// share the workers, their folds take turns by the jobs' weights, the longest of each first. Does so only where
  /// that has become useful: folds of a millisecond of a single job need no order. To be called often.
  void put_in_order();
  /// Of several jobs, puts the first piece of the one whose turn it is first, and leaves the rest as it is.
  void put_next_job_first();
  /// Withholds what waits first as long as there is too little time left for it. Where nothing else waits, what was
  /// withheld is judged anew, if more has been learnt since. To be called before folds are taken.
  void withhold();
  [[nodiscard]] Withheld withheld() const;

  void clear();
  /// Removes the folds of one job. @return how many
  [[nodiscard]] std::size_t withdraw(JobId job);
  /// Removes those that wait, or are withheld, for which `is_unwanted(request)`. @return how many
  std::size_t erase_if(auto&& is_unwanted) {
    auto const waited = std::erase_if(waiting_, is_unwanted);
    return waited + std::erase_if(withheld_, [&](Held const& held) { return is_unwanted(held.request); });
  }

  /// How many folds to ask for, so that `wanted` of them wait or run. @param running those that do not wait here.
  /// Those withheld do not count, so that shorter ones come into view behind them, up to a limit.
  [[nodiscard]] std::size_t room(std::size_t wanted, std::size_t running) const;

private:
  /// A piece of what waits, and when its turn is.
  struct Turn {
    std::size_t begin, end;
    double seconds;
    double start; ///< on the jobs' virtual clock
  };
  struct Held {
    FoldRequest request;
    double seconds; ///< that its piece is expected to take
  };

  [[nodiscard]] std::vector<Turn> waiting_pieces() const;
  void take_turns(std::vector<Turn>& pieces) const;
  [[nodiscard]] std::size_t end_of_piece(std::size_t begin) const;
  [[nodiscard]] double seconds_of(std::size_t begin, std::size_t end) const;
  [[nodiscard]] double known_seconds_of_front() const;
  void withhold_front(double seconds);
  void judge_anew();

  CostModel costs_;
  FairShare shares_;
  Deadline deadline_;
  Clock clock_;
  std::deque<FoldRequest> waiting_;
  std::vector<Held> withheld_;
  bool is_ordered_ = true;        ///< nothing has come, or been learnt, since what waits was put in order
  bool has_news_ = false;         ///< something has been learnt since what is withheld was judged
  double ordered_at_, judged_at_; ///< by the clock
};

} // namespace rankfold::roles
