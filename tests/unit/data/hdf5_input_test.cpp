#include "data/new_rows.hpp"
#include "data/read_data.hpp"

#include "data_test.hpp"
#include "support/random.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <hdf5.h>

namespace rankfold::data {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::long_spec;
using testing::mistake_in;
using testing::names_of;
using testing::ScratchFolder;
using testing::table_spec;
using testing::values_of;
using testing::wide_spec;

/// Writes a user's file, as h5py would.
class UserFile {
public:
  explicit UserFile(std::filesystem::path const& path) :
      path_{path}, file_{H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT)} {}
  UserFile(UserFile const&) = delete;
  UserFile& operator=(UserFile const&) = delete;
  ~UserFile() { H5Fclose(file_); }

  UserFile& group(char const* name) {
    H5Gclose(H5Gcreate2(file_, name, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
    return *this;
  }
  UserFile& numbers(char const* name, std::vector<double> const& values, std::vector<hsize_t> shape = {}) {
    if (shape.empty()) shape = {values.size()};
    return write(name, H5T_NATIVE_DOUBLE, shape, values.data());
  }
  UserFile& integers(char const* name, std::vector<int> const& values) {
    return write(name, H5T_NATIVE_INT, {values.size()}, values.data());
  }
  UserFile& texts(char const* name, std::vector<char const*> const& values) {
    hid_t const type = H5Tcopy(H5T_C_S1);
    H5Tset_size(type, H5T_VARIABLE);
    H5Tset_cset(type, H5T_CSET_UTF8);
    write(name, type, {values.size()}, values.data());
    H5Tclose(type);
    return *this;
  }
  /// Rows of a number x, a text c of four bytes, and a number y.
  struct Row {
    double x;
    char c[4];
    int y;
  };
  UserFile& rows(char const* name, std::vector<Row> const& values) {
    hid_t const text = H5Tcopy(H5T_C_S1);
    H5Tset_size(text, 4);
    hid_t const type = H5Tcreate(H5T_COMPOUND, sizeof(Row));
    H5Tinsert(type, "x", HOFFSET(Row, x), H5T_NATIVE_DOUBLE);
    H5Tinsert(type, "c", HOFFSET(Row, c), text);
    H5Tinsert(type, "y", HOFFSET(Row, y), H5T_NATIVE_INT);
    write(name, type, {values.size()}, values.data());
    H5Tclose(type);
    H5Tclose(text);
    return *this;
  }

private:
  UserFile& write(char const* name, hid_t type, std::vector<hsize_t> const& shape, void const* values) {
    hid_t const space = H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr);
    hid_t const set = H5Dcreate2(file_, name, type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    H5Dwrite(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values);
    H5Dclose(set);
    H5Sclose(space);
    return *this;
  }

  std::filesystem::path path_;
  hid_t file_;
};

class Hdf5InputTest : public ::testing::Test {
protected:
  std::filesystem::path path() const { return folder_.file("x.h5"); }
  ScratchFolder folder_;
};

TEST_F(Hdf5InputTest, columns_of_one_dimension_are_a_long_file) {
  UserFile{path()}.texts("id", {"a", "b", "a"}).integers("t", {2, 1, 1}).numbers("y", {1, 2, 3});
  auto const data = read_data(long_spec(path()), {}).dataset;
  EXPECT_THAT(names_of(data), ElementsAre("a", "b"));
  EXPECT_THAT(values_of(data.series(0)), ElementsAre(3, 1));
}

TEST_F(Hdf5InputTest, the_only_group_is_looked_into) {
  UserFile{path()}.group("g").texts("g/t", {"2001-02", "2001-01"}).integers("g/y", {1, 2}).integers("g/id", {7, 7});
  auto const data = read_data(long_spec(path()), {}).dataset;
  EXPECT_THAT(names_of(data), ElementsAre("7"));
  EXPECT_THAT(values_of(data.series(0)), ElementsAre(2, 1));
}

TEST_F(Hdf5InputTest, rows_and_columns_are_a_wide_file) {
  UserFile{path()}.numbers("demand", {1, 2, 3, NAN, 5, 6}, {2, 3}).texts("names", {"a", "b"});
  auto wide = wide_spec(path(), "");
  wide.offset = 10;
  auto const data = read_data(wide, {}).dataset;
  EXPECT_THAT(names_of(data), ElementsAre("a", "b"));
  EXPECT_THAT(values_of(data.series(0)), ElementsAre(11, 12, 13));
  EXPECT_THAT(values_of(data.series(1)), ElementsAre(15, 16)) << "without the missing value at its beginning";
  wide.select = {"b"};
  EXPECT_THAT(names_of(read_data(wide, {}).dataset), ElementsAre("b"));
}

TEST_F(Hdf5InputTest, wide_files_without_names_are_numbered) {
  UserFile{path()}.numbers("demand", {1, 2, 3, 4}, {2, 2});
  EXPECT_THAT(names_of(read_data(wide_spec(path(), ""), {}).dataset), ElementsAre("1", "2"));
}

TEST_F(Hdf5InputTest, compound_rows_are_a_table) {
  UserFile{path()}.rows("cells", {{1.5, "b", 1}, {2.5, "a", 0}, {3.5, "", 1}});
  auto const table = read_data(table_spec(path()), {}).dataset;
  ASSERT_EQ(table.feature_count(), 2U);
  EXPECT_THAT(table.feature(0).values, ElementsAre(1.5, 2.5, 3.5));
  EXPECT_THAT(table.feature(1).categories, ElementsAre("a", "b"));
  EXPECT_THAT(table.target().values, ElementsAre(1, 0, 1));
}

TEST_F(Hdf5InputTest, columns_are_a_table_too) {
  UserFile{path()}.numbers("x", {1, 2}).texts("y", {"no", "yes"}).integers("fold", {1, 0});
  job::ValidationSpec validation;
  validation.scheme = job::ValidationSpec::Scheme::predefined;
  validation.column = "fold";
  auto const table = read_data(table_spec(path()), validation).dataset;
  EXPECT_EQ(table.feature_count(), 1U);
  EXPECT_THAT(table.target().categories, ElementsAre("no", "yes"));
  EXPECT_THAT(table.fold_of_row(), ElementsAre(1, 0));
}

TEST_F(Hdf5InputTest, says_what_is_wrong) {
  { UserFile const nothing{path()}; }
  EXPECT_THAT(mistake_in(long_spec(path())),
              HasSubstr("there are 0 datasets of compound rows, and 0 of single values"));
  EXPECT_THAT(mistake_in(wide_spec(path(), "")), HasSubstr("one dataset of two dimensions (series x time) is wanted"));
  UserFile{path()}.numbers("y", {1, 2}).texts("id", {"a", "a"}).texts("t", {"1", "soon"}).texts("empty", {"", ""});
  EXPECT_THAT(mistake_in(long_spec(path())), HasSubstr("row 1, column 't': 'soon' is no point in time"));
  EXPECT_THAT(mistake_in(long_spec(path(), "empty", "")), HasSubstr("row 0, column 'empty': the series has no name"));
  EXPECT_THAT(mistake_in(long_spec(path(), "ident", "")), HasSubstr("no column 'ident', which is the id"));
  auto text_target = long_spec(path());
  text_target.target = "t";
  EXPECT_THAT(mistake_in(text_target), HasSubstr("column 't' is not one of numbers"));
  UserFile{path()}.numbers("y", {1, INFINITY}).numbers("x", {1, 2, 3});
  EXPECT_THAT(mistake_in(long_spec(path(), "", "")), HasSubstr("columns differ in length: 'x' has 3 rows, 'y' has 2"));
  UserFile{path()}.numbers("y", {1, INFINITY});
  EXPECT_THAT(mistake_in(long_spec(path(), "", "")), HasSubstr("row 1, column 'y': the value is not finite"));
  UserFile{path()}.numbers("y", {1, 2, 3, INFINITY}, {2, 2}).texts("names", {"a"});
  EXPECT_THAT(mistake_in(wide_spec(path(), "")), HasSubstr("a list of 2 names is wanted"));
  EXPECT_THAT(mistake_in(wide_spec(path(), "nam")),
              HasSubstr("no dataset 'nam', which is the id (datasets: names, y)"));
}

TEST_F(Hdf5InputTest, a_file_cut_short_is_refused) {
  UserFile{path()}.texts("id", {"a", "b", "a"}).integers("t", {2, 1, 1}).numbers("y", {1, 2, 3});
  for (auto size = std::filesystem::file_size(path()); size > 8; size = size * 4 / 5) {
    std::filesystem::resize_file(path(), size - 1);
    EXPECT_NE(mistake_in(long_spec(path())), "no JobError") << size;
  }
}

TEST_F(Hdf5InputTest, new_rows_for_a_model_are_read_too) {
  auto const path = folder_.file("new.h5");
  UserFile{path}.texts("color", {"red", "blue"}).numbers("size", {1.5, 2});
  TableSchema const schema{{{"size", {}}, {"color", {"blue", "red"}}}, {"y", {}}};
  auto const rows = read_new_rows(path, schema);
  EXPECT_THAT(rows.feature(0).values, ElementsAre(1.5, 2));
  EXPECT_THAT(rows.feature(1).values, ElementsAre(1, 0));
  TableSchema const other{{{"color", {"red"}}}, {"y", {}}};
  EXPECT_THAT(testing::mistake_of([&] { (void)read_new_rows(path, other); }), HasSubstr("the model knows no 'blue'"));
}

} // namespace
} // namespace rankfold::data
