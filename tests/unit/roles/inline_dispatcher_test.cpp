#include "roles/inline_dispatcher.hpp"

#include "support/dispatch_test.hpp"
#include <gtest/gtest.h>

namespace rankfold::roles {
namespace {

using test::make_configurations;
using test::make_requests;

TEST(InlineDispatcherTest, begins_nothing_that_would_end_too_late) {
  InlineDispatcher dispatcher{test::fake_runner(), {10, [] { return 0.0; }}};
  dispatcher.learn(JobId{0}, make_configurations(2));
  auto const requests = make_requests(20, 2); // trials of five folds: the configurations in turn
  for (int i = 0; i < 20; ++i) {
    dispatcher.note_cost(requests[0], 1e-3);
    dispatcher.note_cost(requests[5], 1e3);
  }
  dispatcher.submit(requests);
  std::vector<FoldResult> results;

  while (dispatcher.in_flight() > dispatcher.withheld().folds) {
    for (auto& result : dispatcher.wait()) results.push_back(std::move(result));
  }

  EXPECT_EQ(results.size(), 10U);
  for (auto const& result : results) EXPECT_EQ(result.request.configuration.value, 0);
  EXPECT_EQ(dispatcher.withheld().folds, 10U);
  EXPECT_TRUE(dispatcher.wait().empty());
  dispatcher.withdraw();
  EXPECT_EQ(dispatcher.in_flight(), 0U);
}

TEST(InlineDispatcherTest, runs_everything_where_there_is_no_deadline) {
  InlineDispatcher dispatcher{test::fake_runner()};
  dispatcher.learn(JobId{0}, make_configurations(2));
  EXPECT_EQ(test::run_all(dispatcher, test::make_chains(1000, 5, 2)).size(), 1000U);
  EXPECT_EQ(dispatcher.withheld().folds, 0U);
}

} // namespace
} // namespace rankfold::roles
