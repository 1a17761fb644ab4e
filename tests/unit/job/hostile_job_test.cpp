#include "support/error.hpp"
#include "support/random.hpp"
#include "unit/job/example_job.hpp"
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <regex>

namespace rankfold::job {
namespace {

std::string const valid = R"([job]
name = "demo"
seed = 7
[data]
kind = "series"
path = "d.csv"
target = "y"
select = ["a", "b"]
offset = 10.5
[validation]
folds = 3
[objective]
metric = "mse"
report = ["mae", "smape"]
[[learner]]
name = "arima"
order = [[2, 1, 1], [0, 1, 0]]
[[learner]]
name = "ets"
season_length = { min = 2, max = 12, type = "int", step = 2, when = { ic = ["aic"] } }
phi = { values = [0.8, 9e-1], when = { damped = true } }
damped = [true, "auto"]
ic = "aic"
[search]
algorithm = "grid"
)";

/// Pieces that mean something somewhere in a job file.
std::string piece(RandomStream& random) {
  static constexpr char const* pieces[]{"[",
                                        "]",
                                        "[[learner]]",
                                        "{",
                                        "}",
                                        "=",
                                        ",",
                                        ".",
                                        "\"",
                                        "'",
                                        "\"\"\"",
                                        "#",
                                        "\n",
                                        "\r\n",
                                        "true",
                                        "inf",
                                        "nan",
                                        "-1",
                                        "1e99",
                                        "0x7f",
                                        "''",
                                        "[]",
                                        "{}",
                                        "\\u0000",
                                        "when",
                                        "min",
                                        "value",
                                        "learner",
                                        "[job]",
                                        "2024-01-01",
                                        "9223372036854775807",
                                        "\xff",
                                        "\xEF\xBB\xBF",
                                        "name = \"ets\"",
                                        "-9223372036854775808",
                                        "0.1",
                                        "kind = \"table\"",
                                        "\"none\"",
                                        "values"};
  return pieces[random.below(std::size(pieces))];
}

void mutate(std::string& text, RandomStream& random) {
  auto const at = random.below(text.size() + 1);
  auto const length = std::min<std::size_t>(random.below(20), text.size() - at);
  switch (random.below(6)) {
  case 0:
    text.resize(at);
    break;
  case 1:
    text.erase(at, length);
    break;
  case 2:
    text.insert(at, piece(random));
    break;
  case 3:
    text.replace(at, length, piece(random));
    break;
  case 4:
    text.insert(random.below(text.size() + 1), std::string{text.substr(at, length)});
    break;
  default:
    if (at < text.size()) text[at] = static_cast<char>(random.below(256));
  }
}

bool names_a_place(std::string const& message) {
  static std::regex const place{R"(^(jobs/demo\.toml:[1-9][0-9]*:[0-9]+|--set .*): [\s\S]+)"};
  return std::regex_search(message.substr(0, 200), place);
}

TEST(HostileJobTest, every_mutation_gives_a_job_or_an_error_with_its_place) {
  int accepted = 0;
  for (std::int64_t seed = 0; seed < 5000; ++seed) {
    RandomStream random{20240131, seed, 0, 0};
    auto text = valid;
    for (std::uint64_t i = 0; i <= random.below(4); ++i) mutate(text, random);
    try {
      auto const job = example::read(text);
      ++accepted;
      EXPECT_TRUE(example::same_job(job, example::read(resolved_text(job)))) << "seed " << seed << ":\n" << text;
    } catch (JobError const& error) {
      EXPECT_TRUE(names_a_place(error.what())) << "seed " << seed << ": " << error.what() << "\n" << text;
    }
  }
  EXPECT_GT(accepted, 50) << "else the mutations are too coarse to reach far";
}

TEST(HostileJobTest, every_truncation_gives_a_job_or_an_error_with_its_place) {
  for (std::size_t length = 0; length <= valid.size(); ++length) {
    try {
      (void)example::read(valid.substr(0, length));
    } catch (JobError const& error) {
      EXPECT_TRUE(names_a_place(error.what())) << length << ": " << error.what();
    }
  }
}

TEST(HostileJobTest, every_override_gives_a_job_or_an_error_with_its_place) {
  for (std::int64_t seed = 0; seed < 3000; ++seed) {
    RandomStream random{7, seed, 0, 0};
    std::string text = "learner.ets.season_length=[6, {min = 1}]";
    for (std::uint64_t i = 0; i <= random.below(5); ++i) mutate(text, random);
    try {
      (void)example::read(valid, {text});
    } catch (JobError const& error) {
      EXPECT_TRUE(names_a_place(error.what())) << "seed " << seed << ": " << error.what() << "\n" << text;
    }
  }
}

} // namespace
} // namespace rankfold::job
