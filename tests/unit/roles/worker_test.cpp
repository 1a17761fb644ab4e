#include "roles/worker.hpp"

#include "data/builders.hpp"
#include "learners/registry.hpp"
#include "roles/inline_dispatcher.hpp"
#include "support/error.hpp"
#include "support/random.hpp"
#include <algorithm>
#include <bit>
#include <cmath>
#include <gmock/gmock.h>
#include <limits>
#include <tuple>

namespace rankfold::roles {
namespace {

using ::testing::HasSubstr;
constexpr double missing = std::numeric_limits<double>::quiet_NaN();

job::Job forecasting_job() {
  job::Job made;
  made.data.kind = job::DataKind::series;
  made.validation.folds = 2;
  made.validation.test_size = 1;
  made.objective.metrics = {"mse", "mae"};
  return made;
}

data::Dataset series(std::vector<std::vector<double>> const& all) {
  data::SeriesBuilder builder;
  for (auto const& values : all) builder.add("s", values);
  return std::move(builder).build();
}

FoldRequest request(std::int64_t task, std::int64_t configuration, std::int32_t fold) {
  return {{0}, {task}, {task}, {configuration}, fold, 1};
}

Worker worker_for(job::Job job, data::Dataset dataset, std::vector<Configuration> const& configurations) {
  Worker worker{5};
  worker.admit(make_context(std::move(job), std::move(dataset)));
  worker.learn({0}, number_from({0}, configurations));
  return worker;
}

TEST(WorkerTest, fits_before_the_cutoff_and_scores_behind_it) {
  auto worker = worker_for(forecasting_job(), series({{1, 2, 4, 8}}), {{"naive", {}}});

  auto const first = worker.run(request(0, 0, 0));
  auto const second = worker.run(request(0, 0, 1));

  EXPECT_EQ(first.state, State::complete);
  EXPECT_EQ(first.rank, 5);
  EXPECT_DOUBLE_EQ(first.metrics[0], 4.0); // 4 - 2, squared
  EXPECT_DOUBLE_EQ(first.metrics[1], 2.0);
  EXPECT_DOUBLE_EQ(second.metrics[0], 16.0); // 8 - 4, squared
  EXPECT_TRUE(std::isnan(second.metrics[2])) << "the job has two metrics";
}

TEST(WorkerTest, a_gap_is_forecast_but_not_scored) {
  auto job = forecasting_job();
  job.validation.gap = 1;
  job.validation.folds = 1;
  auto worker = worker_for(job, series({{1, 2, 4, 8}}), {{"naive", {}}});
  EXPECT_DOUBLE_EQ(worker.run(request(0, 0, 0)).metrics[1], 6.0); // 8 - 2
}

TEST(WorkerTest, what_cannot_be_scored_is_a_failed_fold_with_a_reason) {
  auto worker = worker_for(forecasting_job(), series({{1, 2, 3, missing}}), {{"naive", {}}});
  auto const result = worker.run(request(0, 0, 1));
  EXPECT_EQ(result.state, State::failed);
  EXPECT_THAT(result.text, HasSubstr("mse is not a finite number"));
  EXPECT_TRUE(std::isnan(result.metrics[1]));
}

TEST(WorkerTest, a_learner_that_throws_fails_its_fold_and_nothing_else) {
  job::Job job;
  job.data.kind = job::DataKind::none;
  job.validation.folds = 1;
  job.objective.metrics = {"value"};
  auto worker = worker_for(
      job, {}, {{"sleep", {{"seconds", 0.0}, {"fail", "throw"}}}, {"sleep", {{"seconds", 0.0}, {"value", 2.5}}}});
  auto const thrown = worker.run(request(0, 0, 0));
  auto const fine = worker.run(request(0, 1, 0));
  EXPECT_EQ(thrown.state, State::failed);
  EXPECT_FALSE(thrown.text.empty());
  EXPECT_EQ(fine.state, State::complete);
  EXPECT_EQ(fine.metrics[0], 2.5);
}

TEST(WorkerTest, a_refit_gives_the_models_state) {
  auto worker = worker_for(forecasting_job(), series({{1, 2, 4, 8}}), {{"naive", {}}});
  auto const result = worker.run(request(0, 0, FoldRequest::refit));
  EXPECT_EQ(result.state, State::complete);
  EXPECT_THAT(result.text, HasSubstr("8"));
}

TEST(WorkerTest, an_unknown_learner_is_our_own_bug) {
  Worker worker{0};
  worker.admit(make_context(forecasting_job(), series({{1, 2, 3, 4}})));
  std::vector<Configuration> const unknown{{"nonesuch", {}}};
  EXPECT_THROW(worker.learn({0}, number_from({0}, unknown)), ContractViolation);
}

TEST(WorkerTest, configurations_come_by_their_numbers_with_gaps_and_again) {
  Worker worker{0};
  worker.admit(make_context(forecasting_job(), series({{1, 2, 4, 8}})));
  std::vector<NumberedConfiguration> const configurations{{{1'000'000}, {"naive", {}}}, {{3}, {"mean", {}}}};

  worker.learn({0}, configurations);
  worker.learn({0}, configurations);

  EXPECT_DOUBLE_EQ(worker.run(request(0, 1'000'000, 1)).metrics[1], 4.0); // 8 - 4
  EXPECT_DOUBLE_EQ(worker.run(request(0, 3, 1)).metrics[1], 8.0 - (1 + 2 + 4) / 3.0);
  EXPECT_THROW((void)worker.run(request(0, 0, 1)), ContractViolation) << "was never taught";
}

/// Waves with a trend and noise; one of them is short, and one has gaps.
data::Dataset waves() {
  RandomStream random{3, 0, 0, 0};
  std::vector<std::vector<double>> all{std::vector<double>(60), std::vector<double>(14), std::vector<double>(60)};
  for (auto& values : all) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      auto const t = static_cast<double>(i);
      values[i] = 30 + 0.2 * t + 4 * std::sin(t) + random.normal();
    }
  }
  for (std::size_t const gap : {5U, 52U}) all[2][gap] = missing;
  return series(all);
}

