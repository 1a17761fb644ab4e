#include "results/configuration_rows.hpp"
#include "support/error.hpp"
#include <gmock/gmock.h>

namespace rankfold::results {
namespace {

using hdf5::ColumnType;
using Kind = ColumnType::Kind;

job::Domain values(std::string name, std::vector<Value> list) { return {std::move(name), std::move(list), {}}; }
job::Domain range(std::string name, bool integer) {
  return {std::move(name), job::Range{1, 9, job::Range::Scale::linear, integer, {}}, {}};
}

Kind kind_of(std::vector<job::LearnerSpec> const& specs, std::string const& name) {
  return ConfigurationRows::layout(specs).find(name)->type.kind;
}

TEST(ConfigurationRowsTest, a_column_has_the_type_of_all_its_values) {
  std::vector<job::LearnerSpec> const specs{
      {"learner",
       {values("flag", {true, false}), values("count", {1, 2}), values("share", {0.5}),
        values("mixed_numbers", {1, 2.5}), values("word", {"a", "bcd"}), values("damped", {true, "auto"}),
        values("order", {ValueList{2, 1}}), range("steps", true), range("rate", false)}}};
  EXPECT_EQ(kind_of(specs, "flag"), Kind::boolean);
  EXPECT_EQ(kind_of(specs, "count"), Kind::int64);
  EXPECT_EQ(kind_of(specs, "share"), Kind::real64);
  EXPECT_EQ(kind_of(specs, "mixed_numbers"), Kind::real64);
  EXPECT_EQ(kind_of(specs, "word"), Kind::text);
  EXPECT_EQ(kind_of(specs, "damped"), Kind::text);
  EXPECT_EQ(kind_of(specs, "order"), Kind::text);
  EXPECT_EQ(kind_of(specs, "steps"), Kind::int64);
  EXPECT_EQ(kind_of(specs, "rate"), Kind::real64);
}

TEST(ConfigurationRowsTest, a_truth_value_that_may_be_absent_is_text) {
  job::Domain conditional = values("flag", {true, false});
  conditional.when = {{"kernel", {"poly"}}};
  EXPECT_EQ(kind_of({{"learner", {conditional}}}, "flag"), Kind::text);

  // Named in one of two [[learner]] of the same name only.
  EXPECT_EQ(kind_of({{"learner", {values("flag", {true})}}, {"learner", {}}}, "flag"), Kind::text);
}

TEST(ConfigurationRowsTest, configurations_come_back_as_they_were) {
  job::Domain degree = range("degree", true), rate = range("rate", false), word = values("word", {"x", "true"});
  for (auto* domain : {&degree, &rate, &word}) domain->when = {{"kernel", {"poly"}}};
  std::vector<job::LearnerSpec> const specs{
      {"svm", {values("kernel", {"poly", "rbf"}), values("flag", {true, false}), degree, rate, word}}};
  auto const layout = ConfigurationRows::layout(specs);
  ConfigurationRows const rows{layout};
  std::vector<std::byte> row(layout.size());

  for (Parameters const& parameters :
       {Parameters{{"kernel", "rbf"}, {"flag", false}},
        Parameters{{"kernel", "poly"}, {"flag", true}, {"degree", 3}, {"rate", 0.1}, {"word", "true"}}}) {
    rows.encode(row, {ConfigurationId{5}, parameters});
    auto const back = rows.decode(row);
    EXPECT_EQ(back.id, ConfigurationId{5});
    EXPECT_EQ(back.parameters, parameters);
  }
}

TEST(ConfigurationRowsTest, an_integer_in_a_column_of_real_numbers_is_one) {
  auto const layout = ConfigurationRows::layout({{"learner", {values("alpha", {1, 0.5})}}});
  ConfigurationRows const rows{layout};
  std::vector<std::byte> row(layout.size());

  rows.encode(row, {ConfigurationId{0}, {{"alpha", 1}}});

  EXPECT_EQ(rows.decode(row).parameters.at("alpha"), Value{1.0});
}

TEST(ConfigurationRowsTest, a_hyperparameter_of_no_domain_is_our_own_mistake) {
  auto const layout = ConfigurationRows::layout({{"learner", {}}});
  std::vector<std::byte> row(layout.size());

  EXPECT_THROW(ConfigurationRows{layout}.encode(row, {ConfigurationId{0}, {{"alpha", 1}}}), ContractViolation);
}

} // namespace
} // namespace rankfold::results
