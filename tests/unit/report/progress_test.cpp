#include "report/progress.hpp"

#include <gmock/gmock.h>
#include <sstream>

namespace rankfold::report {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

TEST(ClockTextTest, is_read_like_a_clock) {
  EXPECT_EQ(clock_text(0.4), "0:00");
  EXPECT_EQ(clock_text(125), "2:05");
  EXPECT_EQ(clock_text(3723), "1:02:03");
  EXPECT_EQ(clock_text(-1), "0:00");
}

TEST(ProgressTest, the_bar_stays_on_its_line_until_the_end) {
  std::ostringstream out;
  {
    auto const bar = make_progress(ProgressStyle::bar, out);
    bar->update({.folds = 10, .folds_done = 5, .tasks = 2, .tasks_done = 1});
    EXPECT_THAT(out.str(), HasSubstr(" 50% [###############...............] 5/10 folds, 1/2 tasks"));
    EXPECT_EQ(out.str().find('\n'), std::string::npos);
    bar->update({.folds = 10, .folds_done = 10, .folds_failed = 2, .tasks = 2, .tasks_done = 2});
    EXPECT_THAT(out.str(), HasSubstr("100% [##############################] 10/10 folds, 2/2 tasks, 2 failed"));
  }
  EXPECT_THAT(out.str(), EndsWith("\n"));
}

TEST(ProgressTest, a_log_gets_the_end_once_and_little_before) {
  std::ostringstream out;
  auto const plain = make_progress(ProgressStyle::plain, out);
  for (std::int64_t done = 0; done <= 1000; ++done) plain->update({.folds = 1000, .folds_done = done});
  plain->update({.folds = 1000, .folds_done = 1000});
  EXPECT_EQ(out.str(), "100%  1000/1000 folds, 0:00\n");
}

TEST(ProgressTest, none_is_silent_and_nothing_to_do_is_done) {
  std::ostringstream silent, empty;
  make_progress(ProgressStyle::none, silent)->update({.folds = 1, .folds_done = 1});
  make_progress(ProgressStyle::plain, empty)->update({});
  EXPECT_EQ(silent.str(), "");
  EXPECT_EQ(empty.str(), "100%  0/0 folds, 0:00\n");
}

} // namespace
} // namespace rankfold::report
