#include "client/job_records.hpp"
#include "support/error.hpp"
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>

namespace rankfold::client {
namespace {

namespace fs = std::filesystem;

class JobRecordsTest : public ::testing::Test {
protected:
  JobRecordsTest() : home_{fs::path{::testing::TempDir()} / "job-records"} {
    fs::remove_all(home_);
    ::setenv("XDG_STATE_HOME", home_.c_str(), 1);
  }
  ~JobRecordsTest() override { fs::remove_all(home_); }

  fs::path home_;
};

TEST_F(JobRecordsTest, a_number_belongs_to_the_latest_job) {
  EXPECT_FALSE(find_record("7"));
  keep({"7", "first", "/a/first.h5", "/a/first.h5.sbatch", "/a/first.h5.log"});
  keep({"7", "second", "/a/ü \"x\".h5", "/a/s", "/a/l"});

  auto const record = find_record("7");

  ASSERT_TRUE(record);
  EXPECT_EQ(record->name, "second");
  EXPECT_EQ(record->result, "/a/ü \"x\".h5");
  EXPECT_FALSE(find_record("8"));
}

TEST_F(JobRecordsTest, are_for_their_user_alone) {
  keep({"7", "j", "/r", "/s", "/l"});
  EXPECT_EQ(fs::status(home_ / "rankfold/jobs/7").permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(JobRecordsTest, a_damaged_one_is_told) {
  keep({"7", "j", "/r", "/s", "/l"});
  for (auto const* text : {"", "{", "[]", "{\"name\": 3, \"result\": \"/r\", \"script\": \"\", \"log\": \"\"}"}) {
    std::ofstream{home_ / "rankfold/jobs/7"} << text;
    EXPECT_THROW((void)find_record("7"), JobError) << text;
  }
}

TEST_F(JobRecordsTest, no_name_leads_out_of_the_folder) {
  for (auto const* name : {"", ".", "..", "../jobs/7", "7/../7", "a.h5", "7_1", "123456789012345678901"}) {
    EXPECT_FALSE(is_job_id(name)) << name;
    EXPECT_FALSE(find_record(name)) << name;
  }
  EXPECT_TRUE(is_job_id("42"));
}

} // namespace
} // namespace rankfold::client
