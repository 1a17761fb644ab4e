#include "hdf5/byte_stream.hpp"
#include "hdf5/file.hpp"
#include "hdf5/superblock.hpp"
#include "hdf5/table.hpp"
#include "support/error.hpp"
#include "unit/hdf5/scratch_folder.hpp"
#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

namespace rankfold::hdf5 {
namespace {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

class FileTest : public ::testing::Test {
protected:
  test::ScratchFolder folder_;
  std::filesystem::path path_ = folder_.make_file("file.h5");
};

TEST_F(FileTest, says_what_is_wrong_with_a_file_that_cannot_be_opened) {
  auto const text = folder_.make_file("text.csv", "a,b\n1,2\n");

  EXPECT_THAT([&] { (void)File::open(folder_ / "none.h5"); }, ThrowsMessage<JobError>(HasSubstr("No such file")));
  EXPECT_THAT([&] { (void)File::open(folder_.path()); }, ThrowsMessage<JobError>(HasSubstr("is a folder")));
  EXPECT_THAT([&] { (void)File::open(text); }, ThrowsMessage<JobError>(HasSubstr("no HDF5 file")));
  EXPECT_THAT([&] { (void)File::open(path_); }, ThrowsMessage<JobError>(HasSubstr("no HDF5 file"))); // empty
}

TEST_F(FileTest, attributes_and_texts_come_back) {
  {
    auto file = File::format(path_, path_);
    write_attribute(file, "text", "gr\xc3\xbc\xc3\x9f");
    write_attribute(file, "empty", "");
    write_attribute(file, "number", ~std::uint64_t{0});
    write_text(file, "long", std::string(100000, 'x'));
    write_text(file, "nothing", "");
    file.close();
  }
  auto const file = File::open(path_);
  EXPECT_EQ(read_text_attribute(file, "text"), "gr\xc3\xbc\xc3\x9f");
  EXPECT_EQ(read_text_attribute(file, "empty"), "");
  EXPECT_EQ(read_number_attribute(file, "number"), ~std::uint64_t{0});
  EXPECT_EQ(read_text(file, "long"), std::string(100000, 'x'));
  EXPECT_EQ(read_text(file, "nothing"), "");
  EXPECT_FALSE(has_attribute(file, "other"));
  EXPECT_THROW((void)read_text_attribute(file, "other"), JobError);
  EXPECT_THROW((void)read_number_attribute(file, "text"), JobError);
}

TEST_F(FileTest, a_stream_of_bytes_gives_back_every_text) {
  auto file = File::format(path_, path_);
  auto stream = ByteStream::create(file, "bytes");

  auto const first = stream.append("first");
  auto const empty = stream.append("");
  auto const second = stream.append(std::string(50000, 'y'));

  EXPECT_EQ(stream.read(first, 5), "first");
  EXPECT_EQ(stream.read(empty, 0), "");
  EXPECT_EQ(stream.read(second, 50000), std::string(50000, 'y'));
  EXPECT_THROW((void)stream.read(second, 50001), JobError);
  EXPECT_THROW((void)stream.read(~std::uint64_t{0}, 2), JobError);
}

/// The consistency flags of the superblock, which keep plain readers out.
int flags_of(std::filesystem::path const& path) {
  unsigned char byte = 0xff;
  int const descriptor = ::open(path.c_str(), O_RDONLY);
  EXPECT_EQ(::pread(descriptor, &byte, 1, 11), 1);
  ::close(descriptor);
  return byte;
}

TEST_F(FileTest, plain_readers_may_open_a_file_that_is_being_written) {
  RowLayout layout;
  auto const number = layout.add("number", ColumnType::int64());
  auto file = File::format(path_, path_);
  auto table = Table::create(file, "t", layout, {16, {}});
  file.start_following();
  EXPECT_EQ(flags_of(path_), 0);

  std::vector<std::byte> row(layout.size());
  for (std::uint64_t i = 0; i < 100; ++i) { // grows the file: the library sets its mark again
    table.extend(i + 1);
    set_integer(row, number, static_cast<std::int64_t>(i));
    table.write(i, row);
    file.flush();
    ASSERT_EQ(flags_of(path_), 0) << i;
  }
}

TEST_F(FileTest, leaves_files_alone_whose_superblock_it_does_not_know) {
  auto const other = folder_.make_file("other", std::string(100, 'x'));
  auto const before = std::filesystem::last_write_time(other);
  int const descriptor = ::open(other.c_str(), O_RDWR);

  EXPECT_FALSE(clear_write_mark(descriptor));

  ::close(descriptor);
  EXPECT_EQ(std::filesystem::last_write_time(other), before);
}

} // namespace
} // namespace rankfold::hdf5
