#include "unit/pilot/pilot_test.hpp"

#include "support/error.hpp"
#include <cmath>
#include <fstream>

namespace rankfold::pilot {
namespace {

namespace fs = std::filesystem;

using FolderTest = PilotFolderTest;

TEST_F(FolderTest, is_made_for_its_owner_alone) {
  (void)Folder::make(path_);
  EXPECT_EQ(fs::status(path_).permissions(), fs::perms::owner_all);
  EXPECT_EQ(fs::status(path_ / queue_folder).permissions(), fs::perms::owner_all);
  EXPECT_NO_THROW((void)Folder::make(path_)) << "again";
  EXPECT_NO_THROW((void)Folder::open(path_.string() + "/"));
}

TEST_F(FolderTest, one_that_others_may_write_in_is_refused) {
  (void)Folder::make(path_);
  for (auto const* name : {"", queue_folder, claimed_folder}) {
    for (auto const mode : {0770U, 0702U, 01777U}) {
      ::chmod((path_ / name).c_str(), mode);
      EXPECT_THROW((void)Folder::open(path_), JobError) << name << mode;
      EXPECT_THROW((void)Folder::make(path_), JobError) << name << mode;
    }
    ::chmod((path_ / name).c_str(), 0700);
  }
  EXPECT_NO_THROW((void)Folder::open(path_));
}

TEST_F(FolderTest, somebody_elses_is_refused) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a folder away";
  (void)Folder::make(path_);
  ASSERT_EQ(::chown(path_.c_str(), 4711, 4711), 0);
  EXPECT_THROW((void)Folder::open(path_), JobError);
  EXPECT_THROW((void)Folder::make(path_), JobError);
}

TEST_F(FolderTest, what_is_no_folder_of_pilots_is_refused) {
  EXPECT_THROW((void)Folder::open(path_), JobError);
  fs::create_directory(path_);
  ::chmod(path_.c_str(), 0700);
  EXPECT_THROW((void)Folder::open(path_), JobError);
  fs::remove(path_);
  std::ofstream{path_} << "a file";
  EXPECT_THROW((void)Folder::open(path_), JobError);
  EXPECT_THROW((void)Folder::make(path_), JobError);
}

TEST_F(FolderTest, a_file_is_written_read_moved_and_removed) {
  auto const folder = Folder::make(path_);
  std::string const text("one\0two\n", 8);
  folder.write("queue/a", text);
  folder.write("queue/b", "");
  folder.mark("queue/.hidden");

  EXPECT_EQ(folder.read("queue/a"), text);
  EXPECT_EQ(folder.read("queue/b"), "");
  EXPECT_EQ(folder.list("queue"), (std::vector<std::string>{"a", "b"}));
  EXPECT_TRUE(folder.move("queue/a", "done/a"));
  EXPECT_FALSE(folder.read("queue/a"));
  EXPECT_TRUE(folder.exists("done/a"));
  EXPECT_FALSE(folder.move("queue/none", "done/none"));
  folder.remove("done/a");
  folder.remove("done/a");
  EXPECT_FALSE(folder.exists("done/a"));
  folder.remove("queue");
  EXPECT_TRUE(folder.exists("queue")) << "it is not empty";
  EXPECT_TRUE(folder.list("none").empty());
}

TEST_F(FolderTest, what_is_no_plain_file_is_not_read) {
  auto const folder = Folder::make(path_);
  std::ofstream{path_ / "secret"} << "x";
  fs::create_symlink(path_ / "secret", path_ / "queue/link");
  ::mkfifo((path_ / "queue/fifo").c_str(), 0600);
  EXPECT_THROW((void)folder.read("queue/link"), JobError);
  EXPECT_THROW((void)folder.read("queue/fifo"), JobError) << "and nobody waits for a writer";
  EXPECT_THROW((void)folder.read("queue"), JobError);
  ASSERT_EQ(::truncate((path_ / "secret").c_str(), 1L << 40), 0);
  EXPECT_THROW((void)folder.read("secret"), JobError) << "too large";
}

TEST_F(FolderTest, tells_when_a_file_was_touched) {
  auto const folder = Folder::make(path_);
  EXPECT_FALSE(folder.touch("pilots/a"));
  EXPECT_FALSE(folder.touched("pilots/a"));
  folder.mark("pilots/a");
  auto const now = folder.touched("pilots/a").value();
  age("pilots/a", 100);
  EXPECT_NEAR(now - folder.touched("pilots/a").value(), 100, 2);
  EXPECT_TRUE(folder.touch("pilots/a"));
  EXPECT_NEAR(folder.touched("pilots/a").value(), now, 2);
}

} // namespace
} // namespace rankfold::pilot
