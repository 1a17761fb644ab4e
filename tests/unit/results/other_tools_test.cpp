#include "unit/results/sample_job.hpp"
#include <array>
#include <cstdio>
#include <gmock/gmock.h>

namespace rankfold::results {
namespace {

using ::testing::HasSubstr;

struct Output {
  std::string text;
  int status;
};

Output run(std::string const& command) {
  Output output;
  auto* const pipe = ::popen((command + " 2>&1").c_str(), "r");
  std::array<char, 4096> part{};
  while (auto const length = std::fread(part.data(), 1, part.size(), pipe)) output.text.append(part.data(), length);
  output.status = ::pclose(pipe);
  return output;
}

bool has_h5py() { return run("/usr/bin/python3 -c 'import h5py'").status == 0; }

/// What users reach for instead of our own commands; with a file of a finished run, and while the run goes on.
class OtherToolsTest : public ::testing::Test {
protected:
  test::ScratchFolder folder_;
  test::SampleJob sample_{folder_ / "sample.h5"};

  [[nodiscard]] Output python(std::string const& expression) const {
    return run(fmt::format("/usr/bin/python3 -c 'import h5py; f = \"{}\"; print({})'", sample_.job.output.native(),
                           expression));
  }
};

TEST_F(OtherToolsTest, h5dump_and_h5ls_read_a_file_while_it_is_written) {
  auto out = sample_.writer();
  sample_.record_run(out);
  out.flush();

  auto const dump = run("h5dump -d trials -d tasks " + sample_.job.output.native());
  auto const list = run("h5ls -r " + sample_.job.output.native());

  EXPECT_EQ(dump.status, 0) << dump.text;
  EXPECT_THAT(dump.text, HasSubstr("\"series_1\""));
  EXPECT_THAT(dump.text, HasSubstr("complete"));
  EXPECT_EQ(list.status, 0) << list.text;
  EXPECT_THAT(list.text, HasSubstr("/configurations/ets"));
}

TEST_F(OtherToolsTest, h5py_reads_a_file_in_one_line_while_it_is_written) {
  if (!has_h5py()) GTEST_SKIP() << "no h5py";
  auto out = sample_.writer();
  sample_.record_run(out);
  out.flush();

  EXPECT_EQ(python("h5py.File(f)[\"trials\"][:][\"objective\"].tolist()").text,
            "[100.0, 99.0, 98.0, 97.0, 96.0, 95.0]\n");
  EXPECT_EQ(python("h5py.File(f, swmr=True)[\"folds\"].shape").text, "(18,)\n");
}

TEST_F(OtherToolsTest, h5py_does_not_open_it_for_writing_meanwhile) {
  if (!has_h5py()) GTEST_SKIP() << "no h5py";
  auto const out = sample_.writer();

  EXPECT_NE(python("h5py.File(f, \"a\")").status, 0);
}

TEST_F(OtherToolsTest, h5py_finds_names_and_types_as_documented) {
  if (!has_h5py()) GTEST_SKIP() << "no h5py";
  {
    auto out = sample_.writer();
    sample_.record_run(out);
    out.finish(State::complete);
  }
  EXPECT_EQ(python("h5py.File(f).attrs[\"format\"], h5py.File(f).attrs[\"seed\"]").text, "rankfold-results 7\n");
  EXPECT_EQ(python("h5py.File(f)[\"job/given\"][()].decode()").text, sample_.job.source.text + "\n");
  EXPECT_EQ(python("h5py.check_enum_dtype(h5py.File(f)[\"folds\"].dtype[\"status\"])[\"failed\"]").text, "3\n");
  EXPECT_EQ(python("h5py.File(f)[\"configurations/ets\"][:].tolist()").text,
            "[(1, b'ZNA', 7, b'true'), (2, b'ZZZ', 7, b'auto')]\n");
  EXPECT_EQ(python("h5py.File(f)[\"tasks\"][:][\"name\"].tolist()").text, "[b'series_0', b'series_1']\n");
  EXPECT_EQ(python("sorted(h5py.File(f))").text, "['checksums', 'configurations', 'events', 'folds', 'job', 'models', "
                                                 "'progress', 'ranks', 'reasons', "
                                                 "'tasks', 'trials']\n");
}

} // namespace
} // namespace rankfold::results
