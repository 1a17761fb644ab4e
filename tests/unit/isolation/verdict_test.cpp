#include "isolation/verdict.hpp"

#include <csignal>
#include <gmock/gmock.h>

namespace rankfold::isolation {
namespace {

using roles::Cause;
using ::testing::HasSubstr;

// As `waitpid` tells them.
constexpr int exited(int code) { return code << 8; }
constexpr int signalled(int number) { return number; }

job::ResourceSpec const limits{.memory_bytes = 2LL << 30, .timeout_seconds = 600};

roles::FoldResult judge(Outcome const& outcome) { return verdict(outcome, limits); }

roles::FoldResult good_result() {
  roles::FoldResult result;
  result.state = State::complete;
  result.metrics[0] = 0.1;
  result.metrics[1] = -3;
  result.fit_seconds = 2;
  result.text = "state";
  return result;
}

TEST(VerdictTest, a_reported_result_is_passed_on_to_the_last_bit) {
  auto const judged = judge({.status = exited(0), .report = encode_report(good_result())});
  EXPECT_EQ(judged.state, State::complete);
  EXPECT_EQ(judged.metrics[0], 0.1);
  EXPECT_EQ(judged.metrics[1], -3);
  EXPECT_EQ(judged.fit_seconds, 2);
  EXPECT_EQ(judged.text, "state");
}

TEST(VerdictTest, a_learners_own_failure_is_passed_on) {
  roles::FoldResult failed;
  failed.cause = Cause::learner;
  failed.text = "too short";
  auto const judged = judge({.status = exited(0), .report = encode_report(failed)});
  EXPECT_EQ(judged.cause, Cause::learner);
  EXPECT_EQ(judged.text, "too short");
}

struct Case {
  Outcome outcome;
  Cause cause;
  char const* reason;
};

class FailureTest : public ::testing::TestWithParam<Case> {};

TEST_P(FailureTest, has_its_cause_and_reason) {
  auto const judged = judge(GetParam().outcome);
  EXPECT_EQ(judged.state, State::failed);
  EXPECT_EQ(judged.cause, GetParam().cause) << judged.text;
  EXPECT_EQ(judged.text, GetParam().reason);
}

INSTANTIATE_TEST_SUITE_P(
    Every, FailureTest,
    ::testing::Values(
        Case{{.status = signalled(SIGSEGV)}, Cause::crashed, "crashed with signal 11 (Segmentation fault)"},
        Case{{.status = signalled(SIGABRT)}, Cause::crashed, "crashed with signal 6 (Aborted)"},
        Case{{.status = signalled(SIGKILL)}, Cause::crashed, "crashed with signal 9 (Killed)"},
        Case{{.status = signalled(SIGKILL), .out_of_memory = true}, Cause::memory, "memory: over 2GiB"},
        Case{{.status = signalled(SIGKILL), .timed_out = true}, Cause::timeout, "timeout: over 10min"},
        Case{{.status = exited(143), .timed_out = true}, Cause::timeout, "timeout: over 10min"},
        Case{{.status = exited(3)}, Cause::exit_code, "its process ended with exit code 3"},
        Case{{.status = exited(0)}, Cause::invalid_output, "its process ended without a result"}));

TEST(VerdictTest, a_report_damaged_anywhere_is_invalid_output) {
  auto const whole = encode_report(good_result());
  for (std::size_t size = 1; size < whole.size(); ++size) {
    Bytes const cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    EXPECT_EQ(judge({.status = exited(0), .report = cut}).cause, Cause::invalid_output) << size;
  }
  auto longer = whole;
  longer.push_back({});
  EXPECT_EQ(judge({.status = exited(0), .report = longer}).cause, Cause::invalid_output);
}

TEST(VerdictTest, memory_that_the_fold_noticed_itself_names_the_limit) {
  roles::FoldResult failed;
  failed.cause = Cause::memory;
  failed.text = "memory: the system gave no more";
  EXPECT_EQ(judge({.status = exited(0), .report = encode_report(failed)}).text, "memory: over 2GiB");
}

TEST(VerdictTest, our_own_bug_stays_one) {
  EXPECT_THROW((void)judge({.status = exited(0), .report = encode_bug("broken")}), ContractViolation);
}

TEST(VerdictTest, a_server_that_died_takes_its_fold_along) {
  auto const judged = server_died(signalled(SIGKILL));
  EXPECT_EQ(judged.cause, Cause::crashed);
  EXPECT_THAT(judged.text, HasSubstr("signal 9"));
}

} // namespace
} // namespace rankfold::isolation
