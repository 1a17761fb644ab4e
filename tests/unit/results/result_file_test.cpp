#include "rankfold/version.hpp"
#include "results/format.hpp"
#include "results/result_reader.hpp"
#include "support/error.hpp"
#include "unit/results/sample_job.hpp"
#include <gmock/gmock.h>

namespace rankfold::results {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ResultFileTest : public ::testing::Test {
protected:
  test::ScratchFolder folder_;
  test::SampleJob sample_{folder_ / "sample.h5"};

  [[nodiscard]] ResultReader reader() const { return ResultReader{sample_.job.output}; }
  [[nodiscard]] std::vector<FoldRecord> folds() const {
    std::vector<FoldRecord> folds;
    reader().for_each_fold([&](FoldRecord const& fold) { folds.push_back(fold); });
    return folds;
  }
};

TEST_F(ResultFileTest, says_what_it_is) {
  sample_.writer().finish(State::complete);

  auto const file = reader();
  auto const& info = file.info();
  EXPECT_EQ(info.format_version, format_version);
  EXPECT_EQ(info.rankfold_version, version);
  EXPECT_EQ(info.job_name, "sample");
  EXPECT_EQ(info.seed, 7U);
  EXPECT_EQ(info.mpi_library, "Test MPI 1.0");
  EXPECT_EQ(info.folds_per_trial, 3);
  EXPECT_EQ(info.objective, "mse");
  EXPECT_EQ(info.direction, job::Direction::minimize);
  EXPECT_THAT(info.created, ::testing::MatchesRegex("20..-..-..T..:..:..Z"));
  EXPECT_EQ(file.job_text(), sample_.job.source.text);
  EXPECT_THAT(file.resolved_job_text(), ::testing::HasSubstr("\"sample\""));
  EXPECT_THAT(file.learners(), ElementsAre("auto_arima", "ets"));
  EXPECT_THAT(file.metrics(), ElementsAre("mse", "mae"));
}

TEST_F(ResultFileTest, gives_back_a_whole_run) {
  {
    auto out = sample_.writer();
    sample_.record_run(out);
    out.finish(State::complete);
  }
  auto const file = reader();

  auto const progress = file.progress();
  EXPECT_EQ(progress.state, State::complete);
  EXPECT_EQ(progress.folds, 18);
  EXPECT_EQ(progress.folds_done, 18);
  EXPECT_EQ(progress.folds_failed, 0);
  EXPECT_EQ(progress.trials_done, 6);
  EXPECT_EQ(progress.tasks_done, 2);
  EXPECT_FALSE(file.interrupted());

  auto const tasks = file.tasks();
  ASSERT_EQ(tasks.size(), 2U);
  EXPECT_EQ(tasks[1].name, "series_1");
  EXPECT_EQ(tasks[1].state, State::complete);
  EXPECT_EQ(tasks[1].best_trial, TrialId{5});
  EXPECT_EQ(tasks[1].best_objective, 95.0);

  auto const trials = file.trials();
  ASSERT_EQ(trials.size(), 6U);
  EXPECT_EQ(trials[4].trial, TrialId{4});
  EXPECT_EQ(trials[4].task, TaskId{1});
  EXPECT_EQ(trials[4].configuration, ConfigurationId{1});
  EXPECT_EQ(trials[4].budget, 1.0);
  EXPECT_EQ(trials[4].state, State::complete);
  EXPECT_EQ(trials[4].objective, 96.0);
  EXPECT_EQ(trials[4].started, 1004.0);
  EXPECT_EQ(trials[4].finished, 0.0);

  auto const all = folds();
  ASSERT_EQ(all.size(), 18U);
  auto const& fold = all[13].result;
  EXPECT_EQ(fold.request.trial, TrialId{4});
  EXPECT_EQ(fold.request.fold, 1);
  EXPECT_EQ(fold.request.attempt, 1);
  EXPECT_EQ(fold.request.key, 41U);
  EXPECT_EQ(fold.metrics[0], 96.0);
  EXPECT_EQ(fold.metrics[1], 4.5);
  EXPECT_EQ(fold.fit_seconds, 0.25);
  EXPECT_EQ(fold.evaluate_seconds, 0.125);
  EXPECT_EQ(fold.rank, 1);
  EXPECT_EQ(fold.started, 1000.5);
  EXPECT_EQ(all[13].reason, -1);
}

TEST_F(ResultFileTest, configurations_come_back_with_their_types) {
  {
    auto out = sample_.writer();
    sample_.record_run(out);
    out.finish(State::complete);
  }
  auto const configurations = reader().configurations();

  ASSERT_EQ(configurations.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i)
    EXPECT_EQ(configurations.at({static_cast<std::int64_t>(i)}), (*sample_.plan.configurations)[i]);
}

TEST_F(ResultFileTest, trials_name_their_learner) {
  {
    auto out = sample_.writer();
    out.add_configurations(*sample_.plan.configurations);
    out.put(sample_.trial(1, State::running));
    out.finish(State::cancelled);
  }
  auto const file = reader();
  auto const table = file.table(trial_table);
  std::vector<std::byte> rows(table.rows() * table.layout().size());
  table.read(0, rows);
  auto const learner = [&](std::size_t row) {
    return get_text(hdf5::ConstRow{rows}.subspan(row * table.layout().size()), table.column("learner"));
  };
  EXPECT_EQ(learner(0), ""); // never put
  EXPECT_EQ(learner(1), "ets");
  EXPECT_EQ(file.trials().size(), 1U);
}

TEST_F(ResultFileTest, failed_folds_share_their_reasons) {
  std::string const reason = "too short";
  {
    auto out = sample_.writer();
    out.put(sample_.failed_fold(0, 0, reason));
    out.put(sample_.failed_fold(0, 1, "another, " + std::string(1000, 'x')));
    out.put(sample_.failed_fold(2, 2, reason));
    out.put(sample_.fold(1, 0));
    out.finish(State::failed);
  }
  auto const all = folds();
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(all[0].reason, 0);
  EXPECT_EQ(all[1].reason, 1);
  EXPECT_EQ(all[2].reason, -1);
  EXPECT_EQ(all[3].reason, 0);
  EXPECT_TRUE(std::isnan(all[3].result.metrics[0]));
  auto const reasons = reader().reasons();
  ASSERT_EQ(reasons.size(), 2U);
  EXPECT_EQ(reasons[0], reason);
  EXPECT_EQ(reasons[1], ("another, " + std::string(1000, 'x')).substr(0, message_bytes));
  EXPECT_EQ(reader().progress().folds_failed, 3);
}

TEST_F(ResultFileTest, folds_keep_the_cause_of_their_failure) {
  {
    auto out = sample_.writer();
    auto fold = sample_.failed_fold(0, 0, "it took longer than 10 s");
    fold.cause = roles::Cause::timeout;
    out.put(fold);
    out.put(sample_.fold(1, 0));
    out.finish(State::failed);
  }
  auto const all = folds();
  EXPECT_EQ(all[0].result.cause, roles::Cause::timeout);
  EXPECT_EQ(all[1].result.cause, roles::Cause::none);
}

TEST_F(ResultFileTest, folds_written_before_there_were_causes_are_read) {
  auto const now = FoldRows::layout({"mse"});
  hdf5::RowLayout before;
  for (auto const& column : now.columns())
    if (column.name != "cause") before.add(column.name, column.type);
  FoldRows const codec{before};
  std::vector<std::byte> row(before.size());

  codec.encode(row, sample_.failed_fold(0, 0, "a reason"), 3);

  EXPECT_EQ(codec.decode(row).reason, 3);
  EXPECT_EQ(codec.decode(row).result.cause, roles::Cause::none);
}

TEST_F(ResultFileTest, rows_put_again_are_replaced_and_counted_once) {
  {
    auto out = sample_.writer();
    out.put(sample_.failed_fold(0, 0, "first attempt"));
    auto second = sample_.fold(0, 0);
    second.request.attempt = 2;
    out.put(second);
    out.put(sample_.task(0, State::complete));
    out.put(sample_.task(0, State::complete));
    out.finish(State::complete);
  }
  auto const all = folds();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].result.state, State::complete);
  EXPECT_EQ(all[0].result.request.attempt, 2);
  auto const progress = reader().progress();
  EXPECT_EQ(progress.folds_done, 1);
  EXPECT_EQ(progress.folds_failed, 0);
  EXPECT_EQ(progress.tasks_done, 1);
}

