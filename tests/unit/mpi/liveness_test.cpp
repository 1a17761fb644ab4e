#include "mpi/liveness.hpp"
#include <chrono>
#include <csignal>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace rankfold::mpi {
namespace {

constexpr double never = 1000;

/// A process of this machine that does nothing, as a worker's would look from here.
class LivenessTest : public ::testing::Test {
protected:
  LivenessTest() {
    self_.use.host = "here";
    self_.process_space = 1;
    child_ = fork();
    if (child_ == 0) {
      for (;;) pause();
    }
    worker_ = self_;
    worker_.use.pid = child_;
  }
  ~LivenessTest() override {
    if (child_ == 0) return; // which would stand for this process's own group
    kill(child_, SIGKILL);
    waitpid(child_, nullptr, 0);
  }

  /// What is found within so many seconds.
  static std::vector<Liveness::Loss> look(Liveness& liveness, int seconds = 30) {
    for (int i = 0; i < 100 * seconds; ++i) {
      if (auto losses = liveness.check(); !losses.empty()) return losses;
      std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
    return {};
  }

  Member self_, worker_;
  pid_t child_ = 0;
};

TEST_F(LivenessTest, a_process_that_has_ended_is_told_once) {
  Liveness liveness{self_, never};
  liveness.add(worker_);
  EXPECT_TRUE(liveness.check().empty());
  kill(child_, SIGKILL); // and not waited for: a zombie has ended as well

  auto const losses = look(liveness);

  ASSERT_EQ(losses.size(), 1U);
  EXPECT_EQ(losses[0].worker, 0U);
  EXPECT_EQ(losses[0].reason, "its process has ended");
  EXPECT_TRUE(look(liveness, 1).empty());
}

TEST_F(LivenessTest, a_stopped_process_is_found_by_its_silence_and_ended) {
  Liveness liveness{self_, 0.5};
  liveness.add(worker_);
  kill(child_, SIGSTOP);

  auto const losses = look(liveness);

  ASSERT_EQ(losses.size(), 1U);
  EXPECT_EQ(losses[0].reason.find("nothing was heard from it"), 0U);
  int status = 0;
  EXPECT_EQ(waitpid(child_, &status, 0), child_);
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
  child_ = 0;
}

TEST_F(LivenessTest, who_is_heard_of_is_not_lost) {
  Liveness liveness{self_, 0.5};
  liveness.add(worker_);
  for (int i = 0; i < 120; ++i) {
    liveness.heard(0);
    EXPECT_TRUE(liveness.check().empty());
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
  }
}

TEST_F(LivenessTest, of_another_machine_only_silence_counts) {
  worker_.use.host = "there";
  Liveness liveness{self_, 0.5};
  liveness.add(worker_);
  auto const losses = look(liveness);
  ASSERT_EQ(losses.size(), 1U);
  EXPECT_EQ(kill(child_, 0), 0) << "a process of that number here is somebody else's";
}

TEST_F(LivenessTest, who_was_stopped_itself_blames_nobody) {
  Liveness liveness{self_, 0.5};
  liveness.add(worker_);
  EXPECT_TRUE(liveness.check().empty());
  std::this_thread::sleep_for(std::chrono::seconds{1}); // as if suspended: nobody asked in between
  EXPECT_TRUE(liveness.check().empty());
}

TEST_F(LivenessTest, at_the_end_who_was_stopped_is_ended) {
  Liveness liveness{self_, 0.2};
  liveness.add(worker_);
  liveness.forget(0);
  kill(child_, SIGSTOP);
  liveness.see_out();
  int status = 0;
  EXPECT_EQ(waitpid(child_, &status, 0), child_);
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
  child_ = 0;
}

TEST_F(LivenessTest, who_has_taken_its_leave_may_end) {
  Liveness liveness{self_, never};
  liveness.add(worker_);
  liveness.forget(0);
  kill(child_, SIGKILL);
  EXPECT_TRUE(look(liveness, 1).empty());
}

} // namespace
} // namespace rankfold::mpi
