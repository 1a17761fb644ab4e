#include "isolation/share.hpp"

#include <gmock/gmock.h>

namespace rankfold::isolation {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Machine const machine{{4, 3, 0}, {10, 11, 12, 13}, {"0", "1", "GPU-2"}};

Share share(int threads, int gpus, int worker, int workers) {
  job::ResourceSpec resources;
  resources.threads = threads;
  resources.gpus = gpus;
  return share_of(machine, resources, {worker, workers});
}

TEST(ShareTest, cores_are_dealt_out_in_order_where_all_are_in_use) {
  EXPECT_THAT(share(1, 0, 0, 4).cores, ElementsAre(10));
  EXPECT_THAT(share(1, 0, 3, 4).cores, ElementsAre(13));
  EXPECT_THAT(share(2, 0, 0, 2).cores, ElementsAre(10, 11));
  EXPECT_THAT(share(2, 0, 1, 2).cores, ElementsAre(12, 13));
  EXPECT_THAT(share(3, 0, 0, 1).cores, ElementsAre(10, 11, 12));
}

TEST(ShareTest, workers_beyond_cores_over_threads_go_round) {
  EXPECT_THAT(share(2, 0, 2, 3).cores, ElementsAre(10, 11));
  EXPECT_THAT(share(4, 0, 1, 2).cores, ElementsAre(10, 11, 12, 13));
}

TEST(ShareTest, nobody_is_kept_on_cores_where_some_are_to_spare_or_workers_outnumber_them) {
  EXPECT_THAT(share(1, 0, 0, 3).cores, IsEmpty());
  EXPECT_THAT(share(2, 0, 0, 1).cores, IsEmpty());
  EXPECT_THAT(share(1, 0, 4, 5).cores, IsEmpty());
  EXPECT_THAT(share(2, 0, 0, 5).cores, IsEmpty());
}

TEST(ShareTest, a_machine_that_says_nothing_is_shared_by_nobody) {
  EXPECT_THAT(share_of({}, {}, {}).cores, IsEmpty());
  EXPECT_THAT(share_of({}, {}, {}).gpus, IsEmpty());
}

TEST(ShareTest, gpus_are_dealt_out_in_order) {
  EXPECT_THAT(share(1, 1, 2, 3).gpus, ElementsAre("GPU-2"));
  EXPECT_THAT(share(1, 2, 0, 1).gpus, ElementsAre("0", "1"));
  EXPECT_THAT(share(1, 0, 0, 1).gpus, IsEmpty());
  EXPECT_THAT(share(1, 4, 0, 1).gpus, IsEmpty()) << "a worker that gets no folds";
}

} // namespace
} // namespace rankfold::isolation
