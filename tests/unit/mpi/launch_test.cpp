#include "mpi/launch.hpp"
#include "mpi/scope.hpp"
#include "support/error.hpp"
#include <cstdlib>
#include <gmock/gmock.h>
#include <map>
#include <string>

namespace rankfold::mpi {
namespace {

/// Environment variables for one test, without those of whoever started it.
class LaunchTest : public ::testing::Test {
protected:
  LaunchTest() {
    for (auto const* name : {"OMPI_COMM_WORLD_RANK", "OMPI_PARENT_PORT", "PMIX_RANK", "PMI_RANK",
                             "SLURM_STEP_NUM_TASKS", "SLURM_PROCID"}) {
      if (auto const* value = std::getenv(name)) saved_[name] = value;
      unsetenv(name);
      names_.emplace_back(name);
    }
  }
  ~LaunchTest() override {
    for (auto const& name : names_) unsetenv(name.c_str());
    for (auto const& [name, value] : saved_) setenv(name.c_str(), value.c_str(), 1);
  }

private:
  std::map<std::string, std::string> saved_;
  std::vector<std::string> names_;
};

TEST_F(LaunchTest, a_process_alone_is_the_first_rank_and_needs_no_mpi) {
  EXPECT_FALSE(is_launched());
  EXPECT_TRUE(is_first_rank());
  Scope const scope;
  EXPECT_EQ(scope.rank(), 0);
  EXPECT_EQ(scope.size(), 1);
  EXPECT_EQ(abort_all(3), 3);
}

TEST_F(LaunchTest, mpirun_srun_and_hydra_are_known) {
  for (auto const* name : {"OMPI_COMM_WORLD_RANK", "PMIX_RANK", "PMI_RANK"}) {
    setenv(name, "2", 1);
    EXPECT_TRUE(is_launched()) << name;
    EXPECT_FALSE(is_first_rank()) << name;
    setenv(name, "0", 1);
    EXPECT_TRUE(is_first_rank()) << name;
    unsetenv(name);
  }
}

TEST_F(LaunchTest, a_batch_script_runs_alone) {
  setenv("SLURM_PROCID", "0", 1);
  EXPECT_FALSE(is_launched());
  EXPECT_NO_THROW(refuse_srun_without_pmi());
}

TEST_F(LaunchTest, several_processes_that_do_not_know_of_each_other_are_refused) {
  setenv("SLURM_STEP_NUM_TASKS", "4", 1);
  setenv("SLURM_PROCID", "3", 1);
  EXPECT_FALSE(is_first_rank()) << "it is told once";
  EXPECT_THROW(refuse_srun_without_pmi(), JobError);
  EXPECT_THROW(Scope{}, JobError);
}

TEST_F(LaunchTest, the_library_is_named_without_mpi) { EXPECT_FALSE(library_version().empty()); }

TEST_F(LaunchTest, a_spawned_process_is_not_the_first_rank_of_the_run) {
  setenv("OMPI_COMM_WORLD_RANK", "0", 1);
  EXPECT_TRUE(is_first_rank());
  setenv("OMPI_PARENT_PORT", "123.0;tcp", 1);
  EXPECT_TRUE(is_launched());
  EXPECT_FALSE(is_first_rank());
}

} // namespace
} // namespace rankfold::mpi