TEST_F(ResultFileTest, every_trial_has_the_rows_of_all_its_folds) {
  {
    auto out = sample_.writer();
    out.add_configurations(*sample_.plan.configurations);
    out.put(sample_.trial(1, State::running));
    out.finish(State::cancelled);
  }
  EXPECT_EQ(reader().table(fold_table).rows(), 6U);
  EXPECT_THAT(folds(), IsEmpty());
}

TEST_F(ResultFileTest, models_are_found_by_their_task) {
  std::string const state(100000, 's');
  {
    auto out = sample_.writer();
    out.add_configurations(*sample_.plan.configurations);
    out.put(sample_.trial(0, State::complete));
    out.put(sample_.trial(4, State::complete));
    out.put_model(sample_.refit(4, "{\"first\": 1}"));
    out.put_model(sample_.refit(4, state));
    out.finish(State::complete);
  }
  auto const model = reader().model({1});
  ASSERT_TRUE(model);
  EXPECT_EQ(model->trial, TrialId{4});
  EXPECT_EQ(model->learner, "ets");
  EXPECT_EQ(model->state, state);
  EXPECT_FALSE(reader().model({0}));
  EXPECT_FALSE(reader().model({7}));
  EXPECT_FALSE(reader().model({}));
}

TEST_F(ResultFileTest, ranks_and_events_come_back) {
  {
    auto out = sample_.writer();
    std::vector<roles::RankUse> ranks{{0, "node1", 100, 1.0, 0.0, 0.0, 0}, {1, "node1", 101, 1.0, 9.0, 3.5, 12}};
    out.put(ranks);
    out.put(ranks);
    out.add({5.0, "retry", 1, {3}, "worker lost"});
    out.add({6.0, "rank_lost", 1, {}, "no sign of life"});
    out.finish(State::complete);
  }
  auto const ranks = reader().ranks();
  ASSERT_EQ(ranks.size(), 2U);
  EXPECT_EQ(ranks[1].host, "node1");
  EXPECT_EQ(ranks[1].pid, 101);
  EXPECT_EQ(ranks[1].left, 9.0);
  EXPECT_EQ(ranks[1].busy_seconds, 3.5);
  EXPECT_EQ(ranks[1].folds, 12);
  auto const events = reader().events();
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].kind, "retry");
  EXPECT_EQ(events[0].trial, TrialId{3});
  EXPECT_EQ(events[1].message, "no sign of life");
  EXPECT_FALSE(events[1].trial.exists());
}

