#include "results/result_reader.hpp"
#include "unit/results/child.hpp"
#include "unit/results/sample_job.hpp"
#include "unit/results/shared_counter.hpp"
#include <chrono>
#include <gmock/gmock.h>
#include <random>
#include <thread>

namespace rankfold::results {
namespace {

constexpr int rounds = 40;

/// Writes trial after trial; a batch is flushed, and only then acknowledged.
void run_until_killed(test::SampleJob const& sample, test::SharedCounter const& acknowledged, std::int64_t batch) {
  auto out = sample.writer(Existing::replace);
  out.add_configurations(*sample.plan.configurations);
  for (std::int64_t i = 0; i < sample.plan.trials(); ++i) {
    out.put(sample.failed_fold(i, 0, fmt::format("reason {}", i % 100)));
    for (int k = 1; k < sample.plan.folds_per_trial; ++k) out.put(sample.fold(i, k));
    out.put(sample.trial(i, State::complete));
    out.put_model(sample.refit(i, "{}"));
    if (i % batch != batch - 1) continue;
    out.flush();
    acknowledged.set(i + 1);
  }
}

TEST(KillTest, every_flushed_row_outlives_the_writer) {
  auto const seed = std::random_device{}();
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937 random{seed};
  test::ScratchFolder const folder;
  test::SampleJob const sample{folder / "killed.h5", 200000};
  std::int64_t rows = 0;

  for (int round = 0; round < rounds; ++round) {
    test::SharedCounter const acknowledged;
    auto const batch = std::uniform_int_distribution<std::int64_t>{1, 50}(random);
    test::Child writer{[&](auto const&) { run_until_killed(sample, acknowledged, batch); }};
    while (acknowledged.get() == 0 && writer.alive()) std::this_thread::yield();
    std::this_thread::sleep_for(std::chrono::microseconds{std::uniform_int_distribution{0, 50000}(random)});
    writer.kill();

    ResultReader const file{sample.job.output};
    EXPECT_TRUE(file.interrupted());
    auto const trials = file.trials();
    ASSERT_GE(static_cast<std::int64_t>(trials.size()), acknowledged.get()) << "round " << round;
    std::int64_t whole = 0;
    for (std::int64_t i = 0; i < acknowledged.get(); ++i)
      if (trials[static_cast<std::size_t>(i)].objective == test::SampleJob::mse(i)) ++whole;
    EXPECT_EQ(whole, acknowledged.get());
    std::int64_t folds = 0;
    file.for_each_fold([&](FoldRecord const& fold) {
      if (fold.result.request.trial.value < acknowledged.get()) ++folds;
    });
    EXPECT_EQ(folds, 3 * acknowledged.get()) << "round " << round;
    rows += folds;
  }
  RecordProperty("rows", static_cast<int>(rows));
}

TEST(KillTest, a_killed_file_can_be_opened_for_writing_again) {
  test::ScratchFolder const folder;
  test::SampleJob const sample{folder / "killed.h5"};
  test::Child writer{[&](test::Child::Ready const& ready) {
    auto out = sample.writer();
    sample.record_run(out);
    out.flush();
    ready();
    ::pause();
  }};
  writer.wait_until_ready();
  writer.kill();

  {
    auto file = hdf5::File::recover(sample.job.output);
    hdf5::write_attribute(file, "note", "recovered");
    file.close();
  }
  EXPECT_EQ(hdf5::read_text_attribute(hdf5::File::open(sample.job.output), "note"), "recovered");
  EXPECT_EQ(ResultReader{sample.job.output}.trials().size(), 6U);
}

} // namespace
} // namespace rankfold::results
