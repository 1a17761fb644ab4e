#include "results/result_reader.hpp"
#include "support/error.hpp"
#include "unit/results/sample_job.hpp"
#include <fstream>
#include <gmock/gmock.h>
#include <sstream>
#include <sys/stat.h>

namespace rankfold::results {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::ThrowsMessage;

/// What a run does to the folder of its results before any work starts.
class ResultStartTest : public ::testing::Test {
protected:
  test::ScratchFolder folder_;
  test::SampleJob sample_{folder_ / "out.h5"};

  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (auto const& entry : std::filesystem::directory_iterator{folder_.path()})
      names.push_back(entry.path().filename());
    std::ranges::sort(names);
    return names;
  }
  void start(Existing existing = Existing::refuse) const { sample_.writer(existing).finish(State::complete); }
  [[nodiscard]] std::string content() const {
    std::ostringstream text;
    text << std::ifstream{sample_.job.output, std::ios::binary}.rdbuf();
    return text.str();
  }
};

TEST_F(ResultStartTest, leaves_one_file_for_its_owner_only) {
  start();

  EXPECT_THAT(names(), ElementsAre("out.h5"));
  struct stat status {};
  ASSERT_EQ(::stat(sample_.job.output.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(ResultStartTest, an_existing_file_is_refused_and_left_as_it_is) {
  folder_.make_file("out.h5", "precious");

  EXPECT_THAT([&] { start(); },
              ThrowsMessage<JobError>(::testing::AllOf(HasSubstr("exists"), HasSubstr("--overwrite"))));

  EXPECT_EQ(content(), "precious");
  EXPECT_THAT(names(), ElementsAre("out.h5"));
}

TEST_F(ResultStartTest, overwriting_replaces_the_file) {
  folder_.make_file("out.h5", "old");

  start(Existing::replace);

  EXPECT_EQ(ResultReader{sample_.job.output}.info().job_name, "sample");
  EXPECT_THAT(names(), ElementsAre("out.h5"));
}

TEST_F(ResultStartTest, a_start_that_fails_loses_nothing) {
  folder_.make_file("out.h5", "precious");
  sample_.job.learners.push_back({"not/possible", {}});

  EXPECT_THAT([&] { start(Existing::replace); }, ThrowsMessage<JobError>(HasSubstr("not/possible")));

  EXPECT_EQ(content(), "precious");
  EXPECT_THAT(names(), ElementsAre("out.h5"));
}

TEST_F(ResultStartTest, nothing_is_seen_of_a_file_that_was_not_published) {
  {
    ResultWriter const out{sample_.job, sample_.plan, "", Existing::refuse};
    EXPECT_FALSE(std::filesystem::exists(sample_.job.output));
  }
  EXPECT_THAT(names(), IsEmpty());
}

TEST_F(ResultStartTest, the_old_file_stays_until_the_new_one_is_there) {
  start();
  auto const old = ResultReader{sample_.job.output};

  auto out = sample_.writer(Existing::replace);

  EXPECT_EQ(old.progress().state, State::complete); // still open: a file without a name
  EXPECT_EQ(ResultReader{sample_.job.output}.progress().state, State::running);
}

TEST_F(ResultStartTest, a_journal_that_is_overwritten_stays_until_the_new_file_has_its_name) {
  auto const path = journal_path(sample_.job.output);
  { Journal::create(path, {1, "of the run before"}, 2); }
  auto const before = std::filesystem::file_size(path);
  ResultWriter writer{sample_.job, sample_.plan, "", Existing::replace};
  std::filesystem::create_directory(sample_.job.output); // the file cannot get its name

  EXPECT_THROW(writer.publish(), JobError);

  EXPECT_EQ(std::filesystem::file_size(path), before);
}

TEST_F(ResultStartTest, a_folder_that_is_not_there_is_named) {
  sample_.job.output = folder_ / "none" / "out.h5";

  EXPECT_THAT([&] { start(); },
              ThrowsMessage<JobError>(::testing::AllOf(HasSubstr("none/out.h5"), HasSubstr("No such file"))));
  EXPECT_THAT(names(), IsEmpty());
}

TEST_F(ResultStartTest, what_is_no_file_is_not_replaced) {
  std::filesystem::create_directory(sample_.job.output);

  EXPECT_THAT([&] { start(Existing::replace); }, ThrowsMessage<JobError>(HasSubstr("is a folder")));
  EXPECT_THAT(names(), ElementsAre("out.h5"));
}

TEST_F(ResultStartTest, links_are_replaced_and_not_followed) {
  auto const target = folder_.make_file("elsewhere", "precious");
  std::filesystem::create_symlink(target, sample_.job.output);

  EXPECT_THROW(start(), JobError);
  start(Existing::replace);

  std::ifstream text{target};
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>{text}, {}), "precious");
  EXPECT_FALSE(std::filesystem::is_symlink(sample_.job.output));
}

TEST_F(ResultStartTest, a_name_without_a_folder_is_in_the_working_directory) {
  auto const before = std::filesystem::current_path();
  std::filesystem::current_path(folder_.path());
  sample_.job.output = "plain.h5";

  start();

  std::filesystem::current_path(before);
  EXPECT_THAT(names(), ElementsAre("plain.h5"));
}

} // namespace
} // namespace rankfold::results
