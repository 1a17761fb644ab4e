#include "support/error.hpp"
#include "unit/job/example_job.hpp"
#include <gtest/gtest.h>
#include <map>

namespace rankfold::job {
namespace {

Configuration read(std::string const& learner, std::vector<std::string> const& assignments) {
  auto const catalogue = example::catalogue();
  return read_configuration(*find_learner(catalogue, learner), assignments);
}

std::string message_for(std::string const& learner, std::vector<std::string> const& assignments) {
  try {
    (void)read(learner, assignments);
  } catch (JobError const& error) {
    return error.what();
  }
  return "no error";
}

TEST(ReadConfigurationTest, takes_values_as_toml_and_bare_words_as_text) {
  auto const configuration = read("ets", {"model=ZNA", "damped=true", "season_length=12", "phi=1", "ic=\"bic\""});

  EXPECT_EQ(
      configuration,
      (Configuration{"ets", {{"model", "ZNA"}, {"damped", true}, {"season_length", 12}, {"phi", 1.0}, {"ic", "bic"}}}));
}

TEST(ReadConfigurationTest, takes_a_list_as_the_value_itself) {
  EXPECT_EQ(read("arima", {"order=[2, 1, 1]"}), (Configuration{"arima", {{"order", ValueList{2, 1, 1}}}}));
}

TEST(ReadConfigurationTest, a_list_of_numbers_takes_whole_ones_as_real) {
  auto const periods = example::bounded(
      example::hyperparameter("periods", HyperparameterInfo::Type::real_list, ValueList{1.0}), 1, 1000);
  auto const learner = example::learner("tbats", DataKind::series, {periods});
  EXPECT_EQ(read_configuration(learner, {"periods=[7, 365.25]"}),
            (Configuration{"tbats", {{"periods", ValueList{7.0, 365.25}}}}));
  for (auto const& [given, reason] : std::map<std::string, std::string>{
           {"periods=7",
            "periods=7: 'periods' of learner 'tbats' must be a list of numbers from 1 to 1000, but is the integer 7"},
           {"periods=[7, 0.5]",
            "periods=[7, 0.5]: each item of 'periods' of learner 'tbats' must be a number from 1 to 1000, "
            "but is the real number 0.5"}}) {
    try {
      (void)read_configuration(learner, {given});
      ADD_FAILURE() << given;
    } catch (JobError const& error) {
      EXPECT_EQ(std::string{error.what()}, reason);
    }
  }
}

TEST(ReadConfigurationTest, leaves_out_what_is_not_named) { EXPECT_TRUE(read("ets", {}).parameters.empty()); }

TEST(ReadConfigurationTest, errors_name_the_argument) {
  EXPECT_EQ(message_for("ets", {"modle=ZNA"}), "modle=ZNA: unknown hyperparameter 'modle' of learner 'ets' (known: "
                                               "season_length, model, damped, phi, ic); did you mean 'model'?");
  EXPECT_EQ(message_for("ets", {"season_length=0"}),
            "season_length=0: 'season_length' of learner 'ets' must be an integer from 1 to 400, but is the integer 0");
  EXPECT_EQ(message_for("ets", {"season_length=[6, 7]"}),
            "season_length=[6, 7]: 'season_length' of learner 'ets' must be an integer from 1 to 400, but is a list");
  EXPECT_EQ(message_for("ets", {"phi=0.5", "phi=0.6"}), "phi=0.6: 'phi' of learner 'ets' is given twice");
  EXPECT_EQ(message_for("ets", {"phi"}), "phi: NAME=VALUE is expected, but there is no '='");
  EXPECT_EQ(message_for("arima", {}), "'order' of learner 'arima' is missing and has no default: order=VALUE, where "
                                      "VALUE is a list of integers from 0 to 9");
}

} // namespace
} // namespace rankfold::job
