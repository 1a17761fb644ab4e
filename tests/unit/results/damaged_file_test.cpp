#include "results/result_reader.hpp"
#include "support/error.hpp"
#include "unit/results/child.hpp"
#include "unit/results/sample_job.hpp"
#include <fstream>
#include <gmock/gmock.h>
#include <random>
#include <sstream>

namespace rankfold::results {
namespace {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

/// Reads everything there is to read.
void read_all(std::filesystem::path const& path) {
  ResultReader const file{path};
  (void)file.progress();
  (void)file.tasks();
  (void)file.trials();
  (void)file.configurations();
  (void)file.reasons();
  (void)file.ranks();
  (void)file.events();
  file.for_each_fold([](FoldRecord const&) {});
  (void)file.model({0});
  (void)file.job_text();
  (void)file.resolved_job_text();
}

enum Verdict : int { read = 0, refused = 1, other_error = 2 };

/// In a process of its own, because a crash or a hang of the HDF5 library would be the test's.
int verdict_on(std::filesystem::path const& path) {
  test::Child reader{[&](auto const&) {
    ::alarm(20);
    Verdict verdict = read;
    try {
      read_all(path);
    } catch (JobError const&) {
      verdict = refused;
    } catch (std::exception const& error) {
      std::cerr << "not a JobError: " << error.what() << '\n';
      verdict = other_error;
    }
    ::_exit(verdict);
  }};
  return reader.wait();
}

class DamagedFileTest : public ::testing::Test {
protected:
  void SetUp() override {
    auto out = sample_.writer();
    sample_.record_run(out);
    out.put(sample_.failed_fold(0, 0, "a reason"));
    out.put_model(sample_.refit(0, "{\"a\": 1}"));
    out.add({5.0, "retry", 1, {3}, "worker lost"});
    out.finish(State::complete);
    header_ = hdf5::read_text(hdf5::File::open(sample_.job.output), "job/header");
    std::ostringstream text;
    text << std::ifstream{sample_.job.output, std::ios::binary}.rdbuf();
    content_ = text.str();
  }
  [[nodiscard]] int verdict(std::string const& content) const {
    return verdict_on(folder_.make_file("damaged.h5", content));
  }

  test::ScratchFolder folder_;
  test::SampleJob sample_{folder_ / "sample.h5"};
  std::string content_, header_;
  std::random_device::result_type seed_ = std::random_device{}();
  std::mt19937 random_{seed_};
};

TEST_F(DamagedFileTest, a_part_of_a_file_is_refused_or_read) {
  SCOPED_TRACE(::testing::Message() << "seed " << seed_);
  EXPECT_EQ(verdict(content_), read);
  for (int i = 0; i < 60; ++i) {
    auto const length = std::uniform_int_distribution<std::size_t>{0, content_.size() - 1}(random_);
    EXPECT_THAT(verdict(content_.substr(0, length)), ::testing::AnyOf(read, refused)) << length << " bytes";
  }
}

TEST_F(DamagedFileTest, changed_bytes_are_refused_or_read) {
  SCOPED_TRACE(::testing::Message() << "seed " << seed_);
  int refusals = 0;
  for (int i = 0; i < 150; ++i) {
    auto damaged = content_;
    // Metadata lies at the front; the rest is rows, where any byte is a value.
    auto const end = i % 2 == 0 ? std::min<std::size_t>(damaged.size(), 8192) : damaged.size();
    for (int k = 0; k < 1 << (i % 5); ++k)
      damaged[std::uniform_int_distribution<std::size_t>{0, end - 1}(random_)] = static_cast<char>(random_());
    auto const found = verdict(damaged);
    EXPECT_THAT(found, ::testing::AnyOf(read, refused)) << "round " << i;
    if (found == refused) ++refusals;
  }
  EXPECT_GT(refusals, 0);
}

TEST_F(DamagedFileTest, other_files_are_refused_with_their_name) {
  auto const other = folder_.make_file("other.h5");
  { hdf5::File::format(other, other).close(); }

  EXPECT_THAT([&] { ResultReader{other}; }, ThrowsMessage<JobError>(HasSubstr("other.h5' is no result file")));
}

TEST_F(DamagedFileTest, a_newer_format_is_refused_with_what_is_known_of_it) {
  auto const newer = folder_.make_file("newer.h5");
  {
    auto file = hdf5::File::format(newer, newer);
    hdf5::write_attribute(file, "format", "rankfold-results");
    file.make_group("job");
    hdf5::write_text(file, "job/header", R"({"format_version": 99, "rankfold_version": "9.9.9"})");
    file.close();
  }
  EXPECT_THAT([&] { ResultReader{newer}; },
              ThrowsMessage<JobError>(::testing::AllOf(HasSubstr("version 99"), HasSubstr("9.9.9"))));
}

TEST_F(DamagedFileTest, a_missing_table_is_refused) {
  auto const empty = folder_.make_file("empty.h5");
  {
    auto file = hdf5::File::format(empty, empty);
    hdf5::write_attribute(file, "format", "rankfold-results");
    file.make_group("job");
    hdf5::write_text(file, "job/header", header_);
    file.close();
  }
  ResultReader const file{empty};
  EXPECT_THAT([&] { (void)file.trials(); }, ThrowsMessage<JobError>(HasSubstr("no table 'trials'")));
  EXPECT_THAT([&] { (void)file.configurations(); }, ThrowsMessage<JobError>(HasSubstr("configurations")));
}

} // namespace
} // namespace rankfold::results
