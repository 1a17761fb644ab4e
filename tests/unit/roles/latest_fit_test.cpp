#include "roles/latest_fit.hpp"

#include "support/error.hpp"
#include "support/random.hpp"
#include <bit>
#include <cmath>
#include <gmock/gmock.h>
#include <limits>
#include <new>
#include <nlohmann/json.hpp>
#include <utility>

namespace rankfold::roles {
namespace {

/// Forecasts a number that tells all fits that led to it.
struct Trace final : learners::FittedForecaster {
  explicit Trace(double number) : history{number} {}
  [[nodiscard]] learners::Forecast forecast(int, std::span<double const>) const override { return {{history}, {}}; }
  [[nodiscard]] nlohmann::ordered_json describe() const override { return {}; }
  [[nodiscard]] nlohmann::ordered_json state() const override { return {}; }

  double history;
};

struct TracingForecaster final : learners::Forecaster {
  [[nodiscard]] job::LearnerInfo const& info() const override { return about; }
  [[nodiscard]] std::unique_ptr<learners::FittedForecaster> fit(std::span<double const> values,
                                                                Parameters const& parameters) const override {
    ++fits;
    refuse(values.size());
    return std::make_unique<Trace>(values.back() + parameters.at("shift").as_real());
  }
  [[nodiscard]] std::unique_ptr<learners::FittedForecaster> fit_after(learners::FittedForecaster const& previous,
                                                                      std::span<double const> values,
                                                                      Parameters const& parameters) const override {
    ++fits;
    refuse(values.size());
    auto const history = dynamic_cast<Trace const&>(previous).history;
    return std::make_unique<Trace>(history / 3 + values.back() + parameters.at("shift").as_real());
  }
  [[nodiscard]] std::unique_ptr<learners::FittedForecaster> restore(nlohmann::ordered_json const&) const override {
    return {};
  }

  job::LearnerInfo about;
  std::size_t cannot_fit = 0;     ///< so many values
  mutable bool no_memory = false; ///< for the next fit
  mutable int fits = 0;

private:
  void refuse(std::size_t points) const {
    if (std::exchange(no_memory, false)) throw std::bad_alloc{};
    if (points == cannot_fit) throw FitError{"cannot be fitted"};
  }
};

constexpr std::int32_t folds = 10;
constexpr std::size_t first_cutoff = 20;

struct LatestFitTest : ::testing::Test {
  LatestFitTest() {
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = 1 / (1.0 + static_cast<double>(i));
    for (std::size_t i = 0; i < splits.size(); ++i) splits[i] = {0, first_cutoff + i, first_cutoff + i, 1};
  }

  /// What the fold's fit forecasts; not a number where it cannot be fitted.
  double run(LatestFit& latest, std::int32_t fold, std::int32_t chain = folds, std::int64_t configuration = 0) {
    FoldRequest const request{{0}, {0}, {configuration}, {configuration}, fold};
    Parameters const parameters{{"shift", Value{static_cast<double>(configuration)}}};
    ChainedFold const chained{request, forecaster, parameters, values, splits, fold % chain};
    latest.go_to(chained);
    try {
      return latest.fit(chained).forecast(1, {}).mean[0];
    } catch (FitError const&) {
      return std::numeric_limits<double>::quiet_NaN();
    }
  }

  std::vector<double> run_all_alone(std::int32_t chain = folds) {
    std::vector<double> alone;
    for (std::int32_t fold = 0; fold < folds; ++fold) {
      LatestFit latest;
      alone.push_back(run(latest, fold, chain));
    }
    return alone;
  }

  TracingForecaster forecaster;
  std::vector<double> values = std::vector<double>(first_cutoff + folds);
  std::vector<data::SeriesFold> splits = std::vector<data::SeriesFold>(folds);
};

MATCHER_P(same_bits, expected, "") {
  return std::bit_cast<std::uint64_t>(arg) == std::bit_cast<std::uint64_t>(expected);
}

TEST_F(LatestFitTest, along_a_chain_each_fold_is_fitted_once_and_starts_from_the_one_before) {
  LatestFit latest;
  double expected = 0;
  for (std::int32_t fold = 0; fold < folds; ++fold) {
    expected = expected / 3 + values[first_cutoff - 1 + static_cast<std::size_t>(fold)];
    EXPECT_DOUBLE_EQ(run(latest, fold), expected);
  }
  EXPECT_EQ(forecaster.fits, folds);
}

TEST_F(LatestFitTest, a_fold_gives_the_same_alone_and_in_any_order) {
  for (std::int32_t const chain : {1, 3, 4, folds}) {
    for (std::size_t const cannot_fit : {std::size_t{0}, first_cutoff, first_cutoff + 1, first_cutoff + 5}) {
      forecaster.cannot_fit = cannot_fit;
      auto const alone = run_all_alone(chain);
      RandomStream random{static_cast<std::uint64_t>(chain), 0, 0, 0};
      LatestFit latest;
      for (int i = 0; i < 200; ++i) {
        auto const fold = static_cast<std::int32_t>(random.below(folds));
        if (random.below(5) == 0) (void)run(latest, fold, chain, 1); // another configuration
        EXPECT_THAT(run(latest, fold, chain), same_bits(alone[static_cast<std::size_t>(fold)]))
            << "chain " << chain << ", fold " << fold;
      }
    }
  }
}

TEST_F(LatestFitTest, a_chain_begins_from_scratch) {
  auto const alone = run_all_alone(4);
  EXPECT_EQ(alone[4], values[first_cutoff + 3]);
  EXPECT_EQ(alone[8], values[first_cutoff + 7]);
  EXPECT_NE(alone[5], values[first_cutoff + 4]);
}

TEST_F(LatestFitTest, what_cannot_be_fitted_leaves_nothing_to_start_from) {
  forecaster.cannot_fit = first_cutoff + 2;
  LatestFit latest;
  EXPECT_FALSE(std::isnan(run(latest, 1)));
  EXPECT_TRUE(std::isnan(run(latest, 2)));
  EXPECT_EQ(run(latest, 3), values[first_cutoff + 2]);
  EXPECT_EQ(forecaster.fits, 4) << "the failed one is not tried again for the next";
}

TEST_F(LatestFitTest, what_was_fitted_up_to_a_gap_is_gone_on_from) {
  LatestFit latest;
  (void)run(latest, 3);
  EXPECT_EQ(forecaster.fits, 4);
  (void)run(latest, 6);
  EXPECT_EQ(forecaster.fits, 7);
  (void)run(latest, 6);
  EXPECT_EQ(forecaster.fits, 14) << "the same fold again is a computation of its own";
}

TEST_F(LatestFitTest, want_of_memory_is_not_taken_for_a_fold_that_cannot_be_fitted) {
  auto const alone = run_all_alone();
  LatestFit latest;
  (void)run(latest, 1);
  forecaster.no_memory = true;
  EXPECT_THROW((void)run(latest, 2), std::bad_alloc);
  EXPECT_THAT(run(latest, 3), same_bits(alone[3]));

  forecaster.no_memory = true;
  EXPECT_THROW((void)run(latest, 9), std::bad_alloc) << "while an earlier fold was fitted again";
  EXPECT_THAT(run(latest, 4), same_bits(alone[4]));
}

} // namespace
} // namespace rankfold::roles
