#include "support/machine.hpp"

#include <fstream>
#include <gmock/gmock.h>
#include <sched.h>
#include <unistd.h>

namespace rankfold {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class MachineTest : public ::testing::Test {
protected:
  MachineTest() { fs::create_directories(top_); }
  ~MachineTest() override { fs::remove_all(top_); }
  fs::path write(fs::path const& below, std::string const& text) const {
    fs::create_directories((top_ / below).parent_path());
    std::ofstream{top_ / below} << text;
    return top_ / below;
  }

  fs::path top_ = fs::path{::testing::TempDir()} / ("machine-" + std::to_string(::getpid()));
};

TEST_F(MachineTest, the_least_limit_on_memory_holds) {
  std::vector<fs::path> const limits{write("a", "max\n"), write("b", "5000\n"), write("c", "9223372036854771712\n"),
                                     top_ / "none"};
  EXPECT_EQ(granted_memory(8000, limits), 5000);
  EXPECT_EQ(granted_memory(4000, limits), 4000);
  EXPECT_EQ(granted_memory(4000, {}), 4000);
}

TEST_F(MachineTest, what_the_environment_shows_is_what_there_is) {
  (void)write("nvidia0", "");
  EXPECT_THAT(find_gpus("2,GPU-8f,5", top_, top_), ElementsAre("2", "GPU-8f", "5"));
  EXPECT_THAT(find_gpus("1,-1,0", top_, top_), ElementsAre("1"));
  EXPECT_THAT(find_gpus("", top_, top_), IsEmpty());
}

TEST_F(MachineTest, devices_are_counted_where_the_environment_is_silent) {
  for (auto const* name : {"nvidia0", "nvidia11", "nvidiactl", "nvidia-uvm", "nvidia", "sda"}) (void)write(name, "");
  EXPECT_THAT(find_gpus(nullptr, top_, top_ / "none"), ElementsAre("0", "1"));
}

TEST_F(MachineTest, amd_lists_its_processors_as_nodes) {
  (void)write("nodes/0/properties", "cpu_cores_count 64\nsimd_count 0\n");
  (void)write("nodes/1/properties", "cpu_cores_count 0\nsimd_count 440\n");
  EXPECT_THAT(find_gpus(nullptr, top_ / "none", top_ / "nodes"), ElementsAre("0"));
}

TEST(ThisMachineTest, has_the_cores_that_this_process_may_use) {
  auto const machine = this_machine();
  cpu_set_t allowed;
  ASSERT_EQ(sched_getaffinity(0, sizeof allowed, &allowed), 0);
  EXPECT_EQ(static_cast<int>(machine.cores.size()), CPU_COUNT(&allowed));
  EXPECT_GE(machine.size.cores, 1);
  EXPECT_GT(machine.size.memory_bytes, 1 << 20);
  EXPECT_EQ(machine.size.gpus, static_cast<int>(machine.gpus.size()));
}

} // namespace
} // namespace rankfold
