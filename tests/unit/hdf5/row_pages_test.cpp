#include "hdf5/row_pages.hpp"
#include "unit/hdf5/scratch_folder.hpp"
#include <gmock/gmock.h>
#include <random>

namespace rankfold::hdf5 {
namespace {

struct Rows {
  RowLayout layout;
  Column number;
  std::vector<std::byte> fill;

  Rows() : number{layout.add("number", ColumnType::int64())} {
    fill.resize(layout.size());
    set_integer(fill, number, -1);
  }
  [[nodiscard]] std::vector<std::int64_t> read(Table const& table) const {
    std::vector<std::byte> bytes(table.rows() * layout.size());
    table.read(0, bytes);
    std::vector<std::int64_t> numbers;
    for (std::size_t i = 0; i < table.rows(); ++i)
      numbers.push_back(get_integer(ConstRow{bytes}.subspan(i * layout.size()), number));
    return numbers;
  }
};

class RowPagesTest : public ::testing::Test {
protected:
  test::ScratchFolder folder_;
  std::filesystem::path path_ = folder_.make_file("rows.h5");
  Rows rows_;
};

TEST_F(RowPagesTest, rows_never_written_are_the_fill_row) {
  auto file = File::format(path_, path_);
  RowPages pages{Table::create(file, "t", rows_.layout, {4, rows_.fill})};

  set_integer(pages.edit(9), rows_.number, 90);
  set_integer(pages.edit(2), rows_.number, 20);
  pages.extend(12);
  pages.write();

  EXPECT_THAT(rows_.read(Table::open(file, "t")),
              ::testing::ElementsAre(-1, -1, 20, -1, -1, -1, -1, -1, -1, 90, -1, -1));
}

TEST_F(RowPagesTest, append_goes_behind_the_last_row) {
  auto file = File::format(path_, path_);
  RowPages pages{Table::create(file, "t", rows_.layout, {4, rows_.fill})};

  for (int i = 0; i < 6; ++i) set_integer(pages.append(), rows_.number, i);
  pages.write();

  EXPECT_THAT(rows_.read(Table::open(file, "t")), ::testing::ElementsAre(0, 1, 2, 3, 4, 5));
}

TEST_F(RowPagesTest, any_order_of_changes_and_flushes_gives_the_last_values) {
  auto const seed = std::random_device{}();
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937 random{seed};
  auto file = File::format(path_, path_);
  // Chunks of 4 rows: the 64 chunks that are held are a fraction of the 2,000 rows, so that some come back.
  RowPages pages{Table::create(file, "t", rows_.layout, {4, rows_.fill})};
  file.start_following();
  std::vector<std::int64_t> expected;

  for (int i = 0; i < 5000; ++i) {
    auto const row = std::uniform_int_distribution<std::size_t>{0, 1999}(random);
    if (row >= expected.size()) expected.resize(row + 1, -1);
    auto const place = pages.edit(row);
    ASSERT_EQ(get_integer(place, rows_.number), expected[row]);
    set_integer(place, rows_.number, expected[row] = i);
    if (i % 700 == 0) {
      pages.write();
      file.flush();
    }
  }
  pages.write();

  EXPECT_EQ(rows_.read(Table::open(file, "t")), expected);
}

} // namespace
} // namespace rankfold::hdf5
