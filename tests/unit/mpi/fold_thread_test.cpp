#include "mpi/fold_thread.hpp"
#include "roles/codec.hpp"
#include "support/dispatch_test.hpp"
#include <gmock/gmock.h>
#include <latch>

namespace rankfold::mpi {
namespace {

using namespace std::chrono_literals;
using test::answer;
using test::fake_runner;
using test::make_configurations;
using test::make_requests;

Lesson lesson(std::int64_t configurations) {
  return {JobId{0}, roles::encode(roles::number_from({0}, make_configurations(configurations)))};
}

Order order(std::int64_t folds, std::int64_t configurations = 1) {
  return {Order::Kind::work, 0, {lesson(configurations)}, make_requests(folds)};
}

std::vector<FoldRun> run_to_the_end(FoldThread& thread) {
  std::vector<FoldRun> runs;
  for (bool idle = false; !idle;) {
    (void)thread.wait_until_due(10ms);
    idle = thread.idle();
    for (auto& run : thread.take_runs()) runs.push_back(std::move(run));
  }
  return runs;
}

TEST(FoldThreadTest, runs_folds_in_the_order_given) {
  FoldThread thread{fake_runner()};
  thread.add(order(1000));
  thread.add({Order::Kind::work, 0, {}, make_requests(500)});

  auto const runs = run_to_the_end(thread);

  ASSERT_EQ(runs.size(), 1500U);
  auto const requests = make_requests(1000);
  for (std::size_t i = 0; i < runs.size(); ++i) {
    EXPECT_EQ(runs[i].number, i);
    EXPECT_EQ(runs[i].result.request, requests[i % 1000]);
    EXPECT_GE(runs[i].seconds, 0);
  }
}

TEST(FoldThreadTest, nothing_is_due_of_nothing) {
  FoldThread thread{fake_runner()};
  EXPECT_FALSE(thread.wait_until_due(1ms));
  EXPECT_TRUE(thread.idle());
  EXPECT_TRUE(thread.take_runs().empty());
}

TEST(FoldThreadTest, gives_whole_chains_back_or_all_that_was_not_begun) {
  std::latch begun{1}, go_on{1};
  FoldThread thread{fake_runner([&](roles::FoldRequest const& request) {
    begun.count_down();
    go_on.wait();
    return answer(request);
  })};
  thread.add({Order::Kind::work, 0, {lesson(1)}, test::make_chains(15, 5)});
  begun.wait();

  EXPECT_EQ(thread.take_back(4), 0U) << "part of the last chain";
  EXPECT_EQ(thread.take_back(9), 5U) << "the last chain, but no part of the one before";
  EXPECT_EQ(thread.take_back(100), 5U) << "the first chain is begun";
  EXPECT_EQ(thread.take_back_all(), 4U);
  go_on.count_down();
  EXPECT_EQ(run_to_the_end(thread).size(), 1U);
}

TEST(FoldThreadTest, a_report_is_due_while_more_is_running) {
  FoldThread thread{fake_runner([](roles::FoldRequest const& request) {
    test::sleep_seconds(0.03);
    return answer(request);
  })};
  thread.add(order(10));

  EXPECT_TRUE(thread.wait_until_due(5s));

  EXPECT_FALSE(thread.idle()) << "half of them, or the oldest waits for 50 ms";
}

TEST(FoldThreadTest, gives_back_the_last_folds_not_begun) {
  FoldThread thread{fake_runner([](roles::FoldRequest const& request) {
    test::sleep_seconds(0.05);
    return answer(request);
  })};
  thread.add(order(8));

  auto const back = thread.take_back(5);
  auto const rest = thread.take_back(100);
  auto const runs = run_to_the_end(thread);

  EXPECT_EQ(back, 5U);
  EXPECT_EQ(runs.size() + back + rest, 8U);
  for (std::size_t i = 0; i < runs.size(); ++i) EXPECT_EQ(runs[i].result.request, make_requests(8)[i]);
}

TEST(FoldThreadTest, a_reset_forgets_folds_and_results_and_numbers_runs_anew) {
  FoldThread thread{fake_runner([](roles::FoldRequest const& request) {
    test::sleep_seconds(0.05);
    return answer(request);
  })};
  thread.add(order(4));
  test::sleep_seconds(0.12); // in the middle of one

  thread.reset();
  auto const requests = make_requests(2);
  thread.add({Order::Kind::work, 0, {}, requests});
  auto const runs = run_to_the_end(thread);

  ASSERT_EQ(runs.size(), 2U);
  for (std::uint32_t i = 0; i < 2; ++i) {
    EXPECT_EQ(runs[i].number, i);
    EXPECT_EQ(runs[i].result.request, requests[i]);
  }
}

TEST(FoldThreadTest, what_the_runner_throws_comes_out_here) {
  FoldThread thread{
      fake_runner([](roles::FoldRequest const&) -> roles::FoldResult { throw ContractViolation{"a bug"}; })};
  thread.add(order(3));
  EXPECT_THROW(
      {
        for (int i = 0; i < 100; ++i) (void)thread.wait_until_due(100ms);
      },
      ContractViolation);
}

TEST(FoldThreadTest, ends_with_folds_still_waiting) {
  FoldThread thread{fake_runner([](roles::FoldRequest const& request) {
    test::sleep_seconds(0.01);
    return answer(request);
  })};
  thread.add(order(100000));
}

} // namespace
} // namespace rankfold::mpi
