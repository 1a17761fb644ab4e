#include "mpi/fold_dispatcher.hpp"
#include "support/clock.hpp"
#include "support/dispatch_test.hpp"
#include "support/error.hpp"
#include "support/mpi_test.hpp"
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>
#include <unistd.h>

namespace rankfold::mpi {
namespace {

using roles::FoldRequest;
using roles::FoldResult;
using test::answer;
using test::fake_runner;
using test::make_chains;
using test::make_configurations;
using test::make_requests;
using test::run_all;

/// Every test runs with both schedules: rank 0 in `coordinate`, all other ranks in `serve`.
class FoldDispatcherTest : public ::testing::TestWithParam<Schedule> {
protected:
  using Coordinate = std::function<void(RankDispatcher&)>;

  static void run(roles::FoldRunner runner, Coordinate const& coordinate, int exit_code = 0,
                  roles::Deadline const& deadline = {}) {
    auto& scope = test::scope();
    if (scope.rank() > 0) {
      EXPECT_EQ(serve(scope, std::move(runner)), exit_code);
      return;
    }
    auto const dispatcher = make_dispatcher(scope, {.schedule = GetParam(), .deadline = deadline});
    coordinate(*dispatcher);
    dispatcher->finish(exit_code);
  }

  static void expect_each_once(std::vector<FoldRequest> requests, std::vector<FoldResult> const& results) {
    ASSERT_EQ(results.size(), requests.size());
    auto const key = [](FoldRequest const& request) {
      return std::tuple{request.trial, request.fold, request.attempt};
    };
    std::set<std::tuple<TrialId, std::int32_t, std::int32_t>> seen;
    for (auto const& result : results) EXPECT_TRUE(seen.insert(key(result.request)).second);
    for (auto const& request : requests) EXPECT_EQ(seen.count(key(request)), 1U);
  }
};

TEST_P(FoldDispatcherTest, brings_every_fold_back_once_with_its_own_result) {
  run(fake_runner(), [](RankDispatcher& dispatcher) {
    for (std::int64_t const count : {1, 2, 7, 5000}) {
      auto const requests = make_requests(count);
      if (count == 1) dispatcher.learn(JobId{0}, make_configurations(1));

      auto const results = run_all(dispatcher, requests);

      expect_each_once(requests, results);
      for (auto const& result : results) {
        EXPECT_EQ(result.state, State::complete);
        EXPECT_EQ(result.metrics[0], static_cast<double>(result.request.trial.value));
        EXPECT_EQ(result.metrics[1], result.request.fold);
        EXPECT_TRUE(std::isnan(result.metrics[2]));
        EXPECT_GE(result.rank, 1);
        EXPECT_LT(result.rank, test::scope().size());
      }
    }
  });
}

/// Folds of a chain that did not come right behind the one that they start from.
class ChainWatch {
public:
  explicit ChainWatch(std::function<double(FoldRequest const&)> seconds) : seconds_{std::move(seconds)} {}
  roles::FoldResult operator()(FoldRequest const& request) {
    auto result = answer(request);
    if (request.before > 0 && !request.continues(latest_)) result.text = "cut";
    latest_ = request;
    test::sleep_seconds(seconds_(request));
    return result;
  }

private:
  std::function<double(FoldRequest const&)> seconds_;
  FoldRequest latest_;
};

TEST_P(FoldDispatcherTest, gives_the_folds_of_a_chain_to_one_worker_in_one_piece) {
  auto const uneven = [](FoldRequest const& request) { return request.trial.value % 7 == 0 ? 0.004 : 0.0002; };
  for (std::int32_t const chain : {2, 3, 5}) {
    run(fake_runner(ChainWatch{uneven}), [chain](RankDispatcher& dispatcher) {
      auto const requests = make_chains(1000, chain);
      dispatcher.learn(JobId{0}, make_configurations(1));

      auto const results = run_all(dispatcher, requests);

      expect_each_once(requests, results);
      for (auto const& result : results) EXPECT_EQ(result.text, "") << result.request.trial.value;
    });
  }
}

TEST_P(FoldDispatcherTest, finishes_without_work_and_gives_the_exit_code) {
  run(
      fake_runner(), [](RankDispatcher& dispatcher) { EXPECT_EQ(dispatcher.in_flight(), 0U); }, 3);
}

// Workers that have had nothing to tell say now and then that they are there: the next dispatcher must not get to read
// it.
TEST_P(FoldDispatcherTest, leaves_no_letters_behind) {
  for (int i = 0; i < 2; ++i) {
    run(fake_runner(), [](RankDispatcher& dispatcher) {
      dispatcher.learn(JobId{0}, make_configurations(1));
      EXPECT_EQ(run_all(dispatcher, make_requests(3)).size(), 3U);
      test::sleep_seconds(1.5);
    });
  }
}

TEST_P(FoldDispatcherTest, submits_nothing_and_goes_on) {
  run(fake_runner(), [](RankDispatcher& dispatcher) {
    dispatcher.submit({});
    dispatcher.learn(JobId{0}, make_configurations(1));
    EXPECT_EQ(dispatcher.in_flight(), 0U);
    EXPECT_EQ(run_all(dispatcher, make_requests(3)).size(), 3U);
  });
}

TEST_P(FoldDispatcherTest, one_failing_trial_does_not_stop_the_others) {
  auto const fails_on_two = [](FoldRequest const& request) {
    auto result = answer(request);
    if (request.trial != TrialId{2}) return result;
    result.state = State::failed;
    result.metrics = FoldResult::no_metrics();
    result.text = "the series is too short";
    return result;
  };
  run(fake_runner(fails_on_two), [](RankDispatcher& dispatcher) {
    dispatcher.learn(JobId{0}, make_configurations(1));

    auto const results = run_all(dispatcher, make_requests(50));

    EXPECT_EQ(std::ranges::count(results, State::failed, &FoldResult::state), 5);
    for (auto const& result : results) {
      EXPECT_EQ(result.text, result.request.trial == TrialId{2} ? "the series is too short" : "");
    }
  });
}

TEST_P(FoldDispatcherTest, carries_texts_of_every_size) {
  auto const size = [](FoldRequest const& request) { return (std::size_t{1} << (request.trial.value % 18)) - 1; };
  auto const writes = [size](FoldRequest const& request) {
    auto result = answer(request);
    result.text.assign(size(request), static_cast<char>('a' + request.trial.value % 26));
    return result;
  };
  run(fake_runner(writes), [size](RankDispatcher& dispatcher) {
    dispatcher.learn(JobId{0}, make_configurations(1));
    auto const requests = make_requests(5 * 36);

    auto const results = run_all(dispatcher, requests);

    expect_each_once(requests, results);
    for (auto const& result : results) {
      auto const letter = static_cast<char>('a' + result.request.trial.value % 26);
      EXPECT_TRUE(result.text == std::string(size(result.request), letter)) << result.text.size();
    }
  });
}

TEST_P(FoldDispatcherTest, teaches_configurations_as_they_become_known) {
  run(fake_runner(), [](RankDispatcher& dispatcher) {
    auto const configurations = make_configurations(300);
    auto const requests = make_requests(1500, 300);
    std::size_t results = 0;
    for (std::size_t first = 0; first < 300; first += 100) {
      dispatcher.learn(JobId{0}, std::span{configurations}.subspan(first, 100));
      results += run_all(dispatcher, std::span{requests}.subspan(5 * first, 500)).size();
    }
    EXPECT_EQ(results, requests.size());
  });
}

TEST_P(FoldDispatcherTest, survives_uneven_durations) {
  auto const seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  auto const sleeps = [seed](FoldRequest const& request) {
    std::mt19937_64 random{seed + static_cast<std::uint64_t>(request.trial.value * 5 + request.fold)};
    test::sleep_seconds(std::lognormal_distribution<double>{-7.5, 1.5}(random)); // median 0.5 ms
    return answer(request);
  };
  run(fake_runner(sleeps), [](RankDispatcher& dispatcher) {
    dispatcher.learn(JobId{0}, make_configurations(1));
    auto const requests = make_requests(200);
    expect_each_once(requests, run_all(dispatcher, requests));
  });
}

TEST_P(FoldDispatcherTest, knows_who_takes_part_and_what_they_did) {
  run(fake_runner(), [](RankDispatcher& dispatcher) {
    dispatcher.learn(JobId{0}, make_configurations(1));
    (void)run_all(dispatcher, make_requests(1000));

    auto const ranks = dispatcher.ranks();

    ASSERT_EQ(ranks.size(), static_cast<std::size_t>(test::scope().size()));
    std::set<std::int64_t> pids;
    std::int64_t folds = 0;
    for (std::size_t rank = 0; rank < ranks.size(); ++rank) {
      EXPECT_EQ(ranks[rank].rank, static_cast<std::int32_t>(rank));
      EXPECT_FALSE(ranks[rank].host.empty());
      EXPECT_NEAR(ranks[rank].joined, wall_seconds(), 60);
      pids.insert(ranks[rank].pid);
      folds += ranks[rank].folds;
    }
    EXPECT_EQ(pids.size(), ranks.size());
    EXPECT_EQ(folds, 1000);
    EXPECT_EQ(ranks[0].folds, 0);
  });
}

TEST_P(FoldDispatcherTest, withdrawn_folds_do_not_come_back) {
  auto const sleeps = [](FoldRequest const& request) {
    test::sleep_seconds(0.02);
    return answer(request);
  };
  run(fake_runner(sleeps), [](RankDispatcher& dispatcher) {
    dispatcher.learn(JobId{0}, make_configurations(1));
    dispatcher.submit(make_requests(100000));
    auto results = dispatcher.wait();

    dispatcher.withdraw();
    Stopwatch const watch;
    while (dispatcher.in_flight() > 0) {
      for (auto& result : dispatcher.wait()) results.push_back(std::move(result));
    }

    EXPECT_LT(results.size(), 1000U);
    EXPECT_LT(watch.seconds(), 10);
    EXPECT_EQ(run_all(dispatcher, make_requests(5)).size(), 5U) << "work goes on after it";
  });
}

TEST_P(FoldDispatcherTest, begins_nothing_that_would_end_too_late) {
  auto const coordinate = [](RankDispatcher& dispatcher) {
    dispatcher.learn(JobId{0}, make_configurations(2));
    auto const requests = make_requests(200, 2); // trials of five folds: the configurations in turn
    for (int i = 0; i < 20; ++i) {
      dispatcher.note_cost(requests[0], 1e-3);
      dispatcher.note_cost(requests[5], 1e3);
    }
    dispatcher.submit(requests);
    std::vector<FoldResult> results;

    while (dispatcher.in_flight() > dispatcher.withheld().folds) {
      for (auto& result : dispatcher.wait()) results.push_back(std::move(result));
    }

    EXPECT_EQ(results.size(), 100U);
    for (auto const& result : results) EXPECT_EQ(result.request.configuration.value, 0);
    EXPECT_EQ(dispatcher.withheld().folds, 100U);
    dispatcher.withdraw();
    EXPECT_EQ(dispatcher.in_flight(), 0U);
  };
  auto const naps = [](FoldRequest const& request) {
    test::sleep_seconds(1e-3);
    return answer(request);
  };
  run(fake_runner(naps), coordinate, 0, {10, [] { return 0.0; }});
}

TEST_P(FoldDispatcherTest, waits_no_longer_than_a_moment) {
  auto const sleeps = [](FoldRequest const& request) {
    test::sleep_seconds(0.7);
    return answer(request);
  };
  run(fake_runner(sleeps), [](RankDispatcher& dispatcher) {
    dispatcher.learn(JobId{0}, make_configurations(1));
    dispatcher.submit(make_requests(1));
    int turns = 0;
    for (std::size_t results = 0; results < 1; ++turns) results += dispatcher.wait().size();
    EXPECT_GT(turns, 1);
  });
}

INSTANTIATE_TEST_SUITE_P(BothSchedules, FoldDispatcherTest,
                         ::testing::Values(Schedule::static_waves, Schedule::dynamic), [](auto const& schedule) {
                           return schedule.param == Schedule::dynamic ? "dynamic" : "static_waves";
                         });

class StaticWavesTest : public FoldDispatcherTest {};
class DynamicTest : public FoldDispatcherTest {};

TEST_P(StaticWavesTest, gives_the_same_fold_to_the_same_worker_every_time) {
  run(fake_runner(), [](RankDispatcher& dispatcher) {
    dispatcher.learn(JobId{0}, make_configurations(1));
    auto const workers = test::scope().size() - 1;
    for (auto const& result : run_all(dispatcher, make_requests(999))) {
      auto const number = result.request.trial.value * 5 + result.request.fold;
      EXPECT_EQ(result.rank, 1 + number % workers);
    }
  });
}

/// A file that rank 0 makes and another rank waits for.
class Signal {
public:
  void give() const { std::ofstream{path_} << "now"; }
  /// @return false if it has not come for a long time.
  [[nodiscard]] bool await() const {
    for (Stopwatch watch; watch.seconds() < 20; test::sleep_seconds(0.005)) {
      if (std::filesystem::exists(path_)) return true;
    }
    return false;
  }
  void remove() const { std::filesystem::remove(path_); }

private:
  std::filesystem::path path_ = // the ranks have mpirun as their parent
      std::filesystem::temp_directory_path() / ("rankfold_signal_" + std::to_string(getppid()));
};

TEST_P(DynamicTest, nobody_waits_for_anothers_long_fold) {
  // Folds that were quick until now: the one that takes long is handed out with a queue behind it, and ends only when
  // all others are back.
  Signal const others_are_back;
  auto const is_long = [](FoldRequest const& request) { return request.trial == TrialId{600} && request.fold == 0; };
  auto const one_waits = [=](FoldRequest const& request) {
    auto result = answer(request);
    if (is_long(request)) result.metrics[0] = others_are_back.await() ? 1 : 0;
    return result;
  };
  run(fake_runner(one_waits), [=](RankDispatcher& dispatcher) {
    if (test::scope().size() < 3) return;
    dispatcher.learn(JobId{0}, make_configurations(1));
    auto const requests = make_requests(4000);
    std::span<FoldRequest const> left = requests;
    std::size_t back = 0;
    while (!left.empty() || dispatcher.in_flight() > 0) {
      auto const next = left.first(std::min(left.size(), dispatcher.room()));
      left = left.subspan(next.size());
      dispatcher.submit(next);
      for (auto const& result : dispatcher.wait()) {
        ++back;
        EXPECT_TRUE(!is_long(result.request) || result.metrics[0] == 1) << "folds waited behind it";
      }
      if (back + 1 == requests.size()) others_are_back.give();
    }
    others_are_back.remove();
  });
}

INSTANTIATE_TEST_SUITE_P(Alone, StaticWavesTest, ::testing::Values(Schedule::static_waves));
INSTANTIATE_TEST_SUITE_P(Alone, DynamicTest, ::testing::Values(Schedule::dynamic));

} // namespace
} // namespace rankfold::mpi
