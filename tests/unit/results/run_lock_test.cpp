#include "results/run_lock.hpp"
#include "support/error.hpp"
#include "support/process.hpp"
#include "unit/results/child.hpp"
#include "unit/results/sample_job.hpp"
#include <gmock/gmock.h>

namespace rankfold::results {
namespace {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

class RunLockTest : public ::testing::Test {
protected:
  test::ScratchFolder folder_;
  std::filesystem::path result_ = folder_ / "out.h5";
  std::filesystem::path lock_ = folder_ / "out.h5.lock";
};

TEST_F(RunLockTest, is_there_while_it_is_held) {
  EXPECT_EQ(writer_of(result_), Writer::none);
  {
    RunLock const lock{result_};
    EXPECT_TRUE(std::filesystem::exists(lock_));
    EXPECT_EQ(writer_of(result_), Writer::alive);
  }
  EXPECT_FALSE(std::filesystem::exists(lock_));
  EXPECT_EQ(writer_of(result_), Writer::none);
}

TEST_F(RunLockTest, refuses_a_second_run_and_names_the_first) {
  RunLock const first{result_};

  EXPECT_THAT([&] { RunLock const second{result_}; },
              ThrowsMessage<JobError>(::testing::AllOf(HasSubstr(std::to_string(process_id())), HasSubstr(host_name()),
                                                       HasSubstr("out.h5.lock"))));
  EXPECT_TRUE(std::filesystem::exists(lock_));
}

TEST_F(RunLockTest, a_killed_run_stops_nobody) {
  test::Child child{[&](test::Child::Ready const& ready) {
    RunLock const lock{result_};
    ready();
    ::pause();
  }};
  child.wait_until_ready();
  EXPECT_EQ(writer_of(result_), Writer::alive);
  child.kill();

  EXPECT_TRUE(std::filesystem::exists(lock_));
  EXPECT_EQ(writer_of(result_), Writer::none);
  RunLock const next{result_};
  EXPECT_EQ(writer_of(result_), Writer::alive);
}

TEST_F(RunLockTest, a_file_left_by_another_host_may_belong_to_a_run_that_lives) {
  folder_.make_file("out.h5.lock", "some-other-host 42\n");

  EXPECT_EQ(writer_of(result_), Writer::elsewhere);
}

TEST_F(RunLockTest, does_not_follow_links) {
  auto const target = folder_.make_file("precious", "text");
  std::filesystem::create_symlink(target, lock_);

  EXPECT_THROW(RunLock{result_}, JobError);
  EXPECT_EQ(std::filesystem::file_size(target), 4U);
}

TEST_F(RunLockTest, two_runs_on_one_result_file_are_refused) {
  test::SampleJob const sample{result_};
  auto const first = sample.writer();

  EXPECT_THAT([&] { (void)sample.writer(Existing::replace); }, ThrowsMessage<JobError>(HasSubstr("being written")));
}

} // namespace
} // namespace rankfold::results
