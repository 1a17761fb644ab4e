#include "isolation/oom_kills.hpp"

#include "support/control_group.hpp"
#include <fstream>
#include <gmock/gmock.h>
#include <unistd.h>

namespace rankfold::isolation {
namespace {

namespace fs = std::filesystem;

class OomKillsTest : public ::testing::Test {
protected:
  OomKillsTest() { fs::create_directories(top_); }
  ~OomKillsTest() override { fs::remove_all(top_); }
  void write(fs::path const& below, std::string const& text) const {
    fs::create_directories((top_ / below).parent_path());
    std::ofstream{top_ / below} << text;
  }

  fs::path top_ = fs::path{::testing::TempDir()} / ("groups-" + std::to_string(::getpid()));
};

TEST_F(OomKillsTest, have_risen_once_for_each_look_after_a_kill) {
  write("memory.events", "low 0\nhigh 4\nmax 9\noom 3\noom_kill 2\n");
  OomKills kills{top_ / "memory.events"};
  EXPECT_FALSE(kills.have_risen());
  write("memory.events", "low 0\nhigh 4\nmax 9\noom 4\noom_kill 3\n");
  EXPECT_TRUE(kills.have_risen());
  EXPECT_FALSE(kills.have_risen());
}

TEST_F(OomKillsTest, are_none_where_the_system_does_not_say) { EXPECT_FALSE(OomKills{top_ / "nothing"}.have_risen()); }

TEST_F(OomKillsTest, are_found_in_either_version_of_control_groups) {
  write("jobs/7/memory.events", "oom_kill 0\n");
  write("jobs/7/memory.max", "max\n");
  write("jobs/memory.max", "1000\n");
  write("memory/slurm/memory.oom_control", "oom_kill 0\n");
  write("memory/slurm/memory.limit_in_bytes", "5000\n");

  auto const second = find_control_group("0::/jobs/7\n", top_);
  EXPECT_EQ(second.oom_events, top_ / "jobs/7/memory.events");
  EXPECT_THAT(second.memory_limits, ::testing::ElementsAre(top_ / "jobs/7/memory.max", top_ / "jobs/memory.max"));

  auto const first = find_control_group("9:name=systemd:/\n4:cpu,memory:/slurm/step\n0::/\n", top_);
  EXPECT_EQ(first.oom_events, top_ / "memory/slurm/memory.oom_control");
  EXPECT_THAT(first.memory_limits, ::testing::ElementsAre(top_ / "memory/slurm/memory.limit_in_bytes"));
}

TEST_F(OomKillsTest, are_not_found_where_there_are_no_groups) {
  EXPECT_TRUE(find_control_group("", top_).oom_events.empty());
  EXPECT_TRUE(find_control_group("nonsense\n", top_ / "none").memory_limits.empty());
}

} // namespace
} // namespace rankfold::isolation
