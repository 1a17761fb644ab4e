#include "planning/simulated_dispatcher.hpp"
#include "support/dispatch_test.hpp"
#include "support/random.hpp"
#include <cmath>
#include <gmock/gmock.h>
#include <numeric>

namespace rankfold::planning {
namespace {

/// A configuration a fold, so that the schedule learns what each takes from its number at best.
struct Scene {
  std::vector<double> seconds; ///< of fold n
  std::vector<roles::FoldRequest> requests;
};

Scene make_scene(std::vector<double> seconds) {
  Scene scene{std::move(seconds), {}};
  for (std::int64_t i = 0; i < std::ssize(scene.seconds); ++i) {
    scene.requests.push_back({JobId{0}, TaskId{0}, TrialId{i}, ConfigurationId{i}, 0, 1});
  }
  return scene;
}

/// As those of bench/scheduling: the configuration says how long it takes.
std::vector<Configuration> configurations_of(Scene const& scene) {
  std::vector<Configuration> configurations;
  for (double const seconds : scene.seconds) configurations.push_back({"sleep", {{"seconds", Value{seconds}}}});
  return configurations;
}

std::vector<double> lognormal(std::size_t count, double sigma) {
  RandomStream stream{7, 0, 0, 0};
  std::vector<double> seconds(count);
  for (auto& each : seconds) each = 0.1 * std::exp(sigma * stream.normal());
  return seconds;
}

double lower_bound(Scene const& scene, std::size_t workers) {
  auto const total = std::accumulate(scene.seconds.begin(), scene.seconds.end(), 0.0);
  return std::max(total / static_cast<double>(workers), *std::ranges::max_element(scene.seconds));
}

struct Outcome {
  double makespan, busy, coordinator;
  std::size_t folds;
};

Outcome simulate(Scene const& scene, SimulatedDispatcher::Settings const& settings) {
  SimulatedDispatcher dispatcher{settings, [&](roles::FoldRequest const& request) {
                                   mpi::FoldRun run;
                                   run.seconds = static_cast<float>(scene.seconds[request.trial.index()]);
                                   run.result = test::answer(request);
                                   return run;
                                 }};
  dispatcher.learn(JobId{0}, configurations_of(scene));
  auto const results = test::run_all(dispatcher, scene.requests);
  double busy = 0;
  for (auto const& rank : dispatcher.ranks()) busy += rank.busy_seconds;
  return {dispatcher.now(), busy, dispatcher.coordinator_seconds(), results.size()};
}

class SimulatedDispatcherBoundsTest : public ::testing::TestWithParam<std::tuple<std::size_t, double>> {};

TEST_P(SimulatedDispatcherBoundsTest, no_schedule_is_shorter_than_the_work_and_this_one_not_much_longer) {
  auto const [workers, sigma] = GetParam();
  auto const scene = make_scene(lognormal(2000, sigma));

  auto const outcome = simulate(scene, {.workers = workers});

  EXPECT_EQ(outcome.folds, scene.seconds.size());
  EXPECT_NEAR(outcome.busy, std::accumulate(scene.seconds.begin(), scene.seconds.end(), 0.0), 1e-3 * outcome.busy);
  EXPECT_GE(outcome.makespan, lower_bound(scene, workers));
  EXPECT_LE(outcome.makespan, 1.1 * lower_bound(scene, workers));
  EXPECT_GT(outcome.coordinator, 0);
  EXPECT_LT(outcome.coordinator, outcome.makespan);
}

INSTANTIATE_TEST_SUITE_P(Sizes, SimulatedDispatcherBoundsTest,
                         ::testing::Combine(::testing::Values(1, 3, 31, 100), ::testing::Values(0.0, 0.5, 1.5)));

TEST(SimulatedDispatcherTest, folds_of_a_second_take_as_many_seconds_as_each_worker_gets_folds) {
  auto const outcome = simulate(make_scene(std::vector<double>(1000, 1.0)), {.workers = 100});

  EXPECT_GE(outcome.makespan, 10);
  EXPECT_LE(outcome.makespan, 10.1);
}

TEST(SimulatedDispatcherTest, the_same_calls_give_the_same_times) {
  auto const scene = make_scene(lognormal(500, 1));

  EXPECT_EQ(simulate(scene, {.workers = 7}).makespan, simulate(scene, {.workers = 7}).makespan);
}

TEST(SimulatedDispatcherTest, what_bench_scheduling_measured_is_foreseen) {
  // 2,000 lognormal folds on 31 workers took 1.006 times the lower bound, see docs/benchmarks.md.
  auto const scene = make_scene(lognormal(2000, 1.5));

  EXPECT_LE(simulate(scene, {.workers = 31}).makespan, 1.03 * lower_bound(scene, 31));
}

TEST(SimulatedDispatcherTest, a_coordinator_that_is_too_slow_sets_the_pace) {
  auto const scene = make_scene(std::vector<double>(20000, 0.01));
  CoordinatorCosts slow;
  slow.fold = 0.001;

  auto const outcome = simulate(scene, {.workers = 200, .costs = slow});

  EXPECT_GE(outcome.makespan, 20);
  EXPECT_GT(outcome.coordinator / outcome.makespan, 0.9);
}

TEST(SimulatedDispatcherTest, folds_that_outnumber_the_cores_take_that_much_longer) {
  auto const scene = make_scene(std::vector<double>(400, 1.0));

  auto const outcome = simulate(scene, {.workers = 8, .delays = {.at_full_speed = 4}});

  EXPECT_NEAR(outcome.makespan, 100, 3);
}

TEST(SimulatedDispatcherTest, a_chain_is_run_by_one_worker) {
  auto const requests = test::make_chains(50, 5);
  SimulatedDispatcher dispatcher{{.workers = 8, .longest_chain = 5}, [](roles::FoldRequest const& request) {
                                   mpi::FoldRun run;
                                   run.seconds = 0.1F;
                                   run.result = test::answer(request);
                                   return run;
                                 }};
  dispatcher.learn(JobId{0}, test::make_configurations(1));

  auto const results = test::run_all(dispatcher, requests);

  std::map<TrialId, std::set<std::int32_t>> ranks;
  for (auto const& result : results) ranks[result.request.trial].insert(result.rank);
  EXPECT_EQ(ranks.size(), 10U);
  for (auto const& [trial, of_trial] : ranks) EXPECT_EQ(of_trial.size(), 1U) << trial.value;
  EXPECT_GE(dispatcher.now(), 1); // ten chains of half a second for eight
}

} // namespace
} // namespace rankfold::planning
