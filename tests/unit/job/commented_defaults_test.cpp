#include "unit/job/example_job.hpp"
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rankfold::job {
namespace {

using ::testing::HasSubstr;

TEST(CommentedDefaultsTest, is_a_job_file_and_says_what_the_defaults_are) {
  auto const text = commented_defaults(example::catalogue());

  auto const job = example::read(text);
  auto const bare = example::read("[job]\nname = \"my-job\"\n[data]\nkind = \"series\"\npath = \"data.csv\"\n"
                                  "target = \"value\"\n[[learner]]\nname = \"naive\"\n");
  EXPECT_TRUE(example::same_job(job, bare)) << text;
}

TEST(CommentedDefaultsTest, names_every_key) {
  auto const text = commented_defaults(example::catalogue());

  for (auto const* const key :
       {"name",   "seed",   "output",  "kind",     "path",   "id",     "time",      "target",   "select",
        "offset", "layout", "problem", "features", "scheme", "folds",  "test_size", "step",     "gap",
        "window", "chain",  "shuffle", "column",   "metric", "report", "direction", "algorithm"}) {
    EXPECT_THAT(text, ::testing::ContainsRegex(fmt::format("\n(# )?{} +=", key)));
  }
}

TEST(CommentedDefaultsTest, every_learner_can_be_uncommented) {
  auto const catalogue = example::catalogue();
  for (auto const& learner : catalogue) {
    if (!learner.serves(DataKind::series)) continue;
    auto const text = commented_defaults({learner});

    auto const job = read_job({"demo.toml", text, {}}, catalogue);

    ASSERT_EQ(job.learners.size(), 1U);
    EXPECT_EQ(job.learners[0].domains.size(), learner.hyperparameters.size()) << text;
    for (auto const& domain : job.learners[0].domains) {
      auto const& info = *learner.find(domain.hyperparameter);
      if (!info.required) {
        EXPECT_EQ(domain.values, (std::variant<std::vector<Value>, Range>{std::vector{info.default_value}}));
      }
    }
  }
}

} // namespace
} // namespace rankfold::job