TEST_F(ResultFileTest, every_dataset_has_a_checksum_once_the_run_has_ended) {
  for (auto const state : {State::complete, State::failed, State::cancelled}) {
    {
      auto out = sample_.writer(Existing::replace);
      sample_.record_run(out);
      out.flush();
      EXPECT_THAT(reader().checksums(), IsEmpty());
      out.finish(state);
    }
    auto const file = reader();
    auto const checksums = file.checksums();
    std::vector<std::string> names;
    for (auto const& checksum : checksums) {
      names.push_back(checksum.dataset);
      EXPECT_EQ(checksum.digest, file.digest(checksum.dataset)) << checksum.dataset;
    }
    EXPECT_THAT(names,
                ElementsAre("configurations/auto_arima", "configurations/ets", "events", "folds", "job/blueprint",
                            "job/given", "job/header", "job/overrides", "job/path", "job/resolved", "models/index",
                            "models/states", "progress", "ranks", "reasons", "tasks", "trials"));
  }
}

TEST_F(ResultFileTest, learners_of_one_name_share_a_table) {
  sample_.job.learners.push_back({"ets", {{"alpha", job::Range{0, 1, job::Range::Scale::linear, false, {}}, {}}}});
  Configuration const other{"ets", {{"alpha", 0.25}}};
  {
    auto out = sample_.writer();
    out.add_configurations(*sample_.plan.configurations);
    out.add_configurations(std::vector{other});
    out.finish(State::complete);
  }
  auto const configurations = reader().configurations();
  EXPECT_EQ(configurations.at({3}), other);
  EXPECT_EQ(configurations.at({1}), (*sample_.plan.configurations)[1]);
}

TEST_F(ResultFileTest, a_fold_outside_its_trial_is_our_own_mistake) {
  auto out = sample_.writer();

  EXPECT_THROW(out.put(sample_.fold(0, 3)), ContractViolation);
  EXPECT_THROW(out.put(sample_.fold(0, roles::FoldRequest::refit)), ContractViolation);
}

} // namespace
} // namespace rankfold::results
