#include "support/run_command.hpp"

#include <gtest/gtest.h>
#include <vector>

namespace rankfold {
namespace {

std::optional<CommandEnd> run(std::vector<std::string> const& words) { return run_command(words); }

TEST(RunCommandTest, gives_what_the_program_says_and_how_it_ends) {
  auto const end = run({"sh", "-c", "cat; echo out; echo err >&2; exit 7"});
  ASSERT_TRUE(end);
  EXPECT_EQ(end->exit_code, 7);
  EXPECT_EQ(end->output, "out\n");
  EXPECT_EQ(end->errors, "err\n");
}

TEST(RunCommandTest, no_shell_reads_the_arguments) {
  EXPECT_EQ(run({"printf", "<%s>", "a b", "$HOME", "'", ""})->output, "<a b><$HOME><'><>");
}

TEST(RunCommandTest, takes_in_more_than_a_pipe_holds_from_both_ends_at_once) {
  auto const end = run({"sh", "-c", "head -c 300000 /dev/zero >&2; head -c 300000 /dev/zero"});
  EXPECT_EQ(end->output.size(), 300'000U);
  EXPECT_EQ(end->errors.size(), 300'000U);
}

TEST(RunCommandTest, counts_signals_as_shells_do) { EXPECT_EQ(run({"sh", "-c", "kill -9 $$"})->exit_code, 137); }

TEST(RunCommandTest, a_program_that_is_not_there_is_told_from_one_that_fails) {
  EXPECT_FALSE(run({"no-such-program-anywhere"}));
  EXPECT_EQ(run({"false"})->exit_code, 1);
}

} // namespace
} // namespace rankfold
