#include "mpi/wire.hpp"

#include "roles/codec.hpp"
#include <bit>
#include <gmock/gmock.h>
#include <random>

namespace rankfold::mpi {
namespace {

std::vector<roles::NumberedConfiguration> some_configurations() {
  return {{{7}, {"ets", {{"model", Value{"ZNA"}}, {"damped", Value{true}}}}},
          {{1'000'000}, {"naive", {}}},
          {{0}, {"arima", {{"order", Value{ValueList{Value{2}, Value{ValueList{}}, Value{"x"}}}}, {"d", Value{0.1}}}}}};
}

Order make_order() {
  Order order{Order::Kind::work, 7};
  order.lessons.push_back({JobId{1}, roles::encode(some_configurations())});
  order.lessons.push_back({JobId{0}, roles::encode(std::vector<roles::NumberedConfiguration>{{{0}, {"ets", {}}}})});
  order.requests = {{JobId{1}, TaskId{2}, TrialId{3}, ConfigurationId{1}, 4, 1}, {JobId{0}, {}, {}, {}, -1, 2}};
  return order;
}

FoldRun make_run(std::uint32_t number, std::string text) {
  FoldRun run{number, 0.25F, {}};
  run.result.state = text.empty() ? State::complete : State::failed;
  run.result.started = 1.7e9;
  run.result.fit_seconds = 0.125;
  run.result.evaluate_seconds = 0.5;
  run.result.metrics[0] = -0.0;
  run.result.metrics[2] = 1e300;
  run.result.text = std::move(text);
  return run;
}

Report make_report() {
  return {Report::Kind::given_back,
          12,
          {make_run(0, ""), make_run(1, "why it failed"), make_run(2, std::string(9999, 'x'))}};
}

void expect_same_bits(std::array<double, job::max_metrics> const& a, std::array<double, job::max_metrics> const& b) {
  auto const bits = [](double value) { return std::isnan(value) ? 0 : std::bit_cast<std::uint64_t>(value); };
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(std::isnan(a[i]), std::isnan(b[i]));
    EXPECT_EQ(bits(a[i]), bits(b[i]));
  }
}

TEST(WireTest, an_order_reads_back_as_it_was_written) {
  auto const order = make_order();

  auto const read = decode_order(encode(order));

  EXPECT_EQ(read.kind, order.kind);
  EXPECT_EQ(read.number, order.number);
  EXPECT_EQ(read.requests, order.requests);
  ASSERT_EQ(read.lessons.size(), order.lessons.size());
  for (std::size_t i = 0; i < order.lessons.size(); ++i) {
    EXPECT_EQ(read.lessons[i].job, order.lessons[i].job);
    EXPECT_EQ(read.lessons[i].configurations, order.lessons[i].configurations);
  }
}

TEST(WireTest, a_lesson_reads_back_with_its_numbers) {
  auto const read = decode_order(encode(make_order()));
  EXPECT_EQ(roles::decode_configurations(read.lessons[0].configurations), some_configurations());
}

TEST(WireTest, a_lesson_without_a_number_is_refused) {
  auto const nameless = roles::encode(std::vector<roles::NumberedConfiguration>{{{-1}, {"ets", {}}}});
  EXPECT_THROW((void)roles::decode_configurations(nameless), MessageError);
}

TEST(WireTest, a_report_reads_back_as_it_was_written) {
  auto const report = make_report();

  auto const read = decode_report(encode(report));

  EXPECT_EQ(read.kind, report.kind);
  EXPECT_EQ(read.given_back, report.given_back);
  ASSERT_EQ(read.runs.size(), report.runs.size());
  for (std::size_t i = 0; i < report.runs.size(); ++i) {
    auto const& [number, seconds, result] = report.runs[i];
    EXPECT_EQ(read.runs[i].number, number);
    EXPECT_EQ(read.runs[i].seconds, seconds);
    EXPECT_EQ(read.runs[i].result.state, result.state);
    EXPECT_EQ(read.runs[i].result.started, result.started);
    EXPECT_EQ(read.runs[i].result.fit_seconds, result.fit_seconds);
    EXPECT_EQ(read.runs[i].result.evaluate_seconds, result.evaluate_seconds);
    EXPECT_EQ(read.runs[i].result.text, result.text);
    expect_same_bits(read.runs[i].result.metrics, result.metrics);
  }
}

TEST(WireTest, all_metrics_or_none_are_carried) {
  FoldRun all = make_run(0, "");
  for (std::size_t i = 0; i < job::max_metrics; ++i) all.result.metrics[i] = static_cast<double>(i);
  FoldRun none = make_run(1, "failed");
  none.result.metrics = roles::FoldResult::no_metrics();

  auto const read = decode_report(encode(Report{Report::Kind::folds, 0, {all, none}}));

  expect_same_bits(read.runs[0].result.metrics, all.result.metrics);
  expect_same_bits(read.runs[1].result.metrics, none.result.metrics);
}

TEST(WireTest, a_cut_message_is_refused_wherever_it_was_cut) {
  auto const order = encode(make_order());
  for (std::size_t size = 0; size < order.size(); ++size) {
    EXPECT_THROW((void)decode_order({order.data(), size}), ContractViolation) << size;
  }
  auto const report = encode(make_report());
  for (std::size_t size = 0; size < report.size(); ++size) {
    EXPECT_THROW((void)decode_report({report.data(), size}), ContractViolation) << size;
  }
}

TEST(WireTest, a_message_with_something_behind_it_is_refused) {
  auto order = encode(make_order());
  order.push_back(std::byte{0});
  EXPECT_THROW((void)decode_order(order), ContractViolation);
  auto report = encode(make_report());
  report.push_back(std::byte{0});
  EXPECT_THROW((void)decode_report(report), ContractViolation);
}

// A damaged message is refused or gives something else; it never reads past its end or takes memory it does not need.
TEST(WireTest, damaged_messages_do_no_harm) {
  auto const seed = std::random_device{}();
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937_64 random{seed};
  for (auto const& whole : {encode(make_order()), encode(make_report())}) {
    for (int round = 0; round < 20000; ++round) {
      auto damaged = whole;
      for (int flips = 1 + static_cast<int>(random() % 4); flips > 0; --flips) {
        damaged[random() % std::min<std::size_t>(damaged.size(), 600)] = static_cast<std::byte>(random());
      }
      try {
        for (auto const& lesson : decode_order(damaged).lessons) {
          (void)roles::decode_configurations(lesson.configurations);
        }
      } catch (ContractViolation const&) {
      }
      try {
        (void)decode_report(damaged);
      } catch (ContractViolation const&) {
      }
    }
  }
}

TEST(WireTest, an_empty_fold_takes_few_bytes) {
  FoldRun run = make_run(0, "");
  run.result.metrics = roles::FoldResult::no_metrics();
  run.result.metrics[0] = 1;
  auto const none = encode(Report{}).size();
  EXPECT_LE(encode(Report{Report::Kind::folds, 0, {run}}).size() - none, 56U);
}

} // namespace
} // namespace rankfold::mpi
