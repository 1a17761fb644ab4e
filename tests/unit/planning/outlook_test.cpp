#include "planning/outlook.hpp"
#include <gtest/gtest.h>

namespace rankfold::planning {
namespace {

/// One second of work for each of so many workers, done in these seconds.
Outlook make_outlook(int ranks, double makespan, double utilisation) {
  Outlook outlook{{1, ranks}, makespan};
  outlook.busy_seconds = utilisation * makespan * (ranks - 1);
  return outlook;
}

TEST(OutlookTest, ranks_fill_as_few_nodes_as_hold_them_evenly) {
  auto const is = [](Allocation allocation, int nodes, int ranks_per_node) {
    return allocation.nodes == nodes && allocation.ranks_per_node == ranks_per_node;
  };
  EXPECT_TRUE(is(allocation_for(2, 64), 1, 2));
  EXPECT_TRUE(is(allocation_for(64, 64), 1, 64));
  EXPECT_TRUE(is(allocation_for(65, 64), 2, 33));
  EXPECT_TRUE(is(allocation_for(1024, 64), 16, 64));
  EXPECT_TRUE(is(allocation_for(7, 1), 7, 1));
}

TEST(OutlookTest, the_fastest_whose_workers_are_busy_enough_is_recommended) {
  std::vector<Outlook> const outlooks{make_outlook(4, 100, 0.99), make_outlook(64, 8, 0.85), make_outlook(256, 3, 0.5)};
  EXPECT_EQ(recommend(outlooks).allocation.ranks(), 64);
}

TEST(OutlookTest, where_none_is_busy_enough_the_one_that_wastes_least_is_recommended) {
  std::vector<Outlook> const outlooks{make_outlook(64, 8, 0.3), make_outlook(16, 9, 0.6), make_outlook(256, 7, 0.1)};
  EXPECT_EQ(recommend(outlooks).allocation.ranks(), 16);
}

} // namespace
} // namespace rankfold::planning
