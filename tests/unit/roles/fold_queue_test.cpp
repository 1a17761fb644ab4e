#include "roles/fold_queue.hpp"

#include <cmath>
#include <gtest/gtest.h>

namespace rankfold::roles {
namespace {

/// A queue at a time of its own. Configuration i takes 10^i seconds, up to 10,000, if it is `taught`.
class FoldQueueTest : public ::testing::Test {
protected:
  FoldQueueTest() {
    std::vector<Configuration> configurations;
    for (int i = 0; i < 5; ++i) configurations.push_back({"sleep", {{"seconds", std::pow(10.0, i)}}});
    queue_.learn(JobId{0}, configurations);
  }

  void teach(double factor = 1) {
    for (int round = 0; round < 40; ++round) {
      for (int i = 0; i < 5; ++i) queue_.observe(fold(i), factor * std::pow(10.0, i));
    }
  }

  static FoldRequest fold(std::int64_t configuration, std::int32_t number = 0, std::int32_t before = 0) {
    FoldRequest request{JobId{0}, TaskId{0}, TrialId{configuration}, ConfigurationId{configuration}, number};
    request.before = before;
    return request;
  }

  /// Configurations of the folds that may be begun, which leave the queue.
  std::vector<std::int64_t> taken() {
    std::vector<FoldRequest> requests;
    queue_.withhold();
    while (queue_.size() > 0) queue_.pop(queue_.front(), requests);
    std::vector<std::int64_t> configurations;
    for (auto const& request : requests) configurations.push_back(request.configuration.value);
    return configurations;
  }

  double now_ = 1000;
  FoldQueue queue_{{2000, [this] { return now_; }}, [this] { return now_; }};
};

using Numbers = std::vector<std::int64_t>;

TEST_F(FoldQueueTest, shorter_folds_go_out_where_longer_ones_would_not_end_in_time) {
  teach();
  for (auto const i : {4, 0, 2, 4, 1}) queue_.push_back(fold(i));

  EXPECT_EQ(taken(), (Numbers{0, 2, 1}));

  EXPECT_EQ(queue_.withheld().folds, 2U);
  EXPECT_NEAR(queue_.withheld().shortest_seconds, 10000, 2000);
  EXPECT_EQ(queue_.total(), 2U);
}

TEST_F(FoldQueueTest, less_goes_out_as_time_goes_by_and_nothing_at_the_end) {
  teach();
  queue_.push_back(fold(2));
  now_ = 1950;
  EXPECT_EQ(taken(), Numbers{});
  queue_.push_back(fold(1));
  EXPECT_EQ(taken(), Numbers{1});
  now_ = 2000;
  queue_.push_back(fold(0));
  EXPECT_EQ(taken(), Numbers{});
  EXPECT_EQ(queue_.withheld().folds, 2U);
}

TEST_F(FoldQueueTest, a_fold_of_which_nothing_is_known_is_begun_until_the_deadline) {
  now_ = 1999.9;
  queue_.push_back(fold(4));
  EXPECT_EQ(taken(), Numbers{4});
  now_ = 2000;
  queue_.push_back(fold(4));
  EXPECT_EQ(taken(), Numbers{});
}

TEST_F(FoldQueueTest, a_chain_is_begun_if_all_of_it_ends_in_time) {
  teach();
  for (std::int32_t i = 0; i < 30; ++i) { // a hundred seconds each, first ones and later ones
    auto const later = fold(2, 1, 1);
    queue_.observe(later, 100);
  }
  for (std::int32_t i = 0; i < 20; ++i) queue_.push_back(fold(2, i, i));
  queue_.push_back(fold(1));

  EXPECT_EQ(taken(), Numbers{1});

  EXPECT_EQ(queue_.withheld().folds, 20U);
  EXPECT_NEAR(queue_.withheld().shortest_seconds, 2000, 400);
}

TEST_F(FoldQueueTest, what_is_withheld_is_judged_anew_when_more_is_known) {
  teach(10);
  queue_.push_back(fold(3));
  EXPECT_EQ(taken(), Numbers{});

  teach(0.01);
  now_ += 1; // not at once

  EXPECT_EQ(taken(), Numbers{3});
  EXPECT_EQ(queue_.withheld().folds, 0U);
}

TEST_F(FoldQueueTest, what_is_withheld_leaves_room_for_others_up_to_a_limit) {
  teach();
  for (int i = 0; i < 100; ++i) queue_.push_back(fold(4));
  EXPECT_EQ(queue_.room(150, 20), 30U);
  (void)taken();
  EXPECT_EQ(queue_.room(150, 20), 130U);
  for (int i = 0; i < 20000; ++i) queue_.push_back(fold(4));
  (void)taken();
  EXPECT_EQ(queue_.room(150, 20), 0U);
}

TEST_F(FoldQueueTest, what_is_cleared_or_erased_is_gone_whether_withheld_or_not) {
  teach();
  for (auto const i : {4, 3, 1, 0}) queue_.push_back(fold(i));
  queue_.withhold();
  queue_.erase_if([](FoldRequest const& request) { return request.configuration.value % 2 == 0; });
  EXPECT_EQ(queue_.total(), 2U);
  queue_.clear();
  EXPECT_EQ(queue_.total(), 0U);
}

} // namespace
} // namespace rankfold::roles
