#include "search/grid_sampler.hpp"

#include "job/range.hpp"
#include "support/error.hpp"
#include "support/random.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <set>

namespace rankfold::search {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

job::Domain values(std::string name, std::vector<Value> list, std::vector<job::Condition> when = {}) {
  return {std::move(name), std::move(list), std::move(when)};
}

job::Domain integers(std::string name, double minimum, double maximum, std::optional<double> step = {}) {
  return {std::move(name), job::Range{minimum, maximum, job::Range::Scale::linear, true, step}, {}};
}

job::Job job_of(std::vector<job::LearnerSpec> learners) {
  job::Job job;
  job.learners = std::move(learners);
  job.source.path = "jobs/demo.toml";
  return job;
}

std::vector<std::string> grid_of(std::vector<job::LearnerSpec> learners) {
  auto const grid = expand_grid(SearchSpace{job_of(std::move(learners))});
  std::vector<std::string> texts;
  for (auto const& configuration : *grid) texts.push_back(to_text(configuration));
  return texts;
}

TEST(GridTest, learners_come_in_file_order_and_the_last_hyperparameter_varies_fastest) {
  EXPECT_THAT(
      grid_of({{"auto_arima", {}}, {"ets", {values("season_length", {6, 7}), values("model", {"ZNA", "ZZZ"})}}}),
      ElementsAre("auto_arima()", "ets(model=\"ZNA\", season_length=6)", "ets(model=\"ZZZ\", season_length=6)",
                  "ets(model=\"ZNA\", season_length=7)", "ets(model=\"ZZZ\", season_length=7)"));
}

TEST(GridTest, ranges_go_by_steps) {
  job::Domain const reals{"b", job::Range{0.1, 0.5, job::Range::Scale::linear, false, 0.2}, {}};
  EXPECT_THAT(grid_of({{"x", {integers("a", 1, 3)}}}), ElementsAre("x(a=1)", "x(a=2)", "x(a=3)"));
  EXPECT_THAT(grid_of({{"x", {integers("a", 2, 12, 5.0)}}}), ElementsAre("x(a=2)", "x(a=7)", "x(a=12)"));
  EXPECT_THAT(grid_of({{"x", {reals}}}), ElementsAre("x(b=0.1)", "x(b=0.3)", "x(b=0.5)"));
}

TEST(GridTest, each_configuration_comes_once) {
  EXPECT_THAT(grid_of({{"x", {values("a", {1, 2, 1})}}}), ElementsAre("x(a=1)", "x(a=2)"));
  EXPECT_THAT(grid_of({{"x", {integers("a", 1, 2)}}, {"y", {}}, {"x", {integers("a", 2, 3)}}, {"y", {}}}),
              ElementsAre("x(a=1)", "x(a=2)", "y()", "x(a=3)"));
  EXPECT_THAT(grid_of({{"x", {values("a", {1, 1.0, "1"})}}}), ElementsAre("x(a=1)", "x(a=1.0)", "x(a=\"1\")"))
      << "values of different types differ";
}

TEST(GridTest, leaves_out_hyperparameters_that_do_not_count) {
  EXPECT_THAT(grid_of({{"svm", {values("kernel", {"poly", "rbf"}), values("degree", {2, 3}, {{"kernel", {"poly"}}})}}}),
              ElementsAre("svm(degree=2, kernel=\"poly\")", "svm(degree=3, kernel=\"poly\")", "svm(kernel=\"rbf\")"));
}

TEST(GridTest, a_condition_may_name_what_stands_behind_it) {
  EXPECT_THAT(grid_of({{"svm", {values("degree", {2, 3}, {{"kernel", {"poly"}}}), values("kernel", {"poly", "rbf"})}}}),
              ElementsAre("svm(degree=2, kernel=\"poly\")", "svm(degree=3, kernel=\"poly\")", "svm(kernel=\"rbf\")"));
}

TEST(GridTest, what_depends_on_something_left_out_is_left_out) {
  EXPECT_THAT(grid_of({{"x",
                        {values("a", {true, false}), values("b", {1, 2}, {{"a", {true}}}),
                         values("c", {8, 9}, {{"b", {1}}})}}}),
              ElementsAre("x(a=true, b=1, c=8)", "x(a=true, b=1, c=9)", "x(a=true, b=2)", "x(a=false)"));
}

TEST(GridTest, all_conditions_must_hold) {
  EXPECT_THAT(grid_of({{"x",
                        {values("a", {1, 2}), values("b", {1, 2}), values("c", {0}, {{"a", {1}}, {"b", {1, 2}}}),
                         values("d", {0}, {{"a", {1}}, {"b", {2}}})}}}),
              ElementsAre("x(a=1, b=1, c=0)", "x(a=1, b=2, c=0, d=0)", "x(a=2, b=1)", "x(a=2, b=2)"));
}

TEST(GridTest, refuses_absurd_sizes_without_making_them) {
  auto const message = [](std::vector<job::Domain> domains) -> std::string {
    try {
      (void)expand_grid(SearchSpace{job_of({{"x", std::move(domains)}})});
    } catch (JobError const& error) {
      return error.what();
    }
    return "no error";
  };
  auto const expected = HasSubstr("jobs/demo.toml: the grid has more than 10000000 configurations");
  EXPECT_THAT(message({integers("a", 1, 1e7 + 1)}), expected);
  EXPECT_THAT(message({integers("a", 0, 0x1p53)}), expected);
  EXPECT_THAT(message({integers("a", 1, 5000), integers("b", 1, 5000)}), expected);
  EXPECT_THAT(message({integers("a", 0, 0x1p53), integers("b", 0, 0x1p53), integers("c", 0, 0x1p53)}), expected);
  auto conditional = values("b", {1}, {{"a", {3}}});
  EXPECT_THAT(message({integers("a", 0, 0x1p53), conditional}), expected) << "also where values are gone through";
}

/// A random learner whose conditions name earlier hyperparameters, and, shuffled in, stand before them.
job::LearnerSpec random_learner(RandomStream& random) {
  job::LearnerSpec learner{"x", {}};
  for (std::uint64_t i = 0; i <= random.below(5); ++i) {
    auto const name = std::string(1, static_cast<char>('a' + i));
    auto domain = integers(name, 0, static_cast<double>(random.below(4)));
    for (std::uint64_t parent = 0; parent < i; ++parent) {
      if (random.below(4) != 0) continue;
      domain.when.push_back({std::string(1, static_cast<char>('a' + parent)), {static_cast<int>(random.below(3)), 1}});
    }
    learner.domains.insert(learner.domains.begin() + static_cast<std::ptrdiff_t>(random.below(i + 1)), domain);
  }
  return learner;
}

/// Whether the configuration has exactly the hyperparameters that count, each with a value of its domain.
bool is_consistent(Configuration const& configuration, job::LearnerSpec const& learner) {
  auto const holds = [&](job::Condition const& condition) {
    auto const parent = configuration.parameters.find(condition.hyperparameter);
    return parent != configuration.parameters.end() &&
           std::ranges::find(condition.values, parent->second) != condition.values.end();
  };
  return std::ranges::all_of(learner.domains, [&](job::Domain const& domain) {
    auto const value = configuration.parameters.find(domain.hyperparameter);
    bool const given = value != configuration.parameters.end();
    if (given != std::ranges::all_of(domain.when, holds)) return false;
    return !given || contains(std::get<job::Range>(domain.values), value->second);
  });
}

/// How many combinations of values there are after those that do not count are merged: by trying all.
std::size_t distinct_count(job::LearnerSpec const& learner) {
  std::set<std::string> distinct;
  std::vector<std::int64_t> digits(learner.domains.size());
  for (;;) {
    Configuration all{"x", {}};
    for (std::size_t i = 0; i < digits.size(); ++i) all.parameters[learner.domains[i].hyperparameter] = digits[i];
    for (bool changed = true; changed;) { // strike out what does not count until nothing changes
      changed = false;
      for (auto const& domain : learner.domains) {
        for (auto const& condition : domain.when) {
          auto const parent = all.parameters.find(condition.hyperparameter);
          bool const holds = parent != all.parameters.end() &&
                             std::ranges::find(condition.values, parent->second) != condition.values.end();
          if (!holds) changed = all.parameters.erase(domain.hyperparameter) > 0 || changed;
        }
      }
    }
    distinct.insert(to_text(all));
    std::size_t i = 0;
    for (; i < digits.size(); ++i) {
      auto const& range = std::get<job::Range>(learner.domains[i].values);
      if (++digits[i] <= static_cast<std::int64_t>(range.maximum)) break;
      digits[i] = 0;
    }
    if (i == digits.size()) return distinct.size();
  }
}

TEST(GridTest, random_spaces_are_counted_and_expanded_completely) {
  for (std::int64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(fmt::format("seed {}", seed));
    RandomStream random{11, seed, 0, 0};
    auto const learner = random_learner(random);
    SearchSpace const space{job_of({learner})};

    auto const grid = expand_grid(space);

    EXPECT_EQ(grid->size(), grid_size(space.blocks()[0]));
    EXPECT_EQ(grid->size(), distinct_count(learner));
    std::set<std::string> distinct;
    for (auto const& configuration : *grid) {
      EXPECT_TRUE(is_consistent(configuration, learner)) << to_text(configuration);
      EXPECT_TRUE(distinct.insert(to_text(configuration)).second) << to_text(configuration) << " comes twice";
    }
  }
}

TEST(GridSamplerTest, proposes_the_grid_in_order_and_then_nothing) {
  auto const grid = expand_grid(SearchSpace{job_of({{"x", {integers("a", 1, 3)}}})});
  GridSampler sampler{grid};

  for (auto const& configuration : *grid) {
    EXPECT_FALSE(sampler.exhausted());
    EXPECT_EQ(sampler.ask(), configuration);
  }

  EXPECT_TRUE(sampler.exhausted());
  EXPECT_EQ(sampler.ask(), std::nullopt);
}

TEST(GridSamplerTest, does_not_mind_what_it_is_told_but_for_what_it_never_proposed) {
  GridSampler sampler{expand_grid(SearchSpace{job_of({{"x", {integers("a", 1, 3)}}})})};
  (void)sampler.ask();

  EXPECT_NO_THROW(sampler.tell(0, std::numeric_limits<double>::quiet_NaN()));
  EXPECT_THROW(sampler.tell(1, 0.0), ContractViolation);
  EXPECT_EQ(sampler.ask()->parameters.at("a"), Value{2});
}

TEST(GridSamplerTest, tasks_share_the_grid_but_not_their_place_in_it) {
  auto const grid = expand_grid(SearchSpace{job_of({{"x", {integers("a", 1, 3)}}})});
  GridSampler first{grid}, second{grid};
  (void)first.ask();
  (void)first.ask();

  EXPECT_EQ(second.ask()->parameters.at("a"), Value{1});
}

} // namespace
} // namespace rankfold::search
