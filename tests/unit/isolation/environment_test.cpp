#include "isolation/environment.hpp"

#include <gmock/gmock.h>

namespace rankfold::isolation {
namespace {

using ::testing::Contains;
using ::testing::Not;
using ::testing::StartsWith;

std::vector<std::string> environment_of(std::vector<char const*> own, Share const& share = {}) {
  own.push_back(nullptr);
  return fold_environment(own.data(), share);
}

TEST(FoldEnvironmentTest, forgets_what_launchers_tell_their_ranks) {
  auto const environment =
      environment_of({"OMPI_COMM_WORLD_RANK=1", "PMIX_RANK=1", "PMI_FD=4", "PRTE_MCA_x=1", "SLURM_STEP_ID=0",
                      "SLURM_STEPID=0", "SLURM_PROCID=3", "SLURM_LOCALID=1", "PATH=/bin"});
  for (auto const* gone : {"OMPI_", "PMIX_", "PMI_", "PRTE_", "SLURM_STEP", "SLURM_PROCID", "SLURM_LOCALID"}) {
    EXPECT_THAT(environment, Not(Contains(StartsWith(gone))));
  }
  EXPECT_THAT(environment, Contains("PATH=/bin"));
}

TEST(FoldEnvironmentTest, keeps_what_is_of_the_allocation_or_anyone_elses) {
  auto const environment =
      environment_of({"SLURM_JOB_ID=7", "HDF5_USE_FILE_LOCKING=FALSE", "LD_LIBRARY_PATH=/x", "PMIXER=1"});
  EXPECT_THAT(environment, Contains("SLURM_JOB_ID=7"));
  EXPECT_THAT(environment, Contains("HDF5_USE_FILE_LOCKING=FALSE"));
  EXPECT_THAT(environment, Contains("LD_LIBRARY_PATH=/x"));
  EXPECT_THAT(environment, Contains("PMIXER=1"));
}

TEST(FoldEnvironmentTest, sets_the_number_of_threads_once_for_every_library) {
  auto const environment = environment_of({"OMP_NUM_THREADS=64", "OMP_NUM_THREADS_X=1"}, {.threads = 3});
  for (auto const* name : {"OMP", "OPENBLAS", "MKL", "BLIS", "NUMEXPR"}) {
    EXPECT_THAT(environment, Contains(std::string{name} + "_NUM_THREADS=3").Times(1));
  }
  EXPECT_THAT(environment, Not(Contains("OMP_NUM_THREADS=64")));
  EXPECT_THAT(environment, Contains("OMP_NUM_THREADS_X=1"));
}

TEST(FoldEnvironmentTest, binds_threads_only_to_cores_of_their_own) {
  EXPECT_THAT(environment_of({}), Contains("OMP_PROC_BIND=false"));
  EXPECT_THAT(environment_of({}, {.threads = 2, .cores = {2, 3}}), Contains("OMP_PROC_BIND=close"));
}

TEST(FoldEnvironmentTest, shows_the_gpus_that_are_the_workers) {
  auto const environment = environment_of({"CUDA_VISIBLE_DEVICES=0,1,2,3"}, {.gpus = {"2", "3"}});
  EXPECT_THAT(environment, Contains("CUDA_VISIBLE_DEVICES=2,3").Times(1));
  EXPECT_THAT(environment, Contains("ROCR_VISIBLE_DEVICES=2,3"));
  EXPECT_THAT(environment_of({"CUDA_VISIBLE_DEVICES=0,1"}), Contains("CUDA_VISIBLE_DEVICES=0,1"));
}

} // namespace
} // namespace rankfold::isolation
