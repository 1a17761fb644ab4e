#include "roles/trainer.hpp"

#include "search/grid_sampler.hpp"
#include "support/in_memory_store.hpp"
#include "support/scripted_dispatcher.hpp"
#include <cmath>
#include <gmock/gmock.h>

namespace rankfold::roles {
namespace {

using testing::failed;
using testing::InMemoryStore;
using testing::scored;

/// `count` configurations of one learner that differ in one number.
std::shared_ptr<std::vector<Configuration> const> grid(int count) {
  std::vector<Configuration> configurations;
  for (int i = 0; i < count; ++i) configurations.push_back({"sleep", {{"value", i}}});
  return std::make_shared<std::vector<Configuration> const>(std::move(configurations));
}

struct TrainerTest : ::testing::Test {
  Trainer make(int configurations, Trainer::Settings settings) {
    return {std::move(settings), std::make_unique<search::GridSampler>(grid(configurations)), book, keys, store};
  }
  static Trainer::Settings settings(int folds) {
    Trainer::Settings given;
    given.job = {0};
    given.task = {3};
    given.name = "t";
    given.first_trial = {30};
    given.folds = folds;
    return given;
  }
  static std::vector<FoldRequest> propose(Trainer& trainer, std::size_t most) {
    std::vector<FoldRequest> requests;
    trainer.propose(most, requests);
    return requests;
  }

