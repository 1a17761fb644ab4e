#include "data/builders.hpp"
#include "job/read_job.hpp"
#include "mpi/share_jobs.hpp"
#include "support/mpi_test.hpp"
#include <boost/mpi/collectives.hpp>
#include <cmath>

namespace rankfold::mpi {
namespace {

job::Catalogue catalogue() {
  job::LearnerInfo naive;
  naive.name = "naive";
  naive.kinds = {job::DataKind::series};
  return {naive};
}

job::Job make_job(std::string const& name) {
  job::JobSource source;
  source.path = "folder/" + name + ".toml";
  source.text = "[job]\nname = '" + name + R"('
[data]
kind = "series"
path = "series.csv"
time = "t"
target = "y"
[objective]
metric = "mse"
[[learner]]
name = "naive"
)";
  source.overrides = {"job.seed=42"};
  return job::read_job(source, catalogue());
}

data::Dataset make_data(int jobs_number) {
  data::SeriesBuilder builder;
  for (int i = 0; i < 10 * jobs_number; ++i) {
    std::vector<double> values(100, i + jobs_number * 0.5);
    values[3] = std::nan("");
    builder.add("series " + std::to_string(i), values);
  }
  return std::move(builder).build();
}

void expect_equal(data::Dataset const& dataset, data::Dataset const& expected) {
  EXPECT_EQ(dataset.kind(), expected.kind());
  EXPECT_TRUE(std::ranges::equal(dataset.image(), expected.image()));
  ASSERT_EQ(dataset.series_count(), expected.series_count());
  EXPECT_EQ(dataset.series(1).name, "series 1");
}

TEST(ShareJobsTest, all_ranks_have_the_same_jobs_and_data) {
  auto& scope = test::scope();
  std::vector<roles::JobContext> jobs;
  if (scope.rank() == 0) {
    jobs.push_back(roles::make_context(make_job("first"), make_data(1)));
    jobs.push_back(roles::make_context(make_job("second"), make_data(2)));
    jobs = share_jobs(scope, std::move(jobs));
  } else {
    auto assignment = receive_jobs(scope, catalogue());
    EXPECT_FALSE(assignment.exit_code);
    jobs = std::move(assignment.jobs);
  }
  ASSERT_EQ(jobs.size(), 2U);
  EXPECT_EQ(jobs[0].job.name, "first");
  EXPECT_EQ(jobs[1].job.name, "second");
  EXPECT_EQ(jobs[1].job.seed, 42U);
  EXPECT_EQ(jobs[1].job.data.path, make_job("second").data.path);
  expect_equal(jobs[0].dataset, make_data(1));
  expect_equal(jobs[1].dataset, make_data(2));
}

TEST(ShareJobsTest, a_mistake_found_by_rank_0_sends_all_home) {
  auto& scope = test::scope();
  if (scope.rank() == 0) return dismiss(scope, 2);
  auto const assignment = receive_jobs(scope, catalogue());
  EXPECT_TRUE(assignment.jobs.empty());
  EXPECT_EQ(assignment.exit_code, 2);
}

} // namespace
} // namespace rankfold::mpi
