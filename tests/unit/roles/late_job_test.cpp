#include "data/builders.hpp"
#include "job/read_job.hpp"
#include "learners/registry.hpp"
#include "roles/late_job.hpp"
#include "support/error.hpp"
#include <filesystem>
#include <gtest/gtest.h>

namespace rankfold::roles {
namespace {

namespace fs = std::filesystem;

class LateJobTest : public ::testing::Test {
protected:
  ~LateJobTest() override { fs::remove(image_); }

  static JobContext context(bool with_data) {
    job::JobSource source{"folder/job.toml", "[job]\nname = 'late'\n[objective]\nmetric = ", {"job.seed=42"}};
    source.text +=
        with_data
            ? "'mse'\n[data]\nkind = 'series'\npath = 's.csv'\ntime = 't'\ntarget = 'y'\n[[learner]]\nname = 'naive'\n"
            : "'loss'\ndirection = 'minimize'\n[data]\nkind = 'none'\n[[learner]]\nname = 'sleep'\n";
    data::SeriesBuilder series;
    series.add("one", std::vector<double>(100, 1.5));
    auto data = with_data ? std::move(series).build() : data::Dataset{};
    return make_context(job::read_job(std::move(source), learners::catalogue()), std::move(data));
  }

  fs::path image_ = fs::path{::testing::TempDir()} / "late-job.image";
};

TEST_F(LateJobTest, other_ranks_get_the_job_and_its_data) {
  auto const ours = context(true);
  auto const letter = encode(make_late_job(ours, image_));
  EXPECT_EQ(fs::status(image_).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  auto const theirs = open_late_job(decode_late_job(letter));
  fs::remove(image_); // what is mapped stays

  EXPECT_EQ(theirs.job.name, "late");
  EXPECT_EQ(theirs.job.seed, 42U);
  EXPECT_TRUE(std::ranges::equal(theirs.dataset.image(), ours.dataset.image()));
  EXPECT_EQ(theirs.dataset.series(0).values[99], 1.5);
}

TEST_F(LateJobTest, a_job_without_data_needs_no_file) {
  auto const late = make_late_job(context(false), image_);
  EXPECT_FALSE(fs::exists(image_));
  EXPECT_TRUE(open_late_job(decode_late_job(encode(late))).dataset.image().empty());
}

TEST_F(LateJobTest, data_that_are_not_what_was_written_are_refused) {
  auto late = make_late_job(context(true), image_);
  EXPECT_THROW((void)make_late_job(context(true), image_), SystemError) << "nothing is overwritten";
  fs::resize_file(image_, 100);
  EXPECT_THROW((void)open_late_job(late), ContractViolation);
  fs::remove(image_);
  EXPECT_THROW((void)open_late_job(late), SystemError);
  fs::create_symlink("/etc/passwd", image_);
  EXPECT_THROW((void)open_late_job(late), SystemError);
}

TEST_F(LateJobTest, a_damaged_letter_is_refused) {
  auto const letter = encode(make_late_job(context(false), image_));
  for (std::size_t cut = 0; cut < letter.size(); ++cut) {
    EXPECT_THROW((void)decode_late_job(ByteView{letter}.first(cut)), MessageError);
  }
}

} // namespace
} // namespace rankfold::roles
