#include "mpi/crew_dispatcher.hpp"

#include "mpi/collective.hpp"
#include "mpi/launch.hpp"
#include "mpi/mpi_courier.hpp"
#include "mpi/refills.hpp"
#include "mpi/replacement.hpp"
#include "mpi/scope_state.hpp"
#include "mpi/waves.hpp"
#include "support/error.hpp"
#include <fmt/format.h>

namespace rankfold::mpi {
namespace {

constexpr double moment_seconds = 0.2;  ///< after which `wait` returns with nothing
constexpr double farewell_seconds = 60; ///< that letting go may take
/// Replacements in a row without a single fold coming back: what kills them all would kill any number.
constexpr int most_in_vain = 12;
constexpr double calm_seconds = 0.3;  ///< since the last loss, before a replacement is started
constexpr int most_failed_starts = 3; ///< in a row

std::vector<roles::RankUse> uses(std::vector<Member> const& roster) {
  std::vector<roles::RankUse> uses;
  for (auto const& member : roster) uses.push_back(member.use);
  return uses;
}

} // namespace

CrewDispatcher::CrewDispatcher(Scope& scope, DispatchSettings const& settings) :
    scope_{scope}, crew_{uses(scope.state().roster), monotonic_seconds, settings.deadline}, post_{scope.state().ranks},
    liveness_{scope.state().roster.front(), settings.rank_timeout_seconds},
    longest_chain_{settings.longest_chain}, replaces_{settings.replaces} {
  for (std::size_t rank = 1; rank < scope.state().roster.size(); ++rank) liveness_.add(scope.state().roster[rank]);
  for (std::size_t worker = 0; worker < settings.may_work.size(); ++worker) {
    if (!settings.may_work[worker]) crew_.rest(worker);
  }
  if (settings.schedule == Schedule::static_waves) {
    supply_ = std::make_unique<Waves>(scope.state().ranks, crew_, longest_chain_);
  } else {
    auto* const first_scatter = settings.beginning == Beginning::by_letters ? MPI_COMM_NULL : scope.state().ranks;
    supply_ = make_refills(first_scatter);
  }
}

/// @param ranks see MpiCourier
std::unique_ptr<Supply> CrewDispatcher::make_refills(MPI_Comm ranks) {
  return std::make_unique<Refills>(std::make_unique<MpiCourier>(ranks, crew_.size(), post_), crew_, longest_chain_);
}

void CrewDispatcher::tell_all(Order const& order) {
  auto const letter = encode(order);
  for (std::size_t worker = 0; worker < crew_.size(); ++worker) {
    if (crew_.is_present(worker)) post_.send(worker, letter);
  }
  backoff_.reset();
}

void CrewDispatcher::admit(JobId job, roles::LateJob const& late) {
  expects(!supply_->is_collective(), "jobs come late where everything goes by letters");
  Order order{Order::Kind::admit, job.value};
  order.job = roles::encode(late);
  tell_all(order);
  late_jobs_[job] = encode(order);
}

void CrewDispatcher::release(JobId job) {
  if (late_jobs_.erase(job) > 0) tell_all({Order::Kind::release, job.value});
  crew_.release(job);
}

void CrewDispatcher::submit(std::span<roles::FoldRequest const> requests) {
  crew_.submit(requests);
  backoff_.reset();
}

void CrewDispatcher::note(std::string kind, std::size_t worker, std::string message) {
  events_.push_back({wall_seconds(), std::move(kind), static_cast<std::int32_t>(worker + 1), {}, std::move(message)});
}

void CrewDispatcher::take(Post::Letter const& letter, std::vector<roles::FoldResult>& results) {
  if (!crew_.is_present(letter.from)) return post_.send(letter.from, encode(Order{Order::Kind::expel}));
  liveness_.heard(letter.from);
  auto report = decode_report(letter.message);
  if (report.kind == Report::Kind::bug) throw ContractViolation{report.text};
  if (report.epoch != epoch_ || report.kind == Report::Kind::alive) return;
  auto const kind = report.kind;
  if (kind == Report::Kind::farewell) {
    ++farewells_;
    liveness_.forget(letter.from);
  }
  crew_.settle(letter.from, std::move(report), results);
  supply_->answered(letter.from, kind);
}

void CrewDispatcher::read_mail(std::vector<roles::FoldResult>& results) {
  for (auto const& letter : post_.collect()) take(letter, results);
  if (post_.busy()) backoff_.reset();
}

/// Everyone drops what it holds, and the collectives that are under way with it.
void CrewDispatcher::regroup() {
  ++epoch_;
  crew_.recall();
  supply_ = make_refills(MPI_COMM_NULL);
  tell_all({Order::Kind::regroup, epoch_});
}

void CrewDispatcher::lose(Liveness::Loss const& loss) {
  bool const regroups = supply_->is_collective();
  if (crew_.is_able(loss.worker)) ++vacancies_;
  crew_.lose(loss.worker);
  if (leaving_) ++farewells_; // it says no more
  post_.forget(loss.worker);
  supply_->answered(loss.worker, Report::Kind::given_back); // nothing is expected of it any more
  scope_.state().ranks_lost = true;
  since_loss_ = {};
  note("rank_lost", loss.worker,
       fmt::format("rank {} on {} is lost: {}; its folds are run again", loss.worker + 1,
                   crew_.ranks()[loss.worker + 1].host, loss.reason));
  if (regroups && !leaving_) regroup();
}

void CrewDispatcher::keep_watch() {
  post_.beat();
  for (auto const& loss : liveness_.check()) lose(loss);
}

bool CrewDispatcher::can_replace() const {
  return vacancies_ > 0 && replaces_ && replaced_in_vain_ < most_in_vain && !leaving_;
}

/// A new rank is worth its start only where folds wait for one. Losses come in swarms, and where another rank dies
/// while one starts, the start is likely to fail.
bool CrewDispatcher::wants_replacement() const {
  return can_replace() && crew_.waiting() > 0 && since_loss_.seconds() > calm_seconds;
}

void CrewDispatcher::replace_one() {
  ++replaced_in_vain_;
  try {
    auto const joined = start_replacement(scope_);
    auto const worker = crew_.join(joined.member.use);
    post_.join(joined.with_root);
    liveness_.add(joined.member);
    post_.send(worker, encode(Order{Order::Kind::regroup, epoch_}));
    for (auto const& [job, admission] : late_jobs_) post_.send(worker, admission);
    supply_->answered(worker, Report::Kind::given_back);
    --vacancies_;
    failed_starts_ = 0;
    note("rank_replaced", worker,
         fmt::format("rank {} on {} takes the place of a lost one", worker + 1, joined.member.use.host));
  } catch (SystemError const& failure) {
    look_while_waiting(nullptr);
    if (++failed_starts_ < most_failed_starts) return;
    replaces_ = false; // what failed again and again would go on to, and rank 0 has better to do
    if (crew_.able() == 0) throw SystemError{fmt::format("all workers are lost, and {}", failure.what())};
    note("rank_not_replaced", 0, fmt::format("a lost rank is not replaced: {}", failure.what()));
  }
}

void CrewDispatcher::advance(std::vector<roles::FoldResult>& results) {
  read_mail(results);
  keep_watch();
  if (wants_replacement()) replace_one();
  if (crew_.able() == 0 && crew_.waiting() > 0 && !can_replace()) throw SystemError{"all workers are lost"};
  supply_->advance(results);
  crew_.take_given_up(results);
  if (!results.empty()) replaced_in_vain_ = 0;
}

std::vector<roles::FoldResult> CrewDispatcher::wait() {
  std::vector<roles::FoldResult> results;
  for (Stopwatch turn; turn.seconds() < moment_seconds; backoff_.pause()) {
    advance(results);
    if (!results.empty()) {
      backoff_.reset();
      break;
    }
  }
  return results;
}

void CrewDispatcher::see_out() {
  for (std::size_t worker = 0; worker < crew_.size(); ++worker) {
    if (crew_.is_present(worker)) liveness_.forget(worker);
  }
  liveness_.see_out();
}

void CrewDispatcher::finish(int exit_code) {
  expects(in_flight() == 0, "workers are let go when they hold nothing");
  leaving_ = true;
  bool& ranks_lost = scope_.state().ranks_lost;
  bool const lost_before = ranks_lost;
  // Where ranks may be lost one may be so at the very end, too: then the others would wait for it in MPI_Finalize. Over
  // several nodes that is the lesser evil, see Scope.
  bool const part = lost_before || (outlives_ranks() && !spans_nodes(scope_.state()));
  supply_->dismiss({part ? Order::Kind::part : Order::Kind::leave, exit_code});
  std::vector<roles::FoldResult> none;
  Stopwatch watch;
  for (Backoff backoff; !supply_->all_given() || farewells_ < supply_->farewells_due(); backoff.pause()) {
    read_mail(none);
    keep_watch();
    if (ranks_lost && !lost_before) break; // the others have their word, and it needs none
    if (watch.seconds() > farewell_seconds) throw SystemError{"a worker does not answer when told to leave"};
  }
  ranks_lost = ranks_lost || part;
  if (ranks_lost) see_out();
  scope_.state().dismissed = true;
  scope_.state().exit_code = exit_code;
}

} // namespace rankfold::mpi
