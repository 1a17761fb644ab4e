#include "report/receipt.hpp"

#include <gmock/gmock.h>
#include <vector>

namespace rankfold::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

roles::RankUse use(std::int32_t rank, double busy_seconds, std::int64_t folds) {
  roles::RankUse made;
  made.rank = rank;
  made.host = "node1";
  made.busy_seconds = busy_seconds;
  made.folds = folds;
  return made;
}

TEST(ReceiptTest, tells_wall_time_speed_and_each_workers_busy_share) {
  std::vector const ranks{use(0, 0, 0), use(1, 9, 60), use(2, 5, 40)};
  auto const text =
      receipt({.folds = 100, .folds_done = 100, .folds_failed = 3, .tasks = 7, .tasks_done = 7}, ranks, 10, 100);
  EXPECT_THAT(text, HasSubstr("100 folds (3 failed) of 7 tasks in 0:10 (10.00 s): 10.0 folds/s on 3 ranks"));
  EXPECT_THAT(text, HasSubstr("2 busy 70.0 % of the time (least 50.0 %, most 90.0 %)"));
  EXPECT_THAT(text, HasSubstr("rank 1   node1  busy  90.0 %  60 folds"));
  EXPECT_THAT(text, Not(HasSubstr("rank 0  "))) << "it only coordinates";
}

TEST(ReceiptTest, one_rank_both_coordinates_and_works) {
  std::vector const ranks{use(0, 1, 5)};
  EXPECT_THAT(receipt({.folds = 5, .folds_done = 5, .tasks = 1}, ranks, 2, 5), HasSubstr("1 busy 50.0 %"));
}

TEST(ReceiptTest, many_ranks_are_told_by_their_spread) {
  std::vector<roles::RankUse> ranks{use(0, 0, 0)};
  for (std::int32_t rank = 1; rank <= 64; ++rank) ranks.push_back(use(rank, 1, 1));
  auto const text = receipt({.folds = 64, .folds_done = 64, .tasks = 1}, ranks, 1, 64);
  EXPECT_THAT(text, HasSubstr("64 busy 100.0 %"));
  EXPECT_THAT(text, Not(HasSubstr("rank 1 ")));
}

TEST(ReceiptTest, tells_where_chains_are_too_few_for_the_workers) {
  std::vector<roles::RankUse> ranks{use(0, 0, 0)};
  for (std::int32_t rank = 1; rank <= 16; ++rank) ranks.push_back(use(rank, 1, 1));
  roles::Progress const progress{.folds = 30, .folds_done = 30, .tasks = 1};
  auto const line = "  chains   6 chains of folds for 16 workers: chain = 1 in [validation] makes 30 pieces of work\n";
  EXPECT_THAT(receipt(progress, ranks, 1, 6), HasSubstr(line));
  EXPECT_THAT(receipt(progress, ranks, 1, 16), Not(HasSubstr("chains"))) << "enough for all";
  EXPECT_THAT(receipt({.folds = 6, .folds_done = 6, .tasks = 1}, ranks, 1, 6), Not(HasSubstr("chains")))
      << "they are no longer than a fold";
  EXPECT_THAT(receipt(progress, std::span{ranks}.first(1), 1, 6), Not(HasSubstr("chains")));
}

} // namespace
} // namespace rankfold::report
