#include "mpi/crew.hpp"
#include "support/dispatch_test.hpp"
#include <gmock/gmock.h>

namespace rankfold::mpi {
namespace {

using test::make_configurations;
using test::make_requests;

Crew make_crew(int workers, std::int64_t configurations = 1) {
  Crew crew{std::vector<roles::RankUse>(static_cast<std::size_t>(workers) + 1)};
  crew.learn(JobId{0}, make_configurations(configurations));
  return crew;
}

/// That many pieces: of folds that form no chains, so many folds.
std::vector<roles::FoldRequest> pop(Crew& crew, int count) {
  std::vector<roles::FoldRequest> requests;
  for (; count > 0; --count) crew.pop(crew.front(), requests);
  return requests;
}

FoldRun run(std::uint32_t number, float seconds = 0.5F) {
  FoldRun run{number, seconds, {}};
  run.result.state = State::complete;
  run.result.metrics[0] = number;
  return run;
}

TEST(CrewTest, results_get_their_requests_back_and_the_rank_that_ran_them) {
  auto crew = make_crew(2);
  auto const requests = make_requests(3);
  crew.submit(requests);
  (void)crew.give(1, Order::Kind::work, pop(crew, 3));
  std::vector<roles::FoldResult> results;

  crew.settle(1, {Report::Kind::folds, 0, {run(0), run(1)}}, results);
  crew.settle(1, {Report::Kind::folds, 0, {run(2)}}, results);

  ASSERT_EQ(results.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(results[i].request, requests[i]);
    EXPECT_EQ(results[i].rank, 2);
    EXPECT_EQ(results[i].metrics[0], static_cast<double>(i));
  }
  EXPECT_EQ(crew.in_flight(), 0U);
  EXPECT_EQ(crew.load(1), 0);
  EXPECT_EQ(crew.ranks()[2].folds, 3);
  EXPECT_DOUBLE_EQ(crew.ranks()[2].busy_seconds, 1.5);
}

TEST(CrewTest, folds_given_back_wait_again_in_their_old_order) {
  auto crew = make_crew(1);
  auto const requests = make_requests(6);
  crew.submit(requests);
  (void)crew.give(0, Order::Kind::work, pop(crew, 4));
  std::vector<roles::FoldResult> results;

  crew.settle(0, {Report::Kind::given_back, 3, {run(0)}}, results);

  EXPECT_EQ(crew.held(0), 0U);
  EXPECT_EQ(crew.waiting(), 5U);
  for (std::size_t i = 1; i < 6; ++i) EXPECT_EQ(pop(crew, 1).front(), requests[i]);
}

TEST(CrewTest, what_was_sent_before_a_recall_is_taught_again) {
  auto crew = make_crew(1);
  crew.submit(make_requests(1));
  (void)crew.give(0, Order::Kind::work, pop(crew, 1));
  crew.recall();
  EXPECT_EQ(crew.give(0, Order::Kind::work, pop(crew, 1)).lessons.size(), 1U);
}

TEST(CrewTest, in_flight_counts_what_waits_and_what_is_held) {
  auto crew = make_crew(2);
  crew.submit(make_requests(10));
  (void)crew.give(0, Order::Kind::work, pop(crew, 4));
  EXPECT_EQ(crew.in_flight(), 10U);
  crew.withdraw();
  EXPECT_EQ(crew.in_flight(), 4U);
}

TEST(CrewTest, an_order_teaches_what_is_new_to_that_worker) {
  auto crew = make_crew(2, 2);
  crew.submit(make_requests(40, 2));
  EXPECT_EQ(crew.give(0, Order::Kind::work, pop(crew, 10)).lessons.size(), 1U);
  EXPECT_EQ(crew.give(0, Order::Kind::work, pop(crew, 10)).lessons.size(), 0U);
  EXPECT_EQ(crew.give(1, Order::Kind::work, pop(crew, 10)).lessons.size(), 1U);
}

TEST(CrewTest, load_is_what_the_folds_held_are_expected_to_take) {
  auto crew = make_crew(1);
  crew.submit(make_requests(3));
  (void)crew.give(0, Order::Kind::work, pop(crew, 1));
  EXPECT_DOUBLE_EQ(crew.load(0), roles::CostModel::unknown_seconds);
  std::vector<roles::FoldResult> results;
  crew.settle(0, {Report::Kind::folds, 0, {run(0, 0.25F)}}, results);
  (void)crew.give(0, Order::Kind::work, pop(crew, 2));
  EXPECT_NEAR(crew.load(0), 0.5, 0.01);
}

TEST(CrewTest, a_lost_workers_folds_wait_again_at_the_front_as_suspects) {
  auto crew = make_crew(2);
  auto const requests = make_requests(6);
  crew.submit(requests);
  (void)crew.give(0, Order::Kind::work, pop(crew, 3));
  std::vector<roles::FoldResult> results;
  crew.settle(0, {Report::Kind::folds, 0, {run(0)}}, results);

  crew.lose(0);

  EXPECT_EQ(crew.present(), 1U);
  EXPECT_FALSE(crew.is_present(0));
  EXPECT_GT(crew.ranks()[1].left, 0);
  EXPECT_EQ(crew.in_flight(), 5U);
  for (std::size_t i = 1; i < 6; ++i) {
    EXPECT_EQ(crew.front_is_suspect(), i < 3);
    auto const next = pop(crew, 1).front();
    EXPECT_EQ(next.trial, requests[i].trial);
    EXPECT_EQ(next.fold, requests[i].fold);
    EXPECT_EQ(next.attempt, i < 3 ? 2 : 1);
    EXPECT_EQ(next.losses, i < 3 ? 1 : 0);
  }
}

using test::make_chains;

TEST(CrewTest, the_folds_of_a_chain_go_in_one_piece) {
  auto crew = make_crew(1);
  auto const requests = make_chains(15, 3); // trials of five folds: chains of three and two
  crew.submit(requests);
  std::size_t next = 0;
  for (std::size_t const folds : {3, 2, 3, 2, 3, 2}) {
    EXPECT_EQ(crew.front().folds, folds);
    EXPECT_DOUBLE_EQ(crew.front().seconds, static_cast<double>(folds) * roles::CostModel::unknown_seconds);
    for (auto const& request : pop(crew, 1)) EXPECT_EQ(request, requests[next++]);
  }
  EXPECT_EQ(crew.waiting(), 0U);
}

TEST(CrewTest, what_is_left_of_a_chain_goes_by_itself) {
  auto crew = make_crew(1);
  auto requests = make_chains(10, 5);
  requests.erase(requests.begin() + 1); // known from before
  crew.submit(requests);
  EXPECT_EQ(crew.front().folds, 1U);
  (void)pop(crew, 1);
  EXPECT_EQ(crew.front().folds, 3U);
}

TEST(CrewTest, the_folds_of_a_chain_that_a_rank_died_of_go_alone) {
  auto crew = make_crew(1);
  crew.submit(make_chains(10, 5));
  (void)crew.give(0, Order::Kind::work, pop(crew, 1));
  std::vector<roles::FoldResult> results;
  crew.settle(0, {Report::Kind::given_back, 2, {run(0), run(1)}}, results); // holds the third fold only
  crew.lose(0);

  EXPECT_TRUE(crew.front_is_suspect());
  EXPECT_EQ(crew.front().folds, 1U);
  (void)pop(crew, 1);
  EXPECT_FALSE(crew.front_is_suspect());
  EXPECT_EQ(crew.front().folds, 2U);
}

/// Tells the crew that such folds take so long.
void teach(Crew& crew, roles::FoldRequest const& request, double seconds) {
  for (int i = 0; i < 20; ++i) crew.note_cost(request, seconds);
}

TEST(CrewTest, chains_are_ordered_by_all_their_folds_and_stay_whole) {
  auto crew = make_crew(1, 2);
  auto requests = make_chains(15, 5, 2); // trials 0 and 2 of configuration 0, 1 of the other
  teach(crew, requests[0], 0.01);
  teach(crew, requests[1], 0.001);
  requests.push_back({JobId{0}, TaskId{0}, TrialId{9}, ConfigurationId{0}, 0}); // longer than a fold, not than a chain
  crew.submit(requests);
  test::sleep_seconds(0.15); // it is not put in order all the time
  crew.put_in_order();

  double before = std::numeric_limits<double>::infinity();
  std::vector<std::size_t> lengths;
  while (crew.waiting() > 0) {
    EXPECT_LE(crew.front().seconds, before);
    before = crew.front().seconds;
    lengths.push_back(crew.front().folds);
    auto const piece = pop(crew, 1);
    for (std::size_t i = 0; i < piece.size(); ++i) EXPECT_EQ(piece[i].fold, static_cast<std::int32_t>(i));
  }
  EXPECT_THAT(lengths, ::testing::ElementsAre(5, 5, 5, 1));
}

std::size_t spare_of(int folds, std::int32_t chain, int run_before = 0) {
  auto crew = make_crew(1);
  auto const requests = make_chains(folds, chain);
  crew.submit(requests);
  std::vector<roles::FoldRequest> all;
  while (crew.waiting() > 0) crew.pop(crew.front(), all);
  (void)crew.give(0, Order::Kind::work, all);
  std::vector<roles::FoldResult> results;
  for (int i = 0; i < run_before; ++i)
    crew.settle(0, {Report::Kind::folds, 0, {run(static_cast<std::uint32_t>(i))}}, results);
  return crew.spare(0);
}

TEST(CrewTest, half_of_what_a_worker_holds_may_go_elsewhere_but_no_part_of_a_chain) {
  EXPECT_EQ(spare_of(1, 1), 0U);
  EXPECT_EQ(spare_of(2, 1), 1U);
  EXPECT_EQ(spare_of(7, 1), 3U);
  EXPECT_EQ(spare_of(5, 5), 0U);
  EXPECT_EQ(spare_of(5, 5, 2), 0U);
  EXPECT_EQ(spare_of(10, 5), 5U);
  EXPECT_EQ(spare_of(10, 5, 2), 5U) << "more than half, but in one piece";
  EXPECT_EQ(spare_of(15, 5), 5U);
  EXPECT_EQ(spare_of(10, 3), 5U) << "chains of three and two";
}

TEST(CrewTest, who_joins_gets_a_number_of_its_own_and_knows_nothing_yet) {
  auto crew = make_crew(1);
  crew.submit(make_requests(2));
  (void)crew.give(0, Order::Kind::work, pop(crew, 1));
  crew.lose(0);

  auto const worker = crew.join({});

  EXPECT_EQ(worker, 1U);
  EXPECT_EQ(crew.ranks().back().rank, 2);
  EXPECT_EQ(crew.give(worker, Order::Kind::work, pop(crew, 1)).lessons.size(), 1U);
  EXPECT_TRUE(crew.holds_suspect(worker));
}

TEST(CrewTest, after_a_recall_reports_begin_anew) {
  auto crew = make_crew(2);
  crew.submit(make_requests(4));
  (void)crew.give(0, Order::Kind::work, pop(crew, 2));
  (void)crew.give(1, Order::Kind::work, pop(crew, 2));
  std::vector<roles::FoldResult> results;
  crew.settle(0, {Report::Kind::folds, 0, {run(0)}}, results);

  crew.recall();

  EXPECT_EQ(crew.waiting(), 3U);
  (void)crew.give(0, Order::Kind::work, pop(crew, 1));
  crew.settle(0, {Report::Kind::folds, 0, {run(0)}}, results);
  EXPECT_EQ(results.size(), 2U);
}

/// Gives a fold alone to one worker after the other, each of which dies of it.
void lose_in_a_row(Crew& crew, int workers) {
  for (; workers > 0; --workers) {
    auto const worker = crew.join({});
    (void)crew.give(worker, Order::Kind::work, pop(crew, 1));
    crew.lose(worker);
  }
}

TEST(CrewTest, a_configuration_that_kills_three_ranks_in_a_row_is_not_run_any_more) {
  auto crew = make_crew(1, 2);
  auto requests = make_requests(20, 2); // five folds of configuration 0, five of 1, and again
  crew.submit(requests);
  lose_in_a_row(crew, Quarantine::deadly);
  crew.submit(std::span{requests}.first(1));

  std::vector<roles::FoldResult> given_up;
  crew.take_given_up(given_up);

  EXPECT_EQ(given_up.size(), 11U);
  for (auto const& result : given_up) {
    EXPECT_EQ(result.request.configuration, ConfigurationId{0});
    EXPECT_EQ(result.state, State::failed);
    EXPECT_EQ(result.cause, roles::Cause::rank_lost);
  }
  EXPECT_EQ(crew.waiting(), 10U);
  EXPECT_EQ(crew.in_flight(), 10U);
}

TEST(CrewTest, a_fold_that_comes_back_clears_its_configuration) {
  auto crew = make_crew(1);
  crew.submit(make_requests(9));
  lose_in_a_row(crew, Quarantine::deadly - 1);
  (void)crew.give(0, Order::Kind::work, pop(crew, 1));
  std::vector<roles::FoldResult> results;
  crew.settle(0, {Report::Kind::folds, 0, {run(0)}}, results);

  lose_in_a_row(crew, Quarantine::deadly - 1);

  EXPECT_EQ(crew.waiting(), 8U);
}

TEST(CrewTest, a_report_of_what_was_not_given_is_a_bug) {
  auto crew = make_crew(1);
  crew.submit(make_requests(3));
  (void)crew.give(0, Order::Kind::work, pop(crew, 1));
  std::vector<roles::FoldResult> results;
  EXPECT_THROW(crew.settle(0, {Report::Kind::folds, 0, {run(1)}}, results), ContractViolation);
  EXPECT_THROW(crew.settle(0, {Report::Kind::folds, 2, {}}, results), ContractViolation);
  crew.settle(0, {Report::Kind::folds, 0, {run(0)}}, results);
  EXPECT_THROW(crew.settle(0, {Report::Kind::folds, 0, {run(1)}}, results), ContractViolation);
}

TEST(CrewTest, jobs_take_turns_by_weight_and_a_late_one_need_not_wait_for_what_came_before) {
  auto crew = make_crew(1);
  crew.learn(JobId{1}, make_configurations(1));
  crew.weigh(JobId{0}, 1);
  crew.submit(make_requests(400));
  crew.weigh(JobId{1}, 3);
  auto late = make_requests(90);
  for (auto& request : late) request.job = JobId{1};
  crew.submit(late);
  test::sleep_seconds(0.15);
  crew.put_in_order();

  auto const first = pop(crew, 40);

  EXPECT_EQ(std::ranges::count(first, JobId{0}, &roles::FoldRequest::job), 10);
  EXPECT_EQ(crew.withdraw(JobId{1}), 60U);
  EXPECT_EQ(crew.waiting(), 390U);
}

TEST(CrewTest, a_released_number_is_another_jobs) {
  auto crew = make_crew(1);
  crew.submit(make_requests(1));
  lose_in_a_row(crew, Quarantine::deadly);
  std::vector<roles::FoldResult> results;
  crew.take_given_up(results);
  EXPECT_EQ(results.size(), 1U);

  crew.release(JobId{0});
  crew.learn(JobId{0}, make_configurations(1, "other"));
  crew.submit(make_requests(1));

  EXPECT_EQ(crew.waiting(), 1U) << "it is not to blame";
  EXPECT_EQ(crew.give(0, Order::Kind::work, pop(crew, 1)).lessons.size(), 1U);
}

TEST(CrewTest, a_worker_that_rests_is_there_but_not_to_be_given_anything) {
  auto crew = make_crew(3);
  crew.rest(1);
  EXPECT_EQ(crew.present(), 3U);
  EXPECT_EQ(crew.able(), 2U);
  EXPECT_TRUE(crew.is_present(1));
  EXPECT_FALSE(crew.is_able(1));
  crew.lose(1);
  EXPECT_EQ(crew.able(), 2U);
  crew.lose(0);
  EXPECT_EQ(crew.able(), 1U);
  (void)crew.join({});
  EXPECT_EQ(crew.able(), 2U);
}

} // namespace
} // namespace rankfold::mpi
