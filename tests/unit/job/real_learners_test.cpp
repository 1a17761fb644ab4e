#include "job/read_job.hpp"
#include "learners/registry.hpp"
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <set>

/// What the learners of this build say of themselves must be fit for job files.
namespace rankfold::job {
namespace {

TEST(RealLearnersTest, commented_defaults_are_a_job_file) {
  auto const& catalogue = learners::catalogue();

  auto const job = read_job({"my-job.toml", commented_defaults(catalogue), {}}, catalogue);

  EXPECT_EQ(job.learners.size(), 1U);
}

TEST(RealLearnersTest, every_default_is_accepted) {
  for (auto const& learner : learners::catalogue()) {
    for (auto const& info : learner.hyperparameters) {
      if (info.required) continue;
      auto const assignment = fmt::format("{}={}", info.name, to_text(info.default_value));
      Configuration const expected{learner.name, {{info.name, info.default_value}}};
      EXPECT_NO_THROW(EXPECT_EQ(read_configuration(learner, {assignment}), expected))
          << learner.name << ": " << assignment;
    }
  }
}

TEST(RealLearnersTest, names_are_fit_for_keys_and_columns) {
  for (auto const& learner : learners::catalogue()) {
    std::set<std::string> names{"name", "command"}; // keys of [[learner]] itself
    EXPECT_FALSE(learner.kinds.empty());
    EXPECT_FALSE(learner.summary.empty());
    for (auto const& info : learner.hyperparameters) {
      EXPECT_TRUE(names.insert(info.name).second) << learner.name << ": " << info.name;
      EXPECT_EQ(info.name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789"),
                std::string::npos);
      EXPECT_FALSE(info.description.empty()) << learner.name << ": " << info.name;
    }
  }
}

} // namespace
} // namespace rankfold::job
