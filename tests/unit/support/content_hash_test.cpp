#include "support/content_hash.hpp"

#include <gtest/gtest.h>

namespace rankfold {
namespace {

TEST(ContentHashTest, equal_contents_have_equal_hashes) {
  EXPECT_EQ(ContentHash{}.add("ets").add(std::uint64_t{7}).digest(),
            ContentHash{}.add("ets").add(std::uint64_t{7}).digest());
}

TEST(ContentHashTest, tells_contents_apart) {
  auto const ab_c = ContentHash{}.add("ab").add("c").digest();
  EXPECT_NE(ab_c, ContentHash{}.add("a").add("bc").digest());
  EXPECT_NE(ab_c, ContentHash{}.add("abc").digest());
  EXPECT_NE(ContentHash{}.add("").digest(), ContentHash{}.digest());
}

TEST(ContentHashTest, does_not_change_from_build_to_build) { // result files rely on it
  EXPECT_EQ(ContentHash{}.add(std::uint64_t{1}).add("rankfold").digest(), 171236116509994406U);
}

} // namespace
} // namespace rankfold
