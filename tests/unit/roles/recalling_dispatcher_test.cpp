#include "roles/recalling_dispatcher.hpp"

#include "support/scripted_dispatcher.hpp"
#include <gtest/gtest.h>

namespace rankfold::roles {
namespace {

using testing::scored;
using testing::ScriptedDispatcher;

FoldRequest request(std::int64_t trial, std::uint64_t key) { return {{0}, {0}, {trial}, {0}, 0, 1, key}; }

FoldResult remembered(double objective, std::int32_t attempt) {
  auto result = scored(request(99, 0), objective);
  result.request.attempt = attempt;
  return result;
}

TEST(RecallingDispatcherTest, answers_what_is_known_and_passes_on_the_rest) {
  ScriptedDispatcher inner{[](FoldRequest const& asked) { return scored(asked, 1.0); }, 8};
  RecallingDispatcher dispatcher{inner, {{11, remembered(5.0, 2)}}};
  std::vector<Configuration> const one{{"sleep", {}}};
  dispatcher.learn({0}, one);
  std::vector const requests{request(0, 11), request(1, 12)};

  dispatcher.submit(requests);
  EXPECT_EQ(dispatcher.in_flight(), 2u);
  auto const known = dispatcher.wait();
  auto const computed = dispatcher.wait();

  ASSERT_EQ(known.size(), 1u);
  EXPECT_EQ(known[0].metrics[0], 5.0);
  EXPECT_EQ(known[0].request.trial.value, 0) << "with the number it has now";
  EXPECT_EQ(known[0].request.attempt, 2);
  ASSERT_EQ(computed.size(), 1u);
  EXPECT_EQ(computed[0].request.trial.value, 1);
  EXPECT_EQ(inner.submitted.size(), 1u);
  EXPECT_EQ(dispatcher.recalled(), 1);
  EXPECT_EQ(dispatcher.in_flight(), 0u);
}

TEST(RecallingDispatcherTest, tells_what_known_folds_cost) {
  ScriptedDispatcher inner{[](FoldRequest const& asked) { return scored(asked, 1.0); }, 8};
  auto known = remembered(5.0, 1);
  known.fit_seconds = 3;
  known.evaluate_seconds = 0.5;
  auto failure = known;
  failure.state = State::failed; // may have ended early
  RecallingDispatcher dispatcher{inner, {{11, known}, {12, failure}}};
  dispatcher.learn({0}, std::vector<Configuration>{{"sleep", {}}});

  dispatcher.submit(std::vector{request(0, 11), request(1, 12), request(2, 13)});

  EXPECT_EQ(inner.costs, (std::map<std::uint64_t, double>{{11, 3.5}}));
}

TEST(RecallingDispatcherTest, asks_for_many_folds_only_while_answers_are_left) {
  ScriptedDispatcher inner{[](FoldRequest const& asked) { return scored(asked, 1.0); }, 8};
  RecallingDispatcher dispatcher{inner, {{11, remembered(5.0, 1)}}};
  EXPECT_GT(dispatcher.room(), 1000u);
  std::vector const requests{request(0, 11)};
  dispatcher.submit(requests);
  (void)dispatcher.wait();
  EXPECT_EQ(dispatcher.room(), 8u);
}

TEST(RecallingDispatcherTest, a_known_failure_is_no_answer_to_another_try) {
  ScriptedDispatcher inner{[](FoldRequest const& asked) { return scored(asked, 1.0); }, 8};
  RecallingDispatcher dispatcher{inner, {{11, remembered(5.0, 2)}}};
  std::vector<Configuration> const one{{"sleep", {}}};
  dispatcher.learn({0}, one);
  auto third = request(0, 11);
  third.attempt = 3;
  dispatcher.submit({&third, 1});
  auto const results = dispatcher.wait();
  ASSERT_EQ(results.size(), 1u);
  EXPECT_EQ(results[0].metrics[0], 1.0);
  EXPECT_EQ(results[0].request.attempt, 3);
}

} // namespace
} // namespace rankfold::roles
