#include "report/leaderboard.hpp"
#include "support/error.hpp"
#include "unit/results/sample_job.hpp"
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace rankfold::report {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using ::testing::ThrowsMessage;
using Json = nlohmann::ordered_json;

class LeaderboardTest : public ::testing::Test {
protected:
  test::ScratchFolder folder_;
  test::SampleJob sample_{folder_ / "sample.h5"};

  void record_run() const {
    auto out = sample_.writer();
    sample_.record_run(out);
    out.finish(State::complete);
  }

  /// Trial 0 failed in its second fold, 1 is at work, 2 is complete; the second task waits.
  void record_part() const {
    auto out = sample_.writer();
    out.put(sample_.task(0, State::running));
    out.put(sample_.task(1, State::waiting));
    out.add_configurations(*sample_.plan.configurations);
    out.put(sample_.fold(0, 0));
    out.put(sample_.failed_fold(0, 1, "does not converge, \"at all\""));
    out.put(sample_.failed_fold(0, 2, "too short"));
    out.put(sample_.trial(0, State::failed));
    out.put(sample_.fold(1, 0));
    out.put(sample_.trial(1, State::running));
    for (int k = 0; k < 3; ++k) out.put(sample_.fold(2, k));
    out.put(sample_.trial(2, State::complete));
    out.flush();
  }

  [[nodiscard]] Leaderboard board() const { return read_leaderboard(sample_.job.output); }
};

std::vector<std::int64_t> trial_order(RankedTask const& task) {
  std::vector<std::int64_t> order;
  for (auto const& trial : task.trials) order.push_back(trial.record.trial.value);
  return order;
}

TEST_F(LeaderboardTest, orders_trials_by_their_objective) {
  record_run();

  auto const found = board();

  EXPECT_EQ(found.status, "complete");
  ASSERT_EQ(found.tasks.size(), 2U);
  EXPECT_THAT(trial_order(found.tasks[0]), ElementsAre(2, 1, 0));
  EXPECT_THAT(trial_order(found.tasks[1]), ElementsAre(5, 4, 3));
  EXPECT_THAT(found.tasks[0].trials[0].metrics, ElementsAre(98.0, 2.5));
  EXPECT_EQ(found.tasks[0].trials[0].configuration, (*sample_.plan.configurations)[2]);
}

TEST_F(LeaderboardTest, orders_the_other_way_round_where_more_is_better) {
  sample_.job.objective.direction = job::Direction::maximize;
  record_run();

  EXPECT_THAT(trial_order(board().tasks[0]), ElementsAre(0, 1, 2));
}

TEST_F(LeaderboardTest, puts_failed_trials_last_with_their_first_reason) {
  record_part();

  auto const found = board();

  EXPECT_EQ(found.status, "interrupted"); // the writer is gone and did not finish
  EXPECT_THAT(trial_order(found.tasks[0]), ElementsAre(2, 1, 0));
  EXPECT_EQ(found.tasks[0].trials[2].reason, "does not converge, \"at all\"");
  EXPECT_TRUE(std::isnan(found.tasks[0].trials[1].metrics[0])); // not all folds are done
  EXPECT_EQ(found.failures.size(), 2U);
}

TEST_F(LeaderboardTest, is_written_as_documented_in_json) {
  record_part();

  auto const json = Json::parse(to_json(board()));

  EXPECT_EQ(json["progress"], Json::parse(R"({"folds": 18, "done": 7, "failed": 2})"));
  EXPECT_EQ(json["tasks"][0].dump(),
            R"({"name":"series_0","status":"running","trials":[)"
            R"({"trial_id":2,"learner":"ets","parameters":{"damped":"auto","model":"ZZZ","season_length":7},)"
            R"("status":"complete","objective":98.0,"metrics":{"mse":98.0,"mae":2.5}},)"
            R"({"trial_id":1,"learner":"ets","parameters":{"damped":true,"model":"ZNA","season_length":7},)"
            R"("status":"running","objective":null,"metrics":{"mse":null,"mae":null}},)"
            R"({"trial_id":0,"learner":"auto_arima","parameters":{},"status":"failed","objective":null,)"
            R"("metrics":{"mse":null,"mae":null},"cause":"learner","reason":"does not converge, \"at all\""}]})");
  EXPECT_EQ(json["tasks"][1].dump(), R"({"name":"series_1","status":"waiting","trials":[]})");
  std::vector<std::string> keys;
  for (auto const& [key, value] : json.items()) keys.push_back(key);
  EXPECT_THAT(keys, ElementsAre("job", "status", "progress", "tasks"));
}

