#include "support/error.hpp"
#include "unit/job/example_job.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rankfold::job {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string message_for(std::string const& text) {
  try {
    (void)example::read(text);
  } catch (JobError const& error) {
    return error.what();
  }
  return "no error";
}

TEST(NotTomlTest, syntax_errors_have_a_place) {
  EXPECT_THAT(message_for("[job]\nname = demo\n"), StartsWith("jobs/demo.toml:2:8: not a TOML file: "));
  EXPECT_THAT(message_for("[job]\nname = \"demo\n"), StartsWith("jobs/demo.toml:2:13: not a TOML file: "));
  EXPECT_THAT(message_for("[job\n"), StartsWith("jobs/demo.toml:1:5: not a TOML file: "));
  EXPECT_THAT(message_for("[job]\nseed = 99999999999999999999\n"), HasSubstr("not a TOML file: "));
}

TEST(NotTomlTest, a_key_given_twice_is_refused) {
  EXPECT_THAT(message_for(example::with_line(2, "name = \"a\"\nname = \"b\"")),
              AllOf(StartsWith("jobs/demo.toml:3:"), HasSubstr("'name'")));
  EXPECT_THAT(message_for(example::with_line(15, "algorithm = \"grid\"\n[job]")),
              AllOf(StartsWith("jobs/demo.toml:16:"), HasSubstr("'job'")));
}

TEST(NotTomlTest, bytes_that_are_no_text_are_refused) {
  EXPECT_THAT(message_for("[job]\nname = \"\xff\xfe\"\n"), StartsWith("jobs/demo.toml:2:"));
  EXPECT_THAT(message_for(std::string{"[job]\nname = \"a\0b\"\n", 19}), StartsWith("jobs/demo.toml:2:"));
  EXPECT_THAT(message_for("\x89HDF\r\n\x1a\n"), StartsWith("jobs/demo.toml:1:"));
  EXPECT_THAT(message_for(std::string(100, '\0')), StartsWith("jobs/demo.toml:1:"));
}

TEST(NotTomlTest, an_empty_file_lacks_its_first_section) {
  EXPECT_EQ(message_for(""), "jobs/demo.toml:1:1: the section [job] is missing");
}

TEST(NotTomlTest, a_byte_order_mark_and_windows_line_ends_are_harmless) {
  auto text = "\xEF\xBB\xBF" + example::with_line(0, "");
  for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2) text.insert(at, 1, '\r');

  auto const job = example::read(text);

  EXPECT_TRUE(example::same_job(job, example::read(example::with_line(0, ""))));
}

TEST(NotTomlTest, nesting_beyond_reason_is_an_error_and_no_crash) {
  auto const deep = std::string(100'000, '[');
  EXPECT_THAT(message_for("[job]\nname = " + deep), StartsWith("jobs/demo.toml:2:"));
  EXPECT_THAT(message_for("[job]\n" + deep), StartsWith("jobs/demo.toml:2:"));
  std::string dotted = "a";
  for (int i = 0; i < 20'000; ++i) dotted += ".a";
  EXPECT_THAT(message_for("[job]\n" + dotted + " = 1"), StartsWith("jobs/demo.toml:2:"));
}

} // namespace
} // namespace rankfold::job
