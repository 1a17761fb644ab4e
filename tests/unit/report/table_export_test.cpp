#include "report/table_export.hpp"
#include "unit/results/sample_job.hpp"
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <sstream>

namespace rankfold::report {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;
using Json = nlohmann::ordered_json;

class TableExportTest : public ::testing::Test {
protected:
  void SetUp() override {
    auto out = sample_.writer();
    sample_.record_run(out);
    out.put(sample_.failed_fold(3, 2, "a reason, with a comma"));
    std::vector<roles::RankUse> const ranks{{0, "node1", 100, 1.0, 0.0, 0.5, 3}};
    out.put(ranks);
    out.add({5.0, "retry", 1, {3}, "line\nbreak"});
    out.finish(State::complete);
  }
  [[nodiscard]] std::string exported(std::string const& table, ExportFormat format) const {
    std::ostringstream out;
    export_table(results::ResultReader{sample_.job.output}, table, format, out);
    return out.str();
  }

  test::ScratchFolder folder_;
  test::SampleJob sample_{folder_ / "sample.h5"};
};

TEST_F(TableExportTest, every_table_is_json) {
  for (auto const& table : exportable_tables())
    EXPECT_TRUE(Json::parse(exported(table, ExportFormat::json)).is_array());
}

TEST_F(TableExportTest, rows_are_objects_with_the_tables_columns) {
  auto const trials = Json::parse(exported("trials", ExportFormat::json));

  ASSERT_EQ(trials.size(), 6U);
  EXPECT_EQ(trials[4].dump(), R"({"trial_id":4,"task_id":1,"learner":"ets","configuration_id":1,"budget":1.0,"rung":0,)"
                              R"("status":"complete","objective":96.0,"started":1004.0,"finished":0.0})");
}

TEST_F(TableExportTest, folds_tell_their_reason) {
  auto const folds = Json::parse(exported("folds", ExportFormat::json));

  ASSERT_EQ(folds.size(), 18U);
  EXPECT_EQ(folds[11]["reason"], "a reason, with a comma");
  EXPECT_EQ(folds[11]["cause"], "learner");
  EXPECT_EQ(folds[11]["mse"], nullptr);
  EXPECT_EQ(folds[12]["reason"], nullptr);
  EXPECT_THAT(exported("folds", ExportFormat::csv),
              HasSubstr("3,2,1,failed,,,0.25,0.125,1,1000.5,\"a reason, with a comma\",32,learner,1\r\n"));
}

TEST_F(TableExportTest, csv_has_a_header_and_quotes_what_it_must) {
  auto const events = exported("events", ExportFormat::csv);

  EXPECT_EQ(events, "time,kind,rank,trial_id,message,run\r\n5,retry,1,3,\"line\nbreak\",1\r\n");
}

TEST_F(TableExportTest, configurations_of_all_learners_are_one_table) {
  EXPECT_EQ(exported("configurations", ExportFormat::csv), "configuration_id,learner,damped,model,season_length\r\n"
                                                           "0,auto_arima,,,\r\n"
                                                           "1,ets,true,ZNA,7\r\n"
                                                           "2,ets,auto,ZZZ,7\r\n");
}

TEST_F(TableExportTest, an_empty_table_is_an_empty_list) {
  auto const empty = test::SampleJob{folder_ / "empty.h5"};
  empty.writer().finish(State::cancelled);
  std::ostringstream out;

  export_table(results::ResultReader{empty.job.output}, "events", ExportFormat::json, out);

  EXPECT_EQ(Json::parse(out.str()), Json::array());
}

} // namespace
} // namespace rankfold::report