  ConfigurationBook book;
  FoldKeys keys{DataDigest{0, std::vector<DataDigest::Task>(4)}, {}};
  InMemoryStore store;
};

TEST_F(TrainerTest, cuts_trials_into_folds_and_never_proposes_more_than_asked) {
  auto trainer = make(2, settings(3));

  auto const first = propose(trainer, 2);
  auto const rest = propose(trainer, 100);

  ASSERT_EQ(first.size(), 2u);
  ASSERT_EQ(rest.size(), 4u);
  EXPECT_EQ(first[1].trial.value, 30);
  EXPECT_EQ(first[1].fold, 1);
  EXPECT_EQ(rest[0].fold, 2);
  EXPECT_EQ(rest[3].trial.value, 31);
  EXPECT_TRUE(propose(trainer, 100).empty());
}

TEST_F(TrainerTest, proposes_whole_chains_even_where_less_is_asked_for) {
  auto const forecasters =
      std::make_shared<std::vector<Configuration> const>(std::vector<Configuration>{{"auto_arima", {}}, {"naive", {}}});
  job::ValidationSpec validation;
  validation.chain = 3;
  FoldKeys in_chains{DataDigest{0, std::vector<DataDigest::Task>(4)}, validation};
  Trainer trainer{settings(5), std::make_unique<search::GridSampler>(forecasters), book, in_chains, store};

  auto const first = propose(trainer, 1);
  auto const second = propose(trainer, 1);
  auto const others = propose(trainer, 4);

  ASSERT_EQ(first.size(), 3u);
  for (std::int32_t i = 0; i < 3; ++i) EXPECT_EQ(first[static_cast<std::size_t>(i)].before, i);
  ASSERT_EQ(second.size(), 2u) << "what is left of the trial";
  EXPECT_EQ(second[0].before, 0);
  EXPECT_TRUE(second[1].continues(second[0]));
  EXPECT_FALSE(second[0].continues(first[2]));
  EXPECT_EQ(others.size(), 4u);
  for (auto const& request : others) EXPECT_EQ(request.before, 0) << "a learner that is fitted from scratch every time";
}

TEST_F(TrainerTest, averages_in_fold_order_whatever_the_order_of_results) {
  std::vector<double> const scores{0.1, 1e16, -1e16, 0.7}; // a sum that depends on its order
  std::vector<double> objectives;
  for (bool const backwards : {false, true}) {
    auto trainer = make(1, settings(4));
    auto requests = propose(trainer, 10);
    if (backwards) std::ranges::reverse(requests);
    for (auto const& request : requests) trainer.tell(scored(request, scores[static_cast<std::size_t>(request.fold)]));
    objectives.push_back(store.trials.at(30).objective);
  }
  EXPECT_EQ(objectives[0], objectives[1]);
}

TEST_F(TrainerTest, keeps_the_incumbent_and_refits_it_once_all_trials_are_final) {
  auto trainer = make(3, settings(1));
  auto const requests = propose(trainer, 10);
  trainer.tell(scored(requests[2], 5.0));
  trainer.tell(scored(requests[0], 7.0));
  EXPECT_TRUE(propose(trainer, 10).empty()) << "a trial is still out";
  trainer.tell(scored(requests[1], 9.0));

  auto const refit = propose(trainer, 10);
  ASSERT_EQ(refit.size(), 1u);
  EXPECT_EQ(refit[0].fold, std::int32_t{FoldRequest::refit});
  EXPECT_EQ(refit[0].trial.value, 32);
  EXPECT_FALSE(trainer.finished());
  auto answer = scored(refit[0], 0);
  answer.text = "{}";
  trainer.tell(answer);

  EXPECT_TRUE(trainer.finished());
  EXPECT_EQ(store.models.at(3).first.value, 32);
  EXPECT_EQ(store.tasks.at(3).best_objective, 5.0);
  EXPECT_EQ(store.tasks.at(3).state, State::complete);
  EXPECT_TRUE(propose(trainer, 10).empty());
}

TEST_F(TrainerTest, of_equal_trials_the_lower_number_wins_in_any_order) {
  auto trainer = make(2, settings(1));
  auto const requests = propose(trainer, 10);
  trainer.tell(scored(requests[1], 5.0));
  trainer.tell(scored(requests[0], 5.0));
  EXPECT_EQ(trainer.record().best_trial.value, 30);
}

TEST_F(TrainerTest, larger_is_better_where_the_metric_says_so) {
  auto given = settings(1);
  given.direction = job::Direction::maximize;
  auto trainer = make(2, given);
  auto const requests = propose(trainer, 10);
  trainer.tell(scored(requests[0], 1.0));
  trainer.tell(scored(requests[1], 2.0));
  EXPECT_EQ(trainer.record().best_trial.value, 31);
}

TEST_F(TrainerTest, a_failed_fold_fails_its_trial_and_the_others_go_on) {
  auto trainer = make(2, settings(2));
  auto const requests = propose(trainer, 10);
  trainer.tell(failed(requests[0], "no"));
  for (std::size_t i = 1; i < 4; ++i) trainer.tell(scored(requests[i], 4.0));

  EXPECT_EQ(store.trials.at(30).state, State::failed);
  EXPECT_TRUE(std::isnan(store.trials.at(30).objective));
  EXPECT_EQ(store.trials.at(31).state, State::complete);
  EXPECT_EQ(store.folds.size(), 4u);
  EXPECT_EQ(trainer.record().failed, 1);
  EXPECT_EQ(trainer.record().best_trial.value, 31);
}

TEST_F(TrainerTest, a_task_without_a_successful_trial_fails_without_a_refit) {
  auto trainer = make(1, settings(1));
  trainer.tell(failed(propose(trainer, 10)[0], "no"));
  EXPECT_TRUE(trainer.finished());
  EXPECT_EQ(store.tasks.at(3).state, State::failed);
  EXPECT_TRUE(propose(trainer, 10).empty());
}

TEST_F(TrainerTest, a_failed_refit_is_an_event_and_the_task_still_complete) {
  auto trainer = make(1, settings(1));
  trainer.tell(scored(propose(trainer, 10)[0], 1.0));
  trainer.tell(failed(propose(trainer, 10)[0], "singular"));
  EXPECT_TRUE(trainer.finished());
  EXPECT_TRUE(store.models.empty());
  ASSERT_EQ(store.events.size(), 1u);
  EXPECT_EQ(store.events[0].kind, "refit_failed");
  EXPECT_EQ(store.events[0].message, "singular");
}

FoldResult failed_by(Cause cause, FoldRequest const& request) {
  auto result = failed(request, "why");
  result.cause = cause;
  return result;
}

TEST_F(TrainerTest, a_fold_whose_process_failed_is_tried_again_and_only_the_last_try_counts) {
  for (auto const cause : {Cause::crashed, Cause::exit_code, Cause::timeout, Cause::memory, Cause::invalid_output}) {
    store = {};
    auto given = settings(2);
    given.retries = 2;
    given.refit = Trainer::Refit::never;
    auto trainer = make(1, given);
    auto const requests = propose(trainer, 10);

    EXPECT_FALSE(trainer.tell(failed_by(cause, requests[0])));
    auto const second = propose(trainer, 10);
    ASSERT_EQ(second.size(), 1u);
    EXPECT_EQ(second[0].attempt, 2);
    EXPECT_EQ(second[0].key, requests[0].key);
    EXPECT_TRUE(propose(trainer, 10).empty());
    EXPECT_TRUE(trainer.tell(scored(requests[1], 3.0)));
    EXPECT_FALSE(trainer.finished());
    EXPECT_TRUE(trainer.tell(scored(second[0], 1.0)));

    EXPECT_TRUE(trainer.finished());
    EXPECT_EQ(trainer.record().best_objective, 2.0);
    EXPECT_EQ(store.folds_put, 2u);
    EXPECT_EQ((store.folds.at({30, 0}).request.attempt), 2);
  }
}

TEST_F(TrainerTest, after_the_last_retry_the_failure_is_recorded_with_its_cause) {
  auto given = settings(1);
  given.retries = 1;
  auto trainer = make(1, given);
  auto const first = propose(trainer, 10);
  EXPECT_FALSE(trainer.tell(failed_by(Cause::timeout, first[0])));
  auto const second = propose(trainer, 10);
  EXPECT_TRUE(trainer.tell(failed_by(Cause::timeout, second[0])));

  EXPECT_TRUE(trainer.finished());
  EXPECT_EQ((store.folds.at({30, 0}).cause), Cause::timeout);
  std::vector<std::string> kinds;
  for (auto const& event : store.events) kinds.push_back(event.kind);
  EXPECT_THAT(kinds, ::testing::ElementsAre("timeout", "retry", "timeout"));
  EXPECT_EQ(store.events[1].message, "fold 0, attempt 1 of 2: why");
}

TEST_F(TrainerTest, what_the_learner_says_and_what_others_have_settled_is_final) {
  for (auto const cause : {Cause::learner, Cause::rank_lost, Cause::preempted}) {
    auto given = settings(1);
    given.retries = 5;
    auto trainer = make(1, given);
    auto const requests = propose(trainer, 10);
    EXPECT_TRUE(trainer.tell(failed_by(cause, requests[0])));
    EXPECT_TRUE(trainer.finished());
  }
}

TEST_F(TrainerTest, a_lost_rank_uses_up_no_retry) {
  auto given = settings(1);
  given.retries = 1;
  auto trainer = make(1, given);
  auto request = propose(trainer, 10)[0];
  request.attempt += 3; // as rank 0's crew counts
  request.losses += 3;
  EXPECT_FALSE(trainer.tell(failed_by(Cause::crashed, request)));
  auto const again = propose(trainer, 10);
  ASSERT_EQ(again.size(), 1u);
  EXPECT_EQ(again[0].attempt, 5);
  trainer.tell(failed_by(Cause::crashed, again[0]));
  EXPECT_TRUE(trainer.finished());
}

TEST_F(TrainerTest, a_refit_is_tried_again_too) {
  auto given = settings(1);
  given.retries = 1;
  auto trainer = make(1, given);
  trainer.tell(scored(propose(trainer, 10)[0], 1.0));
  auto const refit = propose(trainer, 10);
  ASSERT_EQ(refit.size(), 1u);
  ASSERT_TRUE(refit[0].is_refit());
  EXPECT_FALSE(trainer.tell(failed_by(Cause::crashed, refit[0])));
  EXPECT_FALSE(trainer.finished());
  auto const again = propose(trainer, 10);
  ASSERT_EQ(again.size(), 1u);
  EXPECT_EQ(again[0].attempt, 2);
  trainer.tell(scored(again[0], 0.0));
  EXPECT_TRUE(trainer.finished());
  EXPECT_EQ(store.models.size(), 1u);
}

} // namespace
} // namespace rankfold::roles
