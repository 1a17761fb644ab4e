#include "learners/registry.hpp"

#include "data/builders.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <numeric>
#include <set>

namespace rankfold::learners {
namespace {

using ::testing::ElementsAre;

TEST(RegistryTest, every_learner_is_found_by_its_name_and_kind) {
  std::set<std::string> names;
  for (auto const& info : catalogue()) {
    EXPECT_TRUE(names.insert(info.name).second) << info.name << " is there twice";
    int const found = (find_forecaster(info.name) != nullptr) + (find_table_learner(info.name) != nullptr) +
                      (find_standalone_learner(info.name) != nullptr);
    EXPECT_EQ(found, 1) << info.name;
    EXPECT_EQ(info.serves(job::DataKind::series), find_forecaster(info.name) != nullptr) << info.name;
  }
  EXPECT_EQ(find_forecaster("sleep"), nullptr);
  EXPECT_EQ(find_forecaster("unknown"), nullptr);
}

TEST(RegistryTest, every_learner_is_described) {
  for (auto const& info : catalogue()) {
    EXPECT_FALSE(info.summary.empty()) << info.name;
    EXPECT_FALSE(info.source.empty()) << info.name;
    for (auto const& hyperparameter : info.hyperparameters) {
      EXPECT_FALSE(hyperparameter.description.empty()) << info.name << "." << hyperparameter.name;
    }
  }
}

TEST(RegistryTest, the_airline_job_tries_every_forecaster) {
  std::ifstream file{RANKFOLD_SOURCE_DIR "/jobs/airline.toml"};
  std::string const text{std::istreambuf_iterator<char>{file}, {}};
  for (auto const& info : catalogue()) {
    if (!info.serves(job::DataKind::series)) continue;
    EXPECT_THAT(text, ::testing::HasSubstr("name = \"" + info.name + "\""));
  }
}

TEST(RegistryTest, defaults_fill_in_what_was_not_given) {
  job::LearnerInfo info;
  info.hyperparameters = {{.name = "a", .default_value = 1.0, .description = ""},
                          {.name = "b", .default_value = 2.0, .description = ""},
                          {.name = "c", .description = "", .required = true}};
  EXPECT_EQ(with_defaults(info, {{"b", 5.0}}), (Parameters{{"a", 1.0}, {"b", 5.0}}));
}

TEST(ConstantTest, predicts_the_mean_of_the_training_rows) {
  data::TableBuilder builder;
  builder.add_feature("x", {0, 0, 0});
  builder.set_target("y", {1, 2, 30});
  auto const table = std::move(builder).build();
  std::vector<std::uint32_t> const train{0, 1}, test{2, 0};
  auto const* learner = find_table_learner("constant");
  auto const model = learner->fit({table, train}, job::Problem::regression, {}, RandomStream{0, 0, 0, 0});
  auto const predicted = learner->restore(model->state())->predict({table, test});
  EXPECT_EQ(predicted.classes, 0U);
  EXPECT_THAT(predicted.values, ElementsAre(1.5, 1.5));
}

TEST(ConstantTest, predicts_the_share_of_each_class) {
  data::TableBuilder builder;
  builder.add_feature("x", {0, 0, 0, 0});
  builder.set_target("y", {0, 2, 2, 2}, {"a", "b", "c"});
  auto const table = std::move(builder).build();
  std::vector<std::uint32_t> const train{0, 1, 2, 3}, test{1};
  auto const* learner = find_table_learner("constant");
  auto const model = learner->fit({table, train}, job::Problem::classification, {}, RandomStream{0, 0, 0, 0});
  auto const predicted = learner->restore(model->state())->predict({table, test});
  EXPECT_EQ(predicted.classes, 3U);
  EXPECT_THAT(predicted.values, ElementsAre(0.25, 0, 0.75));
  EXPECT_THROW((void)learner->fit({table, {}}, job::Problem::classification, {}, RandomStream{0, 0, 0, 0}), FitError);
  EXPECT_THROW((void)learner->restore(nlohmann::ordered_json::parse(R"({"classes": 3, "prediction": [1]})")), JobError);
  EXPECT_THROW((void)learner->restore(nlohmann::ordered_json::parse("[]")), JobError);
}

} // namespace
} // namespace rankfold::learners
