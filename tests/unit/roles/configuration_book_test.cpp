#include "roles/configuration_book.hpp"

#include <gtest/gtest.h>

namespace rankfold::roles {
namespace {

TEST(ConfigurationBookTest, numbers_in_the_order_of_first_sight_and_shares_numbers) {
  ConfigurationBook book;
  Configuration const seven{"ets", {{"season_length", 7}}};
  Configuration const six{"ets", {{"season_length", 6}}};

  EXPECT_EQ(book.number(seven).id.value, 0);
  EXPECT_TRUE(book.number(six).is_new);
  EXPECT_EQ(book.number(six).id.value, 1);
  EXPECT_FALSE(book.number(seven).is_new);
  EXPECT_EQ(book.number(seven).id.value, 0);
  EXPECT_EQ(book.take_new(), (std::vector{seven, six}));
  EXPECT_TRUE(book.take_new().empty());
}

TEST(ConfigurationBookTest, tells_values_of_different_types_apart) {
  ConfigurationBook book;
  auto const number_of = [&](Value value) { return book.number({"ets", {{"damped", std::move(value)}}}).id.value; };

  EXPECT_EQ(number_of(true), 0);
  EXPECT_EQ(number_of("true"), 1);
  EXPECT_EQ(number_of(1), 2);
  EXPECT_EQ(number_of(1.0), 3);
}

} // namespace
} // namespace rankfold::roles
