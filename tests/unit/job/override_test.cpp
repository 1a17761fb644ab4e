#include "support/error.hpp"
#include "unit/job/example_job.hpp"
#include <gtest/gtest.h>

namespace rankfold::job {
namespace {

Job read_with(std::vector<std::string> overrides) {
  return example::read(example::with_line(0, ""), std::move(overrides));
}

std::string message_for(std::string const& override_text) {
  try {
    (void)read_with({override_text});
  } catch (JobError const& error) {
    return error.what();
  }
  return "no error";
}

TEST(OverrideTest, replaces_and_adds_values) {
  auto const job = read_with({"job.seed=9", "data.offset=2.5", "objective.report=[\"mae\"]", "job.output=other.h5"});

  EXPECT_EQ(job.seed, 9U);
  EXPECT_EQ(job.data.offset, 2.5);
  EXPECT_EQ(job.objective.metrics, (std::vector<std::string>{"mse", "mae"}));
  EXPECT_EQ(job.output, "other.h5");
}

TEST(OverrideTest, the_last_of_several_counts) { EXPECT_EQ(read_with({"job.seed=1", "job.seed=2"}).seed, 2U); }

TEST(OverrideTest, makes_sections_that_the_file_leaves_out) {
  std::string const text = "[job]\nname = \"s\"\n[data]\nkind = \"none\"\n[[learner]]\nname = \"sleep\"\n";

  EXPECT_EQ(example::read(text, {"validation.folds=4"}).validation.folds, 4);
}

TEST(OverrideTest, bare_words_are_text_also_in_lists_and_tables) {
  auto const job = read_with({"job.name=my-job.2", "objective.report=[mae, smape]", "learner.ets.model=[ZNA,ZZZ]",
                              "learner.ets.ic={values=[aic, bic], when={model=ZNA}}"});

  EXPECT_EQ(job.name, "my-job.2");
  EXPECT_EQ(job.objective.metrics.size(), 3U);
  auto const& domains = job.learners[0].domains;
  EXPECT_EQ(domains[1], (Domain{"model", std::vector<Value>{"ZNA", "ZZZ"}, {}}));
  EXPECT_EQ(domains[2], (Domain{"ic", std::vector<Value>{"aic", "bic"}, {{"model", {"ZNA"}}}}));
}

TEST(OverrideTest, what_is_no_toml_is_text_as_it_stands) {
  EXPECT_EQ(read_with({"data.path=/data/my file (2), old.csv"}).data.path, "/data/my file (2), old.csv");
  EXPECT_EQ(read_with({"data.target=2024-01-01"}).data.target, "2024-01-01");
  EXPECT_EQ(read_with({"data.target=a=b"}).data.target, "a=b");
  EXPECT_EQ(read_with({"data.target=é"}).data.target, "é");
  EXPECT_EQ(read_with({"data.target=a\nb"}).data.target, "a\nb");
}

TEST(OverrideTest, sets_values_of_every_learner_of_a_name) {
  auto const text = example::with_line(0, "") + "[[learner]]\nname = \"ets\"\n[[learner]]\nname = \"naive\"\n";

  auto const job = example::read(text, {"learner.ets.season_length=[12, 24]"});

  EXPECT_EQ(job.learners[0].domains[0], (Domain{"season_length", std::vector<Value>{12, 24}, {}}));
  EXPECT_EQ(job.learners[1].domains[0], (Domain{"season_length", std::vector<Value>{12, 24}, {}}));
  EXPECT_TRUE(job.learners[2].domains.empty());
}

TEST(OverrideTest, errors_name_the_argument) {
  EXPECT_EQ(
      message_for("objective.metric=mze"),
      "--set objective.metric=mze: unknown metric 'mze' in [objective] (known: mse, rmse, mae, mape, smape, mase, "
      "pinball, r2); did you mean 'mse'?");
  EXPECT_EQ(message_for("objective.metrc=mse"), "--set objective.metrc=mse: unknown key 'metrc' in [objective] (known: "
                                                "metric, report, direction); did you mean 'metric'?");
  EXPECT_EQ(message_for("validation.folds=0"),
            "--set validation.folds=0: 'folds' in [validation] must be at least 1, but is 0");
  EXPECT_EQ(
      message_for("learner.ets.season_length=[7, 0]"),
      "--set learner.ets.season_length=[7, 0]: 'season_length' of learner 'ets' must be an integer from 1 to 400, "
      "but is the integer 0");
  EXPECT_EQ(message_for("learner.etts.model=ZZZ"),
            "--set learner.etts.model=ZZZ: the job has no learner 'etts' (known: ets); did you mean 'ets'?");
  EXPECT_EQ(message_for("learner.ets=ZZZ"),
            "--set learner.ets=ZZZ: a learner's values are set as learner.NAME.KEY=VALUE");
  EXPECT_EQ(
      message_for("jb.seed=1"),
      "--set jb.seed=1: unknown section 'jb' (known: job, data, validation, objective, learner, search, resources, "
      "environment, slurm); did you mean 'job'?");
  EXPECT_EQ(message_for("search.trials=10"), "--set search.trials=10: 'trials' in [search] is not supported yet");
}

TEST(OverrideTest, refuses_what_is_no_assignment) {
  EXPECT_EQ(message_for("seed=1"), "--set seed=1: SECTION.KEY=VALUE is expected, but there is no '.'");
  EXPECT_EQ(message_for("job.seed"), "--set job.seed: NAME=VALUE is expected, but there is no '='");
  EXPECT_EQ(message_for("=1"), "--set =1: NAME=VALUE is expected, but there is no 'NAME'");
  EXPECT_EQ(message_for(""), "--set : NAME=VALUE is expected, but there is no '='");
  EXPECT_EQ(message_for("learner.ets.model=[ZNA"), "--set learner.ets.model=[ZNA: '[ZNA' is not a TOML value");
  EXPECT_EQ(message_for("job.name=\"x"), "--set job.name=\"x: '\"x' is not a TOML value");
  EXPECT_EQ(message_for("job.name="), "--set job.name=: 'name' in [job] must not be empty");
  EXPECT_EQ(message_for("job.name.x=1"),
            "--set job.name.x=1: unknown key 'name.x' in [job] (known: name, seed, output); did you mean 'name'?");
}

TEST(OverrideTest, cannot_smuggle_in_further_keys) {
  EXPECT_NE(message_for("job.seed=1\nname = \"x\""), "no error");
  EXPECT_NE(message_for("job.name=\xff\xfe"), "no error");
}

} // namespace
} // namespace rankfold::job
