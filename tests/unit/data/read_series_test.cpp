#include "data/read_data.hpp"

#include "data_test.hpp"
#include "support/random.hpp"
#include <cmath>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>

namespace rankfold::data {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::long_spec;
using testing::mistake_in;
using testing::names_of;
using ::testing::NanSensitiveDoubleEq;
using testing::ScratchFolder;
using testing::values_of;

class LongSeriesTest : public ::testing::Test {
protected:
  job::DataSpec spec(std::string_view bytes) { return long_spec(folder_.write("x.csv", bytes)); }
  Dataset read(std::string_view bytes) { return read_data(spec(bytes), {}).dataset; }
  ScratchFolder folder_;
};

TEST_F(LongSeriesTest, rows_of_each_id_are_a_series) {
  auto const data = read("id,t,y\na,1,10\na,2,11\nb,1,20\na,3,\nb,2,21\n");
  EXPECT_THAT(names_of(data), ElementsAre("a", "b"));
  EXPECT_THAT(values_of(data.series(0)), ElementsAre(10, 11, NanSensitiveDoubleEq(NAN)));
  EXPECT_THAT(values_of(data.series(1)), ElementsAre(20, 21));
}

TEST_F(LongSeriesTest, rows_are_sorted_by_time) {
  auto const data = read("y,t,id\n3,2001-03,a\n1,2001-01,a\n9,5,b\n2,2001-02-01T00:00,a\n8,-5,b\n");
  EXPECT_THAT(values_of(data.series(0)), ElementsAre(1, 2, 3));
  EXPECT_THAT(values_of(data.series(1)), ElementsAre(8, 9));
}

TEST_F(LongSeriesTest, without_id_and_time_the_file_is_one_series_in_file_order) {
  auto const path = folder_.write_gzip("passengers.csv.gz", "month,n\nx,3\ny,1\n");
  auto one = long_spec(path, "", "");
  one.target = "";
  auto const data = read_data(one, {}).dataset;
  EXPECT_THAT(names_of(data), ElementsAre("passengers"));
  EXPECT_THAT(values_of(data.series(0)), ElementsAre(3, 1));
}

TEST_F(LongSeriesTest, an_unnamed_target_is_the_last_column_with_numbers) {
  auto one = spec("id,t,a,b,note\nx,1,1,2,good\n");
  one.target = "";
  EXPECT_THAT(values_of(read_data(one, {}).dataset.series(0)), ElementsAre(2));
}

TEST_F(LongSeriesTest, offset_is_added_and_selection_kept) {
  auto some = spec("id,t,y\na,1,1\nb,1,not looked at\nc,1,3\n");
  some.offset = 10;
  some.select = {"c", "a"};
  auto const data = read_data(some, {}).dataset;
  EXPECT_THAT(names_of(data), ElementsAre("a", "c"));
  EXPECT_THAT(values_of(data.series(1)), ElementsAre(13));
}

TEST_F(LongSeriesTest, a_series_without_values_is_a_notice) {
  auto const loaded = read_data(spec("id,t,y\na,1,NA\nb,1,1\n"), {});
  EXPECT_THAT(loaded.notices, ElementsAre("1 of 2 series have no value at all, the first is 'a'"));
}

TEST_F(LongSeriesTest, names_the_place_of_every_mistake) {
  auto const advice =
      "(accepted: numbers as 12, -0.5 or 1e3; missing values as an empty cell, NA, NaN, null, None or ?)";
  std::vector<std::pair<std::string, std::string>> const mistakes{
      {"", "x.csv: is empty; a header row with the columns' names is wanted"},
      {"id,t,y\n", "x.csv: has a header and no rows"},
      {"id,t,z\na,1,2\n", "x.csv: there is no column 'y', which is the target (columns: id, t, z)"},
      {"idd,t,y\na,1,2\n", "x.csv: there is no column 'id', which is the id (columns: idd, t, y); did you mean 'idd'?"},
      {"id;t;y\na;1;2\n", "x.csv: there is no column 'id', which is the id (columns: id;t;y); the columns seem to be "
                          "separated by ';', where commas are wanted"},
      {"id,t,y,y\na,1,2,3\n", "x.csv: column 'y', which is the target, is there more than once"},
      {"id,t,y\na,1,2\na,2,3.1.4\n", std::string{"x.csv: row 3, column 'y': '3.1.4' is not a number "} + advice},
      {"id,t,y\na,1,inf\n", "x.csv: row 2, column 'y': 'inf' is not finite"},
      {"id,t,y\na,1\n", "x.csv: row 2: has 2 cells, but the header has 3"},
      {"id,t,y\na,1,2,3\n", "x.csv: row 2: has 4 cells, but the header has 3"},
      {"id,t,y\na,,2\n", "x.csv: row 2, column 't': the time is missing"},
      {"id,t,y\na,2001-02-30,2\n",
       "x.csv: row 2, column 't': '2001-02-30' is no point in time (accepted: numbers, years, months as 2001-04, dates "
       "as 2001-04-30, times as 2001-04-30T13:45:10)"},
      {"id,t,y\na,2001-02-03,2\na,7,3\n",
       "x.csv: row 3: the time '7' is a number, but the rows before of series 'a' have dates"},
      {"id,t,y\na,1,2\nb,1,2\na,1,3\n", "x.csv: rows 2 and 4: series 'a' has two values for the time 1"},
      {"id,t,y\na,2,2\n\na,1,3\na,2,4\n", "x.csv: rows 2 and 5: series 'a' has two values for the time 2"},
      {"id,t,y\n,1,2\n", "x.csv: row 2, column 'id': the series has no name"},
      {"id,t,y\na\xff,1,2\n", "x.csv: row 2, column 'id': the text is not UTF-8"},
      {"id,t\xff,y\na,1,2\n", "x.csv: row 1, column 2: the name is not UTF-8 text"},
      {"id,t,y\na,1,\nb,1,NA\n", "x.csv: all values are missing"},
  };
  for (auto const& [bytes, message] : mistakes) EXPECT_EQ(mistake_in(spec(bytes)), message) << bytes;
}

TEST_F(LongSeriesTest, names_a_selected_series_that_is_not_there) {
  auto some = spec("id,t,y\nfoods_1,1,1\nfoods_2,1,1\n");
  some.select = {"foods_1", "foods_22"};
  EXPECT_EQ(mistake_in(some), "x.csv: select: there is no series 'foods_22'; did you mean 'foods_2'?");
}

TEST_F(LongSeriesTest, an_offset_that_leads_to_infinity_is_refused) {
  auto large = spec("id,t,y\na,1,1e308\n");
  large.offset = 1e308;
  EXPECT_THAT(mistake_in(large), HasSubstr("a value plus the offset 1e+308 is not finite"));
}

TEST_F(LongSeriesTest, says_what_is_wrong_with_the_file_itself) {
  EXPECT_EQ(mistake_in(long_spec(folder_.file("nothing.csv"))), "nothing.csv: no such file");
  std::filesystem::create_directory(folder_.file("folder"));
  EXPECT_EQ(mistake_in(long_spec(folder_.file("folder"))), "folder: is a folder; a CSV or HDF5 file is wanted");
  EXPECT_THAT(mistake_in(long_spec(folder_.write("x.zip", "PK\x03\x04zip"))), HasSubstr("is a zip archive"));
  EXPECT_THAT(mistake_in(long_spec(folder_.write("u.csv", "\xff\xfei"))), HasSubstr("is UTF-16 text"));
  EXPECT_THAT(mistake_in(long_spec("/dev/null")), HasSubstr("is no regular file"));
}

/// The values of a random file's series, and its rows in random order.
struct RandomFile {
  std::map<std::string, std::vector<double>> series;
  std::string bytes = "id,t,y\n";
};

RandomFile random_file(RandomStream& stream) {
  RandomFile file;
  std::vector<std::string> rows;
  for (auto s = 1 + stream.below(5); s > 0; --s) {
    auto const name = "series " + std::to_string(s);
    auto& values = file.series[name];
    for (std::uint64_t t = 0, n = 1 + stream.below(20); t < n; ++t) {
      values.push_back(std::round(stream.normal() * 1000) / 8);
      rows.push_back(name + "," + std::to_string(t) + "," + std::to_string(values.back()) + "\n");
    }
  }
  if (stream.below(3) > 0) {
    for (std::size_t i = rows.size(); i > 1; --i) std::swap(rows[i - 1], rows[stream.below(i)]);
  }
  for (auto const& row : rows) file.bytes += row;
  return file;
}

TEST_F(LongSeriesTest, the_order_of_rows_does_not_matter) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    RandomStream stream{seed, 0, 0, 0};
    auto const file = random_file(stream);
    auto const data = read(file.bytes);
    ASSERT_EQ(data.series_count(), file.series.size());
    for (std::size_t i = 0; i < data.series_count(); ++i) {
      ASSERT_EQ(values_of(data.series(i)), file.series.at(std::string{data.series(i).name}));
    }
  }
}

TEST_F(LongSeriesTest, damaged_files_are_read_or_refused) {
  std::string const good = "id,t,y\na,2001-01-02,1\na,2001-01-01,2.5\n\"b,c\",2001-01,NA\nb,7,1e3\n";
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    RandomStream stream{seed, 0, 0, 0};
    std::string bytes = good;
    for (auto n = stream.below(4); n > 0; --n) bytes[stream.below(bytes.size())] = good[stream.below(good.size())];
    bytes.resize(bytes.size() - (stream.below(3) ? 0 : stream.below(bytes.size())));
    (void)mistake_in(spec(bytes)); // anything but a JobError escapes and fails the test
  }
}

} // namespace
} // namespace rankfold::data