TEST_F(LeaderboardTest, is_a_line_a_trial_in_csv) {
  record_part();

  EXPECT_EQ(to_csv(board()),
            "task,place,trial_id,learner,parameters,status,objective,mse,mae,cause,reason\r\n"
            "series_0,1,2,ets,\"{\"\"damped\"\":\"\"auto\"\",\"\"model\"\":\"\"ZZZ\"\",\"\"season_length\"\":7}\","
            "complete,98,98,2.5,,\r\n"
            "series_0,2,1,ets,\"{\"\"damped\"\":true,\"\"model\"\":\"\"ZNA\"\",\"\"season_length\"\":7}\","
            "running,,,,,\r\n"
            "series_0,3,0,auto_arima,{},failed,,,,learner,\"does not converge, \"\"at all\"\"\"\r\n");
}

TEST_F(LeaderboardTest, top_cuts_each_task) {
  record_run();
  auto found = board();

  cut_trials(found, 2);

  EXPECT_THAT(trial_order(found.tasks[0]), ElementsAre(2, 1));
  EXPECT_THAT(trial_order(found.tasks[1]), ElementsAre(5, 4));
}

TEST_F(LeaderboardTest, one_task_can_be_picked) {
  record_run();
  auto found = board();

  select_task(found, "series_1");

  ASSERT_EQ(found.tasks.size(), 1U);
  EXPECT_EQ(found.tasks[0].record.name, "series_1");
  EXPECT_THAT([&] { select_task(found, "serie_1"); }, ThrowsMessage<JobError>(HasSubstr("did you mean 'series_1'")));
}

TEST_F(LeaderboardTest, the_table_shows_the_trials_of_few_tasks) {
  record_run();

  auto const text = to_table(board(), 2);

  EXPECT_THAT(text, StartsWith("sample: complete, 18 of 18 folds done, 2 of 2 tasks\n"));
  EXPECT_THAT(text, HasSubstr("series_1: complete, 3 trials\n"));
  EXPECT_THAT(text, HasSubstr("  trial  mse  mae  learner  parameters\n"
                              "      5   95  5.5  ets      damped=auto model=ZZZ season_length=7\n"));
  EXPECT_THAT(text, HasSubstr("... and 1 more"));
  EXPECT_THAT(text, Not(HasSubstr("auto_arima")));
}

TEST_F(LeaderboardTest, the_table_says_what_failed_and_why) {
  record_part();

  auto const text = to_table(board(), 10);

  EXPECT_THAT(text, StartsWith("sample: interrupted, 7 of 18 folds done (2 failed), 0 of 2 tasks"));
  EXPECT_THAT(text, HasSubstr("(failed: does not converge"));
  EXPECT_THAT(text, HasSubstr("1 fold: too short\n"));
}

TEST_F(LeaderboardTest, the_table_of_many_tasks_is_a_summary) {
  sample_ = test::SampleJob{folder_ / "many.h5", 3000};
  {
    auto out = sample_.writer();
    sample_.record_run(out);
    out.put(sample_.task(1234, State::failed));
    out.finish(State::failed);
  }
  auto const text = to_table(board(), 10);

  EXPECT_LT(std::ranges::count(text, '\n'), 30);
  EXPECT_THAT(text, HasSubstr("3000 tasks  ets damped=auto model=ZZZ season_length=7\n"));
  EXPECT_THAT(text, HasSubstr("2990 more tasks"));
  EXPECT_LT(text.find("series_1234 "), text.find("series_0 ")); // what needs a look comes first
}

TEST_F(LeaderboardTest, a_file_that_is_none_is_the_users_mistake) {
  EXPECT_THROW((void)read_leaderboard(folder_ / "none.h5"), JobError);
}

} // namespace
} // namespace rankfold::report