std::vector<Configuration> warm_started() {
  std::vector<Configuration> found;
  for (auto const& learner : learners::catalogue()) {
    if (learner.warm_starts) found.push_back({learner.name, {}});
  }
  return found;
}

/// What can be told of a result: its state, its reason, and its metrics to the last bit.
std::tuple<State, std::string, std::uint64_t, std::uint64_t> told(FoldResult const& result) {
  return {result.state, result.text, std::bit_cast<std::uint64_t>(result.metrics[0]),
          std::bit_cast<std::uint64_t>(result.metrics[1])};
}

TEST(WorkerTest, a_fold_gives_the_same_alone_and_after_any_others) {
  auto job = forecasting_job();
  job.validation.folds = 7;
  job.validation.chain = 4;
  auto const configurations = warm_started();
  ASSERT_FALSE(configurations.empty());
  std::vector<FoldRequest> all;
  for (std::int64_t task = 0; task < 3; ++task) {
    for (std::int64_t c = 0; c < std::ssize(configurations); ++c) {
      for (std::int32_t fold = 0; fold < job.validation.folds; ++fold) all.push_back(request(task, c, fold));
    }
  }
  auto in_order = worker_for(job, waves(), configurations), shuffled = worker_for(job, waves(), configurations);
  std::vector<FoldResult> expected;
  for (auto const& each : all) expected.push_back(in_order.run(each));

  RandomStream random{5, 0, 0, 0};
  for (std::size_t i = 0; i < all.size(); ++i) {
    auto alone = worker_for(job, waves(), configurations);
    auto const any = random.below(all.size());
    EXPECT_EQ(told(alone.run(all[i])), told(expected[i])) << i;
    EXPECT_EQ(told(shuffled.run(all[any])), told(expected[any])) << any;
  }
}

TEST(WorkerTest, the_time_of_a_fit_is_that_of_the_fold_alone) {
  auto job = forecasting_job();
  job.validation.folds = 10;
  job.validation.chain = 10;
  auto worker = worker_for(job, waves(), {{"auto_arima", {}}});
  double total = 0;
  for (std::int32_t fold = 0; fold < 10; ++fold) total += worker.run(request(0, 0, fold)).fit_seconds;
  double least = total;
  for (int i = 0; i < 5; ++i) least = std::min(least, worker.run(request(0, 0, 9)).fit_seconds); // the chain again
  EXPECT_LT(least, total / 2);
}

TEST(InlineDispatcherTest, every_fold_comes_back_once) {
  auto worker = worker_for(forecasting_job(), series({{1, 2, 4, 8}}), {});
  InlineDispatcher dispatcher{runner_of(worker)};
  std::vector<Configuration> const configurations{{"naive", {}}};
  dispatcher.learn({0}, configurations);
  ASSERT_GE(dispatcher.room(), 2u);
  std::vector const requests{request(0, 0, 0), request(0, 0, 1)};
  dispatcher.submit(requests);
  std::vector<FoldResult> results;
  while (dispatcher.in_flight() > 0) {
    for (auto& result : dispatcher.wait()) results.push_back(std::move(result));
  }
  ASSERT_EQ(results.size(), 2u);
  EXPECT_EQ(results[0].request, requests[0]);
  EXPECT_EQ(results[1].request, requests[1]);
  EXPECT_EQ(dispatcher.ranks().at(0).folds, 2);
}

} // namespace
} // namespace rankfold::roles
