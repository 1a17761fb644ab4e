#include "learners/scoring.hpp"

#include "data/builders.hpp"
#include "job/metric.hpp"
#include "support/random.hpp"
#include <cmath>
#include <gtest/gtest.h>
#include <numeric>

namespace rankfold::learners {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

double score(std::string_view metric, std::vector<double> const& actual, std::vector<double> const& predicted,
             std::vector<double> const& train = {}) {
  return score_forecast(metric, actual, predicted, train);
}

TEST(ScoreForecastTest, agrees_with_hand_computed_values) {
  std::vector<double> const actual{1, 2, 4}, predicted{2, 2, 1};
  EXPECT_DOUBLE_EQ(score("mse", actual, predicted), 10.0 / 3);
  EXPECT_DOUBLE_EQ(score("rmse", actual, predicted), std::sqrt(10.0 / 3));
  EXPECT_DOUBLE_EQ(score("mae", actual, predicted), 4.0 / 3);
  EXPECT_DOUBLE_EQ(score("mape", actual, predicted), (1 + 0 + 0.75) / 3);
  EXPECT_DOUBLE_EQ(score("smape", actual, predicted), (2.0 / 3 + 0 + 6.0 / 5) / 3);
  EXPECT_DOUBLE_EQ(score("pinball", actual, predicted), 2.0 / 3);
  EXPECT_DOUBLE_EQ(score("mase", actual, predicted, {1, 3, 2, 2}), 4.0 / 3);
  EXPECT_DOUBLE_EQ(score("r2", actual, predicted), 1 - 10 / (14.0 / 3));
}

TEST(ScoreForecastTest, missing_test_values_do_not_count) {
  EXPECT_DOUBLE_EQ(score("mae", {1, none, 4}, {2, 100, 4}), 0.5);
  for (auto const metric : {"mse", "rmse", "mae", "mape", "smape", "pinball", "r2", "mase"}) {
    EXPECT_TRUE(std::isnan(score(metric, {none}, {1}, {1, 2}))) << metric;
  }
}

TEST(ScoreForecastTest, is_not_a_number_where_it_is_not_defined) {
  EXPECT_TRUE(std::isnan(score("mape", {0, 1}, {1, 1}))) << "a share of zero";
  EXPECT_TRUE(std::isnan(score("mase", {1}, {2}, {5, 5, 5}))) << "training values that never change";
  EXPECT_TRUE(std::isnan(score("mase", {1}, {2}, {5}))) << "a single training value";
  EXPECT_TRUE(std::isnan(score("r2", {1}, {1}))) << "a single value has no variance";
  EXPECT_TRUE(std::isnan(score("mse", {1}, {none}))) << "a forecast that is none";
}

TEST(ScoreForecastTest, zeros_that_are_met_have_no_smape) { EXPECT_EQ(score("smape", {0, 0}, {0, 0}), 0); }

TEST(ScoreForecastTest, r2_of_constant_values_as_in_scikit_learn) {
  EXPECT_EQ(score("r2", {3, 3}, {3, 3}), 1);
  EXPECT_EQ(score("r2", {3, 3}, {3, 4}), 0);
}

TEST(ScoreForecastTest, mase_leaves_out_gaps_of_the_training_values) {
  EXPECT_DOUBLE_EQ(score("mase", {1}, {3}, {1, none, 7, 8}), 2);
}

data::Dataset classes_of(std::vector<double> codes, std::vector<std::string> categories) {
  data::TableBuilder builder;
  builder.add_feature("x", std::vector<double>(codes.size()));
  builder.set_target("y", std::move(codes), std::move(categories));
  return std::move(builder).build();
}

std::vector<std::uint32_t> all_rows(data::Dataset const& table) {
  std::vector<std::uint32_t> rows(table.row_count());
  std::iota(rows.begin(), rows.end(), 0U);
  return rows;
}

double score_all(std::string_view metric, data::Dataset const& table, Predictions const& predicted) {
  auto const rows = all_rows(table);
  return score_table(metric, {table, rows}, predicted);
}

/// Of two classes, from the probabilities of the second.
Predictions second_class(std::vector<double> const& probabilities) {
  Predictions out{2, {}};
  for (double const p : probabilities) out.values.insert(out.values.end(), {1 - p, p});
  return out;
}

// Expected values from the definitions; scikit-learn 1.2 gives the same.
TEST(ScoreTableTest, two_classes) {
  auto const table = classes_of({0, 0, 1, 1, 1}, {"n", "p"});
  auto const predicted = second_class({0.1, 0.6, 0.35, 0.8, 0.6});
  EXPECT_DOUBLE_EQ(score_all("accuracy", table, predicted), 0.6);
  EXPECT_DOUBLE_EQ(score_all("balanced_accuracy", table, predicted), (0.5 + 2.0 / 3) / 2);
  EXPECT_DOUBLE_EQ(score_all("f1", table, predicted), 2 * 2.0 / (3 + 3));
  EXPECT_DOUBLE_EQ(score_all("roc_auc", table, predicted), (1 + 2 + 1.5) / 6);
  EXPECT_DOUBLE_EQ(score_all("average_precision", table, predicted), (1.0 * 1 + 2.0 / 3 * 1 + 3.0 / 4 * 1) / 3);
  EXPECT_NEAR(score_all("log_loss", table, predicted),
              -(std::log(0.9) + std::log(0.4) + std::log(0.35) + std::log(0.8) + std::log(0.6)) / 5, 1e-12);
}

TEST(ScoreTableTest, several_classes_are_averaged) {
  auto const table = classes_of({0, 1, 2, 2}, {"a", "b", "c"});
  Predictions const predicted{3, {0.6, 0.3, 0.1, 0.5, 0.4, 0.1, 0.1, 0.2, 0.7, 0.3, 0.3, 0.4}};
  EXPECT_DOUBLE_EQ(score_all("accuracy", table, predicted), 0.75);
  EXPECT_DOUBLE_EQ(score_all("balanced_accuracy", table, predicted), 2.0 / 3);
  EXPECT_DOUBLE_EQ(score_all("f1", table, predicted), (2.0 / 3 + 0 + 1) / 3);
  EXPECT_DOUBLE_EQ(score_all("roc_auc", table, predicted), (1.0 + 1.0 + 1.0) / 3);
  EXPECT_DOUBLE_EQ(score_all("average_precision", table, predicted), 1);
}

TEST(ScoreTableTest, certainty_that_is_wrong_is_clipped) {
  EXPECT_NEAR(score_all("log_loss", classes_of({0}, {"a", "b"}), second_class({1})), -std::log(1e-15), 1e-9);
}

TEST(ScoreTableTest, rankings_want_rows_of_both_kinds) {
  auto const table = classes_of({0, 0}, {"a", "b"});
  EXPECT_TRUE(std::isnan(score_all("roc_auc", table, second_class({0.1, 0.2}))));
  EXPECT_TRUE(std::isnan(score_all("average_precision", table, second_class({0.1, 0.2}))));
}

TEST(ScoreTableTest, broken_probabilities_have_no_score) {
  auto const table = classes_of({0, 1}, {"a", "b"});
  EXPECT_TRUE(std::isnan(score_all("accuracy", table, second_class({0.1, none}))));
}

TEST(ScoreTableTest, numbers_are_scored_as_forecasts_are) {
  auto const table = classes_of({1, 2, 4}, {});
  EXPECT_DOUBLE_EQ(score_all("mse", table, {0, {2, 2, 1}}), 10.0 / 3);
  EXPECT_DOUBLE_EQ(score_all("r2", table, {0, {2, 2, 1}}), 1 - 10 / (14.0 / 3));
}

/// By comparing every positive row with every negative one.
double pairwise_auc(std::vector<double> const& codes, std::vector<double> const& scores) {
  double won = 0, pairs = 0;
  for (std::size_t i = 0; i < codes.size(); ++i) {
    for (std::size_t k = 0; k < codes.size(); ++k) {
      if (codes[i] != 1 || codes[k] != 0) continue;
      pairs += 1;
      won += scores[i] > scores[k] ? 1 : scores[i] == scores[k] ? 0.5 : 0;
    }
  }
  return won / pairs;
}

TEST(ScoreTableTest, roc_auc_is_the_share_of_pairs_in_order) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    RandomStream stream{seed, 0, 0, 0};
    std::vector<double> codes{0, 1}, scores{0.5, 0.5};
    for (int i = 0; i < 40; ++i) {
      codes.push_back(static_cast<double>(stream.below(2)));
      scores.push_back(static_cast<double>(stream.below(8)) / 8);
    }
    EXPECT_NEAR(score_all("roc_auc", classes_of(codes, {"a", "b"}), second_class(scores)), pairwise_auc(codes, scores),
                1e-12)
        << "seed " << seed;
  }
}

TEST(ScoreTest, every_metric_that_a_job_file_may_name_is_computed) {
  auto const classes = classes_of({0, 1, 1}, {"a", "b"});
  auto const numbers = classes_of({1, 2, 4}, {});
  for (auto const& metric : job::known_metrics()) {
    if (metric.forecasting) {
      EXPECT_FALSE(std::isnan(score(metric.name, {1, 2}, {2, 3}, {1, 2}))) << metric.name;
    }
    if (metric.regression) {
      EXPECT_FALSE(std::isnan(score_all(metric.name, numbers, {0, {1, 2, 3}}))) << metric.name;
    }
    if (metric.classification) {
      EXPECT_FALSE(std::isnan(score_all(metric.name, classes, second_class({0.2, 0.7, 0.6})))) << metric.name;
    }
  }
}

} // namespace
} // namespace rankfold::learners
