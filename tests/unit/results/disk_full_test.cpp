#include "results/result_reader.hpp"
#include "support/error.hpp"
#include "unit/results/child.hpp"
#include "unit/results/sample_job.hpp"
#include <gmock/gmock.h>
#include <sched.h>
#include <sys/mount.h>

namespace rankfold::results {
namespace {

enum Verdict : int { said_so = 0, no_error = 1, wrong_error = 2, unreadable = 3, cannot_try = 77 };

/// A file system of its own with little room, which only this process sees.
bool mount_small(std::filesystem::path const& folder, char const* size) {
  return ::unshare(CLONE_NEWNS) == 0 && ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
         ::mount("tmpfs", folder.c_str(), "tmpfs", 0, size) == 0;
}

Verdict fill(test::SampleJob const& sample) {
  try {
    auto out = sample.writer();
    out.add_configurations(*sample.plan.configurations);
    for (std::int64_t i = 0; i < sample.plan.trials(); ++i) {
      for (int k = 0; k < sample.plan.folds_per_trial; ++k) out.put(sample.fold(i, k));
      out.put(sample.trial(i, State::complete));
      if (i % 500 == 0) out.flush();
    }
    out.finish(State::complete);
    return no_error;
  } catch (SystemError const& error) {
    std::string const text = error.what();
    bool const clear = text.find("No space left on device") != std::string::npos &&
                       text.find(sample.job.output.native()) != std::string::npos;
    if (!clear) std::cerr << "not clear: " << text << '\n';
    return clear ? said_so : wrong_error;
  }
}

/// @return what happened in a process whose disk has `size`; it ends as `main` does, with the library's clean-up.
int verdict_with(char const* size, std::size_t tasks, bool read_back) {
  test::ScratchFolder const folder;
  test::Child child{[&](auto const&) {
    ::alarm(30); // a hang is a failure
    if (!mount_small(folder.path(), size)) ::_exit(cannot_try);
    test::SampleJob const sample{folder / "out.h5", tasks};
    auto verdict = fill(sample);
    if (verdict == said_so && read_back) {
      try {
        if (ResultReader{sample.job.output}.trials().empty()) verdict = unreadable;
      } catch (JobError const& error) {
        std::cerr << "unreadable: " << error.what() << '\n';
        verdict = unreadable;
      }
    }
    std::exit(verdict);
  }};
  return child.wait();
}

TEST(DiskFullTest, is_said_once_and_leaves_what_was_flushed) {
  auto const verdict = verdict_with("size=1m", 20000, true);

  if (verdict == cannot_try) GTEST_SKIP() << "only root may mount a small disk";
  EXPECT_EQ(verdict, said_so);
}

TEST(DiskFullTest, is_said_at_the_start_too) {
  auto const verdict = verdict_with("size=16k", 10, false);

  if (verdict == cannot_try) GTEST_SKIP() << "only root may mount a small disk";
  EXPECT_EQ(verdict, said_so);
}

} // namespace
} // namespace rankfold::results
