#include "results/read_live.hpp"
#include "unit/results/child.hpp"
#include "unit/results/sample_job.hpp"
#include <gmock/gmock.h>

namespace rankfold::results {
namespace {

/// What one look at a file found.
struct View {
  ProgressRecord progress;
  std::int64_t folds = 0, trials = 0;
  bool interrupted = false;
};

View look(ResultReader const& file) {
  View view;
  view.progress = file.progress();
  view.interrupted = file.interrupted();
  for (auto const& trial : file.trials())
    if (trial.state == State::complete) ++view.trials;
  file.for_each_fold([&](FoldRecord const& fold) {
    EXPECT_EQ(fold.result.metrics[0],
              test::SampleJob::mse(fold.result.request.trial.value) + fold.result.request.fold - 1);
    ++view.folds;
  });
  return view;
}

/// Runs the job in steps, with a flush now and then.
void run_slowly(test::SampleJob const& sample, test::Child::Ready const& ready) {
  auto out = sample.writer();
  out.add_configurations(*sample.plan.configurations);
  ready();
  for (std::int64_t i = 0; i < sample.plan.trials(); ++i) {
    for (int k = 0; k < sample.plan.folds_per_trial; ++k) out.put(sample.fold(i, k));
    out.put(sample.trial(i, State::complete));
    if (i % 8 == 0) out.flush();
  }
  out.finish(State::complete);
}

TEST(FollowTest, a_file_can_be_read_while_it_is_written) {
  test::ScratchFolder const folder;
  test::SampleJob const sample{folder / "live.h5", 1500};
  test::Child writer{[&](test::Child::Ready const& ready) { run_slowly(sample, ready); }};
  writer.wait_until_ready();

  View last;
  int looks = 0, partial = 0;
  while (writer.alive()) {
    auto const view = read_live(sample.job.output, look);
    // What progress counted was there before it, so that later looks find at least that.
    EXPECT_GE(view.folds, view.progress.folds_done);
    EXPECT_GE(view.trials, view.progress.trials_done);
    EXPECT_GE(view.folds, last.folds);
    if (writer.alive()) {
      EXPECT_FALSE(view.interrupted);
    }
    if (view.folds > 0 && view.folds < sample.plan.folds()) ++partial;
    last = view;
    ++looks;
  }
  auto const end = read_live(sample.job.output, look);

  EXPECT_EQ(end.progress.state, State::complete);
  EXPECT_EQ(end.folds, sample.plan.folds());
  EXPECT_EQ(end.trials, sample.plan.trials());
  RecordProperty("looks", looks);
  RecordProperty("looks_at_a_part", partial);
}

} // namespace
} // namespace rankfold::results
