#include "support/error.hpp"
#include "support/random.hpp"
#include "unit/job/example_job.hpp"
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <string_view>

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

/// "FILE:LINE:COLUMN: what is wrong", or "--set ...: what is wrong".
bool names_a_place(std::string_view message) {
  constexpr std::string_view file = "jobs/demo.toml:", digits = "0123456789";
  if (message.starts_with("--set ")) return message.find(": ") != std::string_view::npos;
  if (!message.starts_with(file)) return false;
  message.remove_prefix(file.size());
  for (auto const* const end : {":", ": "}) {
    auto const number = message.find_first_not_of(digits);
    if (number == 0 || number == std::string_view::npos || message[0] == '0') return false;
    message.remove_prefix(number);
    if (!message.starts_with(end)) return false;
    message.remove_prefix(std::string_view{end}.size());
  }
  return !message.empty();
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
