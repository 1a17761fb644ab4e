#include "job/metric.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <set>

namespace rankfold::job {
namespace {

TEST(MetricTest, knows_each_by_its_name_and_once) {
  std::set<std::string_view> names;
  for (auto const& metric : known_metrics()) {
    EXPECT_TRUE(names.insert(metric.name).second) << metric.name;
    EXPECT_EQ(find_metric(metric.name), &metric);
    EXPECT_FALSE(metric.formula.empty());
  }
  EXPECT_EQ(names.size(), 14U);
  EXPECT_EQ(find_metric("mze"), nullptr);
  EXPECT_EQ(find_metric(""), nullptr);
}

TEST(MetricTest, each_serves_some_problem_and_errors_are_minimized) {
  for (auto const& metric : known_metrics()) {
    EXPECT_TRUE(metric.serves(Problem::forecasting) || metric.serves(Problem::classification) ||
                metric.serves(Problem::regression));
  }
  EXPECT_EQ(find_metric("mse")->direction, Direction::minimize);
  EXPECT_EQ(find_metric("log_loss")->direction, Direction::minimize);
  EXPECT_EQ(find_metric("roc_auc")->direction, Direction::maximize);
  EXPECT_FALSE(find_metric("accuracy")->serves(Problem::forecasting));
  EXPECT_FALSE(find_metric("mse")->serves(Problem::classification));
}

TEST(MetricTest, better_depends_on_the_direction_and_nan_is_worst) {
  EXPECT_TRUE(is_better(1, 2, Direction::minimize));
  EXPECT_FALSE(is_better(1, 2, Direction::maximize));
  EXPECT_FALSE(is_better(1, 1, Direction::minimize));
  for (auto const direction : {Direction::minimize, Direction::maximize}) {
    EXPECT_TRUE(is_better(INFINITY, NAN, direction));
    EXPECT_TRUE(is_better(-INFINITY, NAN, direction));
    EXPECT_FALSE(is_better(NAN, 0, direction));
    EXPECT_FALSE(is_better(NAN, NAN, direction));
  }
}

} // namespace
} // namespace rankfold::job
