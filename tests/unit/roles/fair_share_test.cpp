#include "roles/fair_share.hpp"
#include <algorithm>
#include <gtest/gtest.h>
#include <map>
#include <vector>

namespace rankfold::roles {
namespace {

constexpr JobId a{0}, b{1}, c{2};

/// Gives the job whose turn it is a second of work, so often. @return how much each got
std::map<JobId, int> serve(FairShare& shares, std::vector<JobId> const& jobs, int times) {
  std::map<JobId, int> served;
  for (; times > 0; --times) {
    auto const next = *std::ranges::min_element(jobs, {}, [&](JobId job) { return shares.start(job); });
    shares.begin(next, 1);
    ++served[next];
  }
  return served;
}

TEST(FairShareTest, jobs_are_served_in_proportion_to_their_weights) {
  FairShare shares;
  shares.weigh(a, 1);
  EXPECT_FALSE(shares.is_shared());
  shares.weigh(b, 4);
  EXPECT_TRUE(shares.is_shared());
  auto const served = serve(shares, {a, b}, 1000);
  EXPECT_NEAR(served.at(a), 200, 1);
  EXPECT_NEAR(served.at(b), 800, 1);
}

TEST(FairShareTest, who_comes_late_makes_up_for_nothing) {
  FairShare shares;
  for (auto const job : {a, b}) shares.weigh(job, 1);
  (void)serve(shares, {a}, 500);
  auto const served = serve(shares, {a, b}, 100);
  EXPECT_NEAR(served.at(b), 50, 1);
  shares.weigh(c, 1);
  EXPECT_NEAR(serve(shares, {a, b, c}, 90).at(c), 30, 1);
}

TEST(FairShareTest, what_was_taken_back_does_not_count) {
  FairShare shares;
  for (auto const job : {a, b}) shares.weigh(job, 2);
  shares.begin(a, 10);
  EXPECT_GT(shares.start(a), shares.start(b));
  shares.correct(a, -10);
  EXPECT_EQ(shares.start(a), shares.start(b));
  shares.correct(b, 3); // took longer than expected
  EXPECT_DOUBLE_EQ(shares.start(b) - shares.start(a), 1.5);
  EXPECT_DOUBLE_EQ(shares.start(a, 4) - shares.start(a), 2);
}

TEST(FairShareTest, a_number_that_is_given_again_starts_where_the_others_are) {
  FairShare shares;
  for (auto const job : {a, b}) shares.weigh(job, 1);
  shares.begin(a, 1000);
  shares.release(a);
  EXPECT_FALSE(shares.is_shared());
  shares.weigh(a, 1);
  EXPECT_EQ(shares.start(a), shares.start(b));
}

} // namespace
} // namespace rankfold::roles
