#include "job/read_job.hpp"
#include "support/error.hpp"
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace rankfold::job {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class LoadSourceTest : public ::testing::Test {
protected:
  LoadSourceTest() { fs::create_directories(folder_); }
  ~LoadSourceTest() override { fs::remove_all(folder_); }

  [[nodiscard]] fs::path file(std::string const& name) const { return folder_ / name; }

  static std::string message_for(fs::path const& path) {
    try {
      (void)load_source(path, {});
    } catch (JobError const& error) {
      return error.what();
    }
    return "no error";
  }

private:
  fs::path folder_ = fs::temp_directory_path() /
                     (std::string{"load_source_"} + ::testing::UnitTest::GetInstance()->current_test_info()->name() +
                      std::to_string(::getpid()));
};

TEST_F(LoadSourceTest, gives_the_bytes_as_they_are) {
  std::string const bytes{"a\r\n\0\xff b", 7};
  std::ofstream{file("job.toml"), std::ios::binary} << bytes;

  auto const source = load_source(file("job.toml"), {"job.seed=1"});

  EXPECT_EQ(source.text, bytes);
  EXPECT_EQ(source.path, file("job.toml"));
  EXPECT_EQ(source.overrides, std::vector<std::string>{"job.seed=1"});
}

TEST_F(LoadSourceTest, says_why_a_file_cannot_be_read) {
  EXPECT_THAT(message_for(file("none.toml")), HasSubstr("none.toml: cannot read the job file: No such file"));
  EXPECT_THAT(message_for(file("")), HasSubstr("is a folder"));
  EXPECT_THAT(message_for(file("no/such/folder.toml")), HasSubstr("No such file"));
}

TEST_F(LoadSourceTest, refuses_what_is_too_large_for_a_job_file) {
  std::ofstream{file("large.toml")} << "#";
  fs::resize_file(file("large.toml"), std::uintmax_t{1} << 34); // sparse

  EXPECT_THAT(message_for(file("large.toml")), HasSubstr("larger than 16 MiB"));
}

} // namespace
} // namespace rankfold::job
