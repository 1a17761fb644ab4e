#include "hdf5/dataset.hpp"
#include "support/error.hpp"
#include "unit/hdf5/scratch_folder.hpp"
#include <gmock/gmock.h>

namespace rankfold::hdf5 {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

constexpr char const* make_file = R"(
import h5py, numpy as np, sys
f = h5py.File(sys.argv[1], "w")
f["matrix"] = np.arange(12.).reshape(3, 4)
f["big_endian"] = np.array([1, -2], dtype=">i2")
f["large"] = np.array([2**53 + 1], dtype="i8")
f["truth"] = np.array([True, False])
f["variable"] = ["a", "b\u00e9", ""]
f["fixed"] = np.array([b"x", b"yz"], dtype="S2")
row = np.dtype([("id", "S3"), ("t", "f4"), ("note", h5py.string_dtype()), ("ok", "?")])
f["rows"] = np.array([(b"abc", 1.5, "u", True), (b"d", 2.5, "vv", False)], dtype=row)
f["group/scalar"] = 7
f["null"] = h5py.Empty("f8")
f["empty"] = np.zeros((0, 3))
f["packed"] = np.zeros(1000000)
f.create_dataset("zipped", data=np.zeros(1000000), compression="gzip")
f.create_dataset("claims", shape=(2**50,), chunks=(1024,), dtype="f8")
f.create_dataset("claims_more", shape=(2**40, 2**40), chunks=(8, 8), dtype="f8")
f["complex"] = np.array([1j])
f.attrs["text"] = "hello"
f.attrs["number"] = 5
)";

/// A file as others write it: with h5py.
class ForeignDatasetTest : public ::testing::Test {
protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<test::ScratchFolder>();
    auto const script = folder_->make_file("make.py", make_file);
    auto const path = *folder_ / "foreign.h5";
    auto const command = "/usr/bin/python3 " + script.string() + " " + path.string() + " 2>/dev/null";
    if (std::system(command.c_str()) == 0) file_ = std::make_unique<File>(File::open(path));
  }
  static void TearDownTestSuite() {
    file_.reset();
    folder_.reset();
  }
  void SetUp() override {
    if (!file_) GTEST_SKIP() << "no h5py to make the file with";
  }
  [[nodiscard]] static Dataset dataset(std::string const& name) { return {*file_, name}; }

  static inline std::unique_ptr<test::ScratchFolder> folder_;
  static inline std::unique_ptr<File> file_;
};

TEST_F(ForeignDatasetTest, lists_what_there_is) {
  EXPECT_THAT(file_->children("/"), ::testing::IsSupersetOf({"group", "matrix", "rows"}));
  EXPECT_EQ(file_->kind_of("group"), ObjectKind::group);
  EXPECT_EQ(file_->kind_of("group/scalar"), ObjectKind::dataset);
  EXPECT_EQ(file_->kind_of("other"), ObjectKind::none);
}

TEST_F(ForeignDatasetTest, reads_numbers_of_any_type) {
  EXPECT_THAT(dataset("matrix").shape(), ElementsAre(3, 4));
  EXPECT_EQ(dataset("matrix").row_size(), 4U);
  EXPECT_THAT(dataset("matrix").reals(RowRange{1, 1}), ElementsAre(4, 5, 6, 7));
  EXPECT_THAT(dataset("big_endian").reals(), ElementsAre(1, -2));
  EXPECT_THAT(dataset("truth").reals(), ElementsAre(1, 0));
  EXPECT_EQ(dataset("truth").type(), TypeClass::boolean);
  EXPECT_THAT(dataset("group/scalar").reals(), ElementsAre(7));
  EXPECT_THAT(dataset("large").integers(), ElementsAre((std::int64_t{1} << 53) + 1));
  EXPECT_EQ(dataset("zipped").reals().size(), 1000000U);
}

TEST_F(ForeignDatasetTest, reads_nothing_where_nothing_is) {
  EXPECT_THAT(dataset("null").reals(), ElementsAre());
  EXPECT_THAT(dataset("empty").reals(), ElementsAre());
  EXPECT_EQ(dataset("empty").rows(), 0U);
}

TEST_F(ForeignDatasetTest, reads_texts_of_fixed_and_variable_length) {
  EXPECT_THAT(dataset("variable").texts(), ElementsAre("a", "b\xc3\xa9", ""));
  EXPECT_THAT(dataset("fixed").texts(), ElementsAre("x", "yz"));
  EXPECT_EQ(read_text_attribute(*file_, "text"), "hello");
  EXPECT_EQ(read_number_attribute(*file_, "number"), 5U);
}

TEST_F(ForeignDatasetTest, reads_members_of_compound_rows) {
  auto const rows = dataset("rows");
  EXPECT_EQ(rows.type(), TypeClass::compound);
  ASSERT_EQ(rows.members().size(), 4U);
  EXPECT_EQ(rows.members()[1].name, "t");
  EXPECT_EQ(rows.members()[3].type, TypeClass::boolean);
  EXPECT_THAT(rows.texts("id"), ElementsAre("abc", "d"));
  EXPECT_THAT(rows.reals("t"), ElementsAre(1.5, 2.5));
  EXPECT_THAT(rows.reals("ok"), ElementsAre(1, 0));
  EXPECT_THAT(rows.texts(RowRange{1, 1}, "note"), ElementsAre("vv"));
}

TEST_F(ForeignDatasetTest, says_what_is_not_as_asked) {
  EXPECT_THAT([&] { (void)dataset("missing"); }, ThrowsMessage<JobError>(HasSubstr("no dataset 'missing'")));
  EXPECT_THAT([&] { (void)dataset("group"); }, ThrowsMessage<JobError>(HasSubstr("'group'")));
  EXPECT_THAT([&] { (void)dataset("variable").reals(); }, ThrowsMessage<JobError>(HasSubstr("holds no numbers")));
  EXPECT_THAT([&] { (void)dataset("matrix").texts(); }, ThrowsMessage<JobError>(HasSubstr("holds no text")));
  EXPECT_THAT([&] { (void)dataset("rows").reals("id"); }, ThrowsMessage<JobError>(HasSubstr("column 'id'")));
  EXPECT_THAT([&] { (void)dataset("rows").reals("x"); }, ThrowsMessage<JobError>(HasSubstr("no column 'x'")));
  EXPECT_THAT([&] { (void)dataset("matrix").reals(RowRange{2, 2}); }, ThrowsMessage<JobError>(HasSubstr("3 rows")));
  EXPECT_THAT([&] { (void)dataset("complex").reals(); }, ThrowsMessage<JobError>(HasSubstr("no numbers")));
  EXPECT_THAT([&] { (void)dataset("large").texts(); }, ThrowsMessage<JobError>(HasSubstr("no text")));
}

TEST_F(ForeignDatasetTest, does_not_believe_impossible_sizes) {
  EXPECT_THAT([&] { (void)dataset("claims").reals(); }, ThrowsMessage<JobError>(HasSubstr("does not hold")));
  EXPECT_THAT([&] { (void)dataset("claims_more").reals(); }, ThrowsMessage<JobError>(HasSubstr("does not hold")));
}

} // namespace
} // namespace rankfold::hdf5
