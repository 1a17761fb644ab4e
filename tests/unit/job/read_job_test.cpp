#include "job/read_job.hpp"

#include "support/error.hpp"
#include "unit/job/example_job.hpp"
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rankfold::job {
namespace {

using ::testing::ElementsAre;

std::string const retail = R"(
[job]
name   = "retail-demand"
seed   = 7
output = "results/retail.h5"
[data]
kind   = "series"
path   = "data/retail.csv"
id     = "item_id"
time   = "timestamp"
target = "demand"
select = ["FOODS_1_001_CA_1"]
offset = 10
layout = "wide"
[validation]
scheme    = "time-series"
folds     = 4
test_size = 2
gap       = 1
window    = 100
[objective]
metric = "mae"
report = ["mse", "mae", "smape"]
[[learner]]
name = "naive"
[[learner]]
name = "ets"
season_length = [6, 7]
model = ["ZNA", "ZZZ"]
damped = true
phi = 1
[search]
algorithm = "grid"
)";

TEST(ReadJobTest, reads_every_section) {
  auto const job = example::read(retail);

  EXPECT_EQ(job.name, "retail-demand");
  EXPECT_EQ(job.seed, 7U);
  EXPECT_EQ(job.output, "results/retail.h5");
  EXPECT_EQ(job.data.kind, DataKind::series);
  EXPECT_EQ(job.data.path, "jobs/data/retail.csv");
  EXPECT_EQ(job.data.id, "item_id");
  EXPECT_EQ(job.data.time, "timestamp");
  EXPECT_EQ(job.data.target, "demand");
  EXPECT_THAT(job.data.select, ElementsAre("FOODS_1_001_CA_1"));
  EXPECT_EQ(job.data.offset, 10.0);
  EXPECT_EQ(job.data.layout, DataSpec::Layout::wide);
  EXPECT_EQ(job.validation.folds, 4);
  EXPECT_EQ(job.validation.test_size, 2);
  EXPECT_EQ(job.validation.step, 2) << "by default the test size";
  EXPECT_EQ(job.validation.gap, 1);
  EXPECT_EQ(job.validation.window, 100);
  EXPECT_THAT(job.objective.metrics, ElementsAre("mae", "mse", "smape")) << "the deciding one first, each once";
  EXPECT_EQ(job.search.algorithm, "grid");
  EXPECT_EQ(job.source.text, retail);
}

int chain_with(std::string const& validation, std::string const& resources = "") {
  auto text = example::with_line(8, "folds = 3\n" + validation);
  return example::read(text + "\n[resources]\n" + resources).validation.chain;
}

TEST(ReadJobTest, folds_form_chains_where_training_parts_grow_and_fits_are_at_hand) {
  EXPECT_EQ(chain_with(""), 10);
  EXPECT_EQ(chain_with("window = 0"), 10);
  EXPECT_EQ(chain_with("window = 20"), 1);
  EXPECT_EQ(chain_with("", "timeout = 5"), 1) << "each fold has a process of its own";
  EXPECT_EQ(chain_with("chain = 3", "isolation = \"process\""), 3);
  EXPECT_EQ(chain_with("chain = 1"), 1);
  EXPECT_EQ(example::read("[job]\nname = \"n\"\n[data]\nkind = \"none\"\n[validation]\nscheme = \"time-series\"\n"
                          "[[learner]]\nname = \"sleep\"\n")
                .validation.chain,
            1);
}

TEST(ReadJobTest, reads_learners_and_hyperparameters_in_file_order) {
  auto const job = example::read(retail);

  ASSERT_EQ(job.learners.size(), 2U);
  EXPECT_EQ(job.learners[0].name, "naive");
  EXPECT_TRUE(job.learners[0].domains.empty());
  auto const& domains = job.learners[1].domains;
  ASSERT_EQ(domains.size(), 4U);
  EXPECT_EQ(domains[0], (Domain{"season_length", std::vector<Value>{6, 7}, {}}));
  EXPECT_EQ(domains[1], (Domain{"model", std::vector<Value>{"ZNA", "ZZZ"}, {}}));
  EXPECT_EQ(domains[2], (Domain{"damped", std::vector<Value>{true}, {}}));
  EXPECT_EQ(domains[3], (Domain{"phi", std::vector<Value>{1.0}, {}})) << "an integer becomes a real number";
}

TEST(ReadJobTest, fills_in_defaults) {
  auto const job = example::read(R"(
[job]
name = "demo"
[data]
kind = "series"
path = "/abs/d.csv"
target = "y"
[[learner]]
name = "naive"
)");

  EXPECT_EQ(job.seed, 0U);
  EXPECT_EQ(job.output, "demo.h5");
  EXPECT_EQ(job.data.path, "/abs/d.csv");
  EXPECT_EQ(job.data.layout, DataSpec::Layout::long_form);
  EXPECT_EQ(job.data.offset, 0.0);
  EXPECT_EQ(job.validation.scheme, ValidationSpec::Scheme::time_series);
  EXPECT_EQ(job.validation.folds, 5);
  EXPECT_THAT(job.objective.metrics, ElementsAre("mse"));
  EXPECT_EQ(job.objective.direction, Direction::minimize);
  EXPECT_EQ(job.search.algorithm, "grid");
}

std::string table_job(std::string const& data, std::string const& rest) {
  return "[job]\nname = \"t\"\n[data]\nkind = \"table\"\npath = \"t.csv\"\ntarget = \"class\"\n" + data + '\n' + rest +
         "\n[[learner]]\nname = \"svm_rbf\"\nC = [1, 10.5]\ngamma = [\"scale\", 0.1]\n";
}

TEST(ReadJobTest, reads_tables) {
  auto const job = example::read(table_job("problem = \"classification\"\nfeatures = [\"x*\"]",
                                           "[validation]\nscheme = \"predefined\"\ncolumn = \"fold\""));

  EXPECT_EQ(job.data.problem, Problem::classification);
  EXPECT_THAT(job.data.features, ElementsAre("x*"));
  EXPECT_EQ(job.validation.scheme, ValidationSpec::Scheme::predefined);
  EXPECT_EQ(job.validation.column, "fold");
  EXPECT_THAT(job.objective.metrics, ElementsAre("accuracy")) << "the default of classification";
  EXPECT_EQ(job.objective.direction, Direction::maximize);
  EXPECT_EQ(job.learners[0].domains[1], (Domain{"gamma", std::vector<Value>{"scale", 0.1}, {}}));
}

TEST(ReadJobTest, a_table_may_leave_its_problem_to_the_data_if_the_metrics_agree) {
  EXPECT_NO_THROW((void)example::read(table_job("", "[objective]\nmetric = \"f1\"\nreport = [\"log_loss\"]")));
  EXPECT_THROW((void)example::read(table_job("", "")), JobError) << "no default metric";
  EXPECT_THROW((void)example::read(table_job("", "[objective]\nmetric = \"f1\"\nreport = [\"mse\"]")), JobError);
}

TEST(ReadJobTest, reads_holdout_as_share_or_number) {
  auto const share = example::read(table_job("problem = \"regression\"", "[validation]\nscheme = \"holdout\""));
  EXPECT_EQ(share.validation.folds, 1);
  EXPECT_EQ(share.validation.test_size, 0.2);
  auto const sized = [](std::string const& size) {
    return example::read(
        table_job("problem = \"regression\"", "[validation]\nscheme = \"holdout\"\ntest_size = " + size));
  };
  EXPECT_EQ(sized("50").validation.test_size, 50);
  for (auto const* const bad : {"0", "-0.5", "1.5", "1e300", "nan"}) EXPECT_THROW((void)sized(bad), JobError) << bad;
}

TEST(ReadJobTest, learners_without_data_run_once_and_name_their_objective) {
  std::string const text = "[job]\nname = \"s\"\n[data]\nkind = \"none\"\n[[learner]]\nname = \"sleep\"\nseconds = 1\n";

  auto const plain = example::read(text);
  EXPECT_EQ(plain.validation.folds, 1);
  EXPECT_THAT(plain.objective.metrics, ElementsAre("objective"));
  EXPECT_EQ(plain.objective.direction, Direction::minimize);

  auto const own =
      example::read(text + "[objective]\nmetric = \"score\"\ndirection = \"maximize\"\n[validation]\nfolds = 3");
  EXPECT_EQ(own.validation.folds, 3);
  EXPECT_THAT(own.objective.metrics, ElementsAre("score"));
  EXPECT_EQ(own.objective.direction, Direction::maximize);

  EXPECT_EQ(example::read(text + "[objective]\nmetric = \"accuracy\"\n").objective.direction, Direction::maximize);
  EXPECT_THROW((void)example::read(text + "[objective]\nmetric = \"a b\"\n"), JobError);
  EXPECT_THROW((void)example::read(text + "[objective]\nreport = [\"mse\"]\n"), JobError);
}

TEST(ReadJobTest, a_job_may_report_every_metric_there_is) {
  std::string report;
  for (auto const& metric : known_metrics()) {
    if (metric.serves(Problem::forecasting)) report += fmt::format("\"{}\", ", metric.name);
  }

  auto const job = example::read(example::with_line(10, "metric = \"mse\"\nreport = [" + report + "]"));

  EXPECT_EQ(job.objective.metrics.size(), 8U);
  EXPECT_LE(job.objective.metrics.size(), max_metrics);
}

TEST(ReadJobTest, reads_ranges_and_conditions) {
  auto const job = example::read(example::with_line(13, R"(season_length = { min = 2, max = 12, type = "int", step = 5 }
phi = { min = 0.5, max = 0.9, step = 0.2, when = { damped = [true, "auto"] } }
damped = [true, false, "auto"])"));

  auto const& domains = job.learners[0].domains;
  EXPECT_EQ(std::get<Range>(domains[0].values), (Range{2, 12, Range::Scale::linear, true, 5.0}));
  EXPECT_EQ(std::get<Range>(domains[1].values), (Range{0.5, 0.9, Range::Scale::linear, false, 0.2}));
  EXPECT_THAT(domains[1].when, ElementsAre(Condition{"damped", {true, "auto"}}));
}

TEST(ReadJobTest, a_real_hyperparameter_may_have_a_range_of_whole_numbers) {
  auto const job = example::read(example::with_line(13, "phi = { min = 0, max = 1, type = \"int\" }"));

  EXPECT_EQ(std::get<Range>(job.learners[0].domains[0].values), (Range{0, 1, Range::Scale::linear, false, 1.0}));
}

TEST(ReadJobTest, a_condition_may_name_a_hyperparameter_that_keeps_its_default) {
  EXPECT_NO_THROW((void)example::read(example::with_line(13, "phi = { value = 0.8, when = { damped = \"auto\" } }")));
}

TEST(ReadJobTest, gives_the_same_job_each_time) {
  EXPECT_TRUE(example::same_job(example::read(retail), example::read(retail)));
}

} // namespace
} // namespace rankfold::job
