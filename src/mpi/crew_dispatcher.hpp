#pragma once

#include "mpi/backoff.hpp"
#include "mpi/crew.hpp"
#include "mpi/fold_dispatcher.hpp"
#include "mpi/liveness.hpp"
#include "mpi/post.hpp"
#include "mpi/supply.hpp"
#include <map>
#include <memory>

namespace rankfold::mpi {

/// Rank 0's side of both schedules: reads the workers' mail, watches over them, and replaces those that are lost.
///
/// A lost worker's folds wait again. Only rank 0 takes notice, and the replacement only gets to know rank 0, so the
/// others go on undisturbed; but where they wait in a collective, which could never end, they are told to leave it, and
/// from then on everything goes point to point.
class CrewDispatcher final : public RankDispatcher {
public:
  /// While the others are in `serve`.
  CrewDispatcher(Scope& scope, DispatchSettings const& settings);

  [[nodiscard]] std::size_t room() const override { return supply_->room(); }
  [[nodiscard]] std::size_t view_of_each() const override { return view_of_each_job; }
  void submit(std::span<roles::FoldRequest const> requests) override;
  void learn(JobId job, std::span<Configuration const> configurations) override { crew_.learn(job, configurations); }
  void note_cost(roles::FoldRequest const& request, double seconds) override { crew_.note_cost(request, seconds); }
  void weigh(JobId job, double weight) override { crew_.weigh(job, weight); }
  void admit(JobId job, roles::LateJob const& late) override;
  void release(JobId job) override;
  [[nodiscard]] std::size_t in_flight() const override { return crew_.in_flight(); }
  [[nodiscard]] roles::Withheld withheld() const override { return crew_.withheld(); }
  [[nodiscard]] std::vector<roles::FoldResult> wait() override;
  void withdraw() override { supply_->withdraw(); }
  [[nodiscard]] std::size_t withdraw(JobId job) override { return crew_.withdraw(job); }
  [[nodiscard]] std::vector<roles::RankUse> ranks() const override { return crew_.ranks(); }
  [[nodiscard]] std::vector<roles::Event> take_events() override { return std::exchange(events_, {}); }
  void finish(int exit_code) override;

private:
  static constexpr std::size_t view_of_each_job = 256;

  [[nodiscard]] std::unique_ptr<Supply> make_refills(MPI_Comm ranks);
  void tell_all(Order const& order);
  void advance(std::vector<roles::FoldResult>& results);
  void keep_watch();
  void see_out();
  void read_mail(std::vector<roles::FoldResult>& results);
  void take(Post::Letter const& letter, std::vector<roles::FoldResult>& results);
  void lose(Liveness::Loss const& loss);
  void regroup();
  [[nodiscard]] bool can_replace() const;
  [[nodiscard]] bool wants_replacement() const;
  void replace_one();
  void note(std::string kind, std::size_t worker, std::string message);

  Scope& scope_;
  Crew crew_;
  Post post_;
  Liveness liveness_;
  std::size_t longest_chain_;
  std::unique_ptr<Supply> supply_;
  Backoff backoff_{std::chrono::milliseconds{4}};
  std::int64_t epoch_ = 0;
  std::size_t vacancies_ = 0; ///< workers lost and not replaced
  bool replaces_;             ///< lost workers, as long as that works
  int failed_starts_ = 0;     ///< of replacements, in a row
  Stopwatch since_loss_;
  int replaced_in_vain_ = 0; ///< since a fold came back
  std::size_t farewells_ = 0;
  bool leaving_ = false;
  std::vector<roles::Event> events_;
  std::map<JobId, Bytes> late_jobs_; ///< orders that admit the jobs of now, for workers to come
};

} // namespace rankfold::mpi
