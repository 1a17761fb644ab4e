#include "roles/trainer.hpp"

#include "roles/chain.hpp"
#include "support/clock.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <numeric>
#include <tuple>

namespace rankfold::roles {

Trainer::Trainer(Settings settings, std::unique_ptr<search::Sampler> sampler, ConfigurationBook& book, FoldKeys& keys,
                 ResultStore& store) :
    settings_{std::move(settings)},
    sampler_{std::move(sampler)}, book_{book}, keys_{keys}, store_{store} {
  record_.task = settings_.task;
  record_.name = settings_.name;
}

bool Trainer::all_trials_final() const { return sampler_->exhausted() && open_.empty(); }

bool Trainer::finished() const {
  bool const wants_model = settings_.refit == Refit::best && record_.best_trial.exists();
  return all_trials_final() && (!wants_model || refit_state_ == RefitState::done);
}

Trainer::OpenTrial* Trainer::trial_to_propose() {
  if (proposing_) return &open_.at(proposing_->value);
  auto const configuration = sampler_->ask();
  return configuration ? &open(*configuration) : nullptr;
}

Trainer::OpenTrial& Trainer::open(Configuration const& configuration) {
  auto const numbered = book_.number(configuration);
  if (numbered.is_new) store_.add_configurations({&configuration, 1});
  OpenTrial trial;
  trial.proposal = static_cast<std::size_t>(record_.trials);
  trial.record.trial = {settings_.first_trial.value + record_.trials};
  trial.record.task = settings_.task;
  trial.record.configuration = numbered.id;
  trial.record.state = State::running;
  trial.record.started = wall_seconds();
  trial.key = keys_.of_trial(settings_.task, numbered.id, configuration);
  trial.objectives.resize(static_cast<std::size_t>(settings_.folds));
  store_.put(trial.record);

  ++record_.trials;
  record_.state = State::running;
  if (record_.trials == 1) store_.put(record_);
  proposing_ = trial.record.trial;
  return open_.emplace(proposing_->value, std::move(trial)).first->second;
}

void Trainer::propose(std::size_t most, std::vector<FoldRequest>& requests) {
  std::size_t const end = requests.size() + most;
  propose_again(most, requests);
  while (requests.size() < end) {
    auto* const trial = trial_to_propose();
    if (!trial) break;
    propose_chains(*trial, end, requests);
    if (trial->proposed == settings_.folds) proposing_.reset();
  }
  if (requests.size() < end) propose_refit(requests);
}

void Trainer::propose_chains(OpenTrial& trial, std::size_t end, std::vector<FoldRequest>& requests) {
  for (; trial.proposed < settings_.folds; ++trial.proposed) {
    bool const begins_chain = folds_before(trial.proposed, trial.key.chain) == 0;
    if (begins_chain && requests.size() >= end) return;
    requests.push_back(request(trial, trial.proposed));
  }
}

FoldRequest Trainer::request(OpenTrial const& trial, std::int32_t fold) {
  return {settings_.job,
          settings_.task,
          trial.record.trial,
          trial.record.configuration,
          fold,
          1,
          keys_.of_fold(settings_.task, trial.key, fold),
          keys_.training_points(settings_.task, fold),
          0,
          fold == FoldRequest::refit ? 0 : folds_before(fold, trial.key.chain)};
}

void Trainer::propose_refit(std::vector<FoldRequest>& requests) {
  if (!all_trials_final() || finished() || refit_state_ != RefitState::none) return;
  refit_state_ = RefitState::proposed;
  requests.push_back(best_refit_);
}

void Trainer::propose_again(std::size_t most, std::vector<FoldRequest>& requests) {
  auto const count = static_cast<std::ptrdiff_t>(std::min(most, again_.size()));
  requests.insert(requests.end(), again_.begin(), again_.begin() + count);
  again_.erase(again_.begin(), again_.begin() + count);
}

bool Trainer::try_again(FoldResult const& result) {
  if (result.state != State::failed) return false;
  auto const& trial = result.request.trial;
  auto const what =
      fmt::format("{}, attempt {} of {}: {}", result.is_refit() ? "refit" : fmt::format("fold {}", result.request.fold),
                  result.request.attempt, settings_.retries + 1, result.text);
  if (result.cause == Cause::timeout && result.is_news())
    store_.add({wall_seconds(), "timeout", result.rank, trial, what});
  if (!may_pass(result.cause) || result.request.attempt - result.request.losses > settings_.retries) return false;
  store_.add({wall_seconds(), "retry", result.rank, trial, what});
  ++again_.emplace_back(result.request).attempt;
  return true;
}

bool Trainer::tell(FoldResult const& result) {
  if (try_again(result)) return false;
  if (result.is_refit()) {
    take_model(result);
  } else {
    take_fold(result);
  }
  return true;
}

void Trainer::note_times(OpenTrial& trial, FoldResult const& result) {
  if (result.is_news()) {
    trial.ended = wall_seconds();
    return;
  }
  trial.record.started = std::min(trial.record.started, result.started);
  trial.ended = std::max(trial.ended, result.started + result.fit_seconds + result.evaluate_seconds);
}

void Trainer::take_fold(FoldResult const& result) {
  auto const entry = open_.find(result.request.trial.value);
  expects(entry != open_.end(), "a fold result belongs to an open trial");
  auto& trial = entry->second;
  note_times(trial, result);
  ++trial.done;
  if (result.state == State::failed) ++trial.failed;
  trial.objectives.at(static_cast<std::size_t>(result.request.fold)) = result.metrics[0];
  store_.put(result);
  if (trial.done == settings_.folds) close(open_.extract(entry).mapped());
}

void Trainer::close(OpenTrial trial) {
  auto& record = trial.record;
  record.finished = trial.ended;
  if (trial.failed > 0) { // a mean over fewer folds could not be compared with the others'
    record.state = State::failed;
    ++record_.failed;
  } else {
    record.state = State::complete;
    record.objective = std::accumulate(trial.objectives.begin(), trial.objectives.end(), 0.0) / settings_.folds;
    ++record_.complete;
    consider(trial);
  }
  store_.put(record);
  sampler_->tell(trial.proposal, record.objective);
  if (all_trials_final()) record_.state = record_.complete > 0 ? State::complete : State::failed;
  store_.put(record_);
}

void Trainer::consider(OpenTrial const& trial) {
  auto const& [id, objective] = std::tie(trial.record.trial, trial.record.objective);
  bool const wins = !record_.best_trial.exists() ||
                    job::is_better(objective, record_.best_objective, settings_.direction) ||
                    // Of equally good trials the one with the lower number wins, whichever came back first.
                    (objective == record_.best_objective && id < record_.best_trial);
  if (!wins) return;
  record_.best_trial = id;
  record_.best_objective = objective;
  best_refit_ = request(trial, FoldRequest::refit);
}

void Trainer::take_model(FoldResult const& result) {
  refit_state_ = RefitState::done;
  if (result.state == State::complete) {
    store_.put_model(result);
  } else {
    store_.add({wall_seconds(), "refit_failed", result.rank, result.request.trial, result.text});
  }
}

} // namespace rankfold::roles
