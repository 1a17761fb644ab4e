#pragma once

#include "pilot/folder.hpp"
#include "pilot/ticket.hpp"
#include <fcntl.h>
#include <filesystem>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

namespace rankfold::pilot {

/// A test with a pilots' folder of its own.
class PilotFolderTest : public ::testing::Test {
protected:
  PilotFolderTest() : path_{std::filesystem::path{::testing::TempDir()} / ("pilots-" + std::to_string(::getpid()))} {
    std::filesystem::remove_all(path_);
  }
  ~PilotFolderTest() override { std::filesystem::remove_all(path_); }

  static Ticket ticket(int priority = usual_priority) {
    Ticket made;
    made.id = new_id();
    made.name = "a job";
    made.priority = priority;
    made.source = {"/home/me/job.toml", "[job]\nname = \"ü\"\n", {"job.seed=3", "data.offset=1"}};
    made.result = "/home/me/a job.h5";
    return made;
  }

  /// Says that a file was touched so many seconds ago.
  void age(std::string const& name, long seconds) const {
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    now.tv_sec -= seconds;
    timespec const both[2]{now, now};
    EXPECT_EQ(::utimensat(AT_FDCWD, (path_ / name).c_str(), both, 0), 0);
  }

  std::filesystem::path path_;
};

} // namespace rankfold::pilot
