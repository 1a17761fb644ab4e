#include "planning/fold_costs.hpp"
#include "roles/each_fold.hpp"
#include "roles/prepare.hpp"
#include <fmt/format.h>
#include <gtest/gtest.h>

namespace rankfold::planning {
namespace {

roles::PreparedJob make_job(std::string const& seconds) {
  return roles::prepare({"nap.toml",
                         fmt::format("[job]\nname = \"nap\"\n[data]\nkind = \"none\"\n"
                                     "[objective]\nmetric = \"loss\"\ndirection = \"minimize\"\n"
                                     "[[learner]]\nname = \"sleep\"\nseconds = {}\n",
                                     seconds),
                         {}});
}

/// A run in which each fold took so many times what its hyperparameter says.
EarlierRun run_of(roles::PreparedJob const& job, double times) {
  EarlierRun earlier{job.context.job, job.plan, {}};
  roles::for_each_fold(job.plan, job.context.job.validation, [&](roles::FoldRequest const& request) {
    auto const& configuration = (*job.plan.configurations)[request.configuration.index()];
    auto& fold = earlier.folds[request.key];
    fold.request = request;
    fold.state = State::complete;
    fold.fit_seconds = times * configuration.parameters.at("seconds").as_real();
    fold.metrics[0] = 42;
  });
  return earlier;
}

FoldCosts costs_of(roles::PreparedJob const& job, std::optional<EarlierRun> const& earlier, double assumed = 1) {
  return {job.context.job, job.plan, earlier, assumed};
}

TEST(FoldCostsTest, without_an_earlier_run_each_fold_takes_what_is_assumed) {
  auto const costs = costs_of(make_job("[0.1, 0.2, 0.3]"), {}, 5);

  EXPECT_EQ(costs.basis().assumed, 3);
  EXPECT_EQ(costs.basis().known + costs.basis().alike, 0);
  EXPECT_DOUBLE_EQ(costs.basis().seconds, 15);
}

TEST(FoldCostsTest, a_fold_that_was_run_takes_as_long_again_and_gives_the_same) {
  auto const job = make_job("[0.1, 0.25, 3.0]");
  auto const costs = costs_of(job, run_of(job, 2));

  EXPECT_EQ(costs.basis().known, 3);
  EXPECT_NEAR(costs.basis().seconds, 2 * 3.35, 1e-6);
  roles::for_each_fold(job.plan, job.context.job.validation, [&](roles::FoldRequest const& request) {
    EXPECT_EQ(costs.run(request).result.metrics[0], 42);
    EXPECT_EQ(costs.run(request).result.state, State::complete);
  });
}

TEST(FoldCostsTest, what_other_values_of_a_hyperparameter_cost_follows_from_those_that_were_tried) {
  auto const small = make_job("[0.01, 0.02, 0.04, 0.05, 0.08, 0.1, 0.2, 0.3, 0.4, 0.5]");
  auto const costs = costs_of(make_job("[1.0, 2.0, 4.0]"), run_of(small, 1));

  EXPECT_EQ(costs.basis().alike, 3);
  EXPECT_NEAR(costs.basis().seconds, 7, 0.7);
}

TEST(FoldCostsTest, a_fold_that_failed_before_any_time_was_taken_is_not_known) {
  auto const job = make_job("[0.5, 0.5001]");
  auto earlier = run_of(job, 1);
  auto& failed = earlier.folds.begin()->second;
  failed.state = State::failed;
  failed.fit_seconds = 0;

  auto const costs = costs_of(job, earlier);

  EXPECT_EQ(costs.basis().known, 1);
  EXPECT_EQ(costs.basis().alike, 1);
  EXPECT_NEAR(costs.basis().seconds, 1, 0.01);
}

} // namespace
} // namespace rankfold::planning
