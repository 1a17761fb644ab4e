#include "roles/proxy.hpp"

#include "data/builders.hpp"
#include "support/in_memory_store.hpp"
#include "support/scripted_dispatcher.hpp"
#include <gmock/gmock.h>
#include <map>

namespace rankfold::roles {
namespace {

using testing::InMemoryStore;
using testing::scored;
using testing::ScriptedDispatcher;
using Order = ScriptedDispatcher::Order;

class Silent final : public ProgressObserver {
  void update(Progress const&) override {}
};

bool never() { return false; }

/// Twenty series, long enough for ten folds; with data, best trials are refitted.
JobContext context() {
  JobContext made;
  made.job.data.kind = job::DataKind::series;
  made.job.validation.folds = 10;
  data::SeriesBuilder series;
  for (int i = 0; i < 20; ++i) series.add("s", std::vector<double>(30, i));
  made.dataset = std::move(series).build();
  return made;
}

Plan plan(int tasks, int configurations, int folds) {
  Plan made;
  made.digest = digest_of(context());
  for (int i = 0; i < tasks; ++i) made.tasks.push_back("task" + std::to_string(i));
  std::vector<Configuration> grid;
  for (int i = 0; i < configurations; ++i) grid.push_back({"sleep", {{"value", static_cast<double>(i)}}});
  made.configurations = std::make_shared<std::vector<Configuration> const>(std::move(grid));
  made.folds_per_trial = folds;
  return made;
}

FoldResult by_numbers(FoldRequest const& request) {
  auto result = scored(request, static_cast<double>((request.trial.value * 7 + request.fold * 3) % 11));
  if (result.is_refit()) result.text = "{}";
  return result;
}

TEST(ProxyTest, results_do_not_depend_on_the_order_in_which_folds_come_back) {
  auto const shared = context();
  InMemoryStore reference;
  for (auto const order : {Order::as_submitted, Order::reversed, Order::shuffled}) {
    for (std::size_t const capacity : {1u, 3u, 50u, 5000u}) {
      InMemoryStore store;
      ScriptedDispatcher dispatcher{by_numbers, capacity, order, capacity};
      Silent silent;
      Proxy proxy{dispatcher, silent, never};
      proxy.admit(shared, plan(20, 5, 3), store);

      proxy.run();

      EXPECT_EQ(store.finished, State::complete);
      EXPECT_EQ(store.folds_put, 20u * 5u * 3u);
      EXPECT_EQ(store.models.size(), 20u);
      EXPECT_EQ(store.configurations.size(), 5u);
      if (reference.trials.empty()) reference = store;
      for (auto const& [id, trial] : reference.trials) {
        ASSERT_EQ(store.trials.at(id).objective, trial.objective);
        ASSERT_EQ(store.trials.at(id).configuration, trial.configuration);
      }
      for (auto const& [id, task] : reference.tasks) ASSERT_EQ(store.tasks.at(id).best_trial, task.best_trial);
    }
  }
}

TEST(ProxyTest, several_jobs_share_the_workers) {
  auto const shared = context();
  InMemoryStore first, second;
  ScriptedDispatcher dispatcher{by_numbers, 10};
  Silent silent;
  Proxy proxy{dispatcher, silent, never};
  proxy.admit(shared, plan(1, 50, 2), first);
  proxy.admit(shared, plan(1, 50, 2), second);

  proxy.run();

  EXPECT_EQ(first.finished, State::complete);
  EXPECT_EQ(second.finished, State::complete);
  std::map<std::int64_t, int> early;
  for (std::size_t i = 0; i < 40; ++i) ++early[dispatcher.submitted[i].job.value];
  EXPECT_EQ(early[0], 20);
  EXPECT_EQ(early[1], 20);
}

TEST(ProxyTest, a_short_job_ends_before_a_long_one) {
  auto const shared = context();
  InMemoryStore longer, shorter;
  ScriptedDispatcher dispatcher{by_numbers, 4};
  Silent silent;
  bool long_one_was_over = false;
  Proxy proxy{dispatcher, silent, [&] {
                if (shorter.finished && longer.trials.size() < 200) long_one_was_over = true;
                return false;
              }};
  proxy.admit(shared, plan(1, 200, 5), longer);
  proxy.admit(shared, plan(1, 1, 1), shorter);
  proxy.run();
  EXPECT_TRUE(long_one_was_over);
}

TEST(ProxyTest, a_stop_takes_back_what_has_not_begun) {
  auto const shared = context();
  InMemoryStore store;
  ScriptedDispatcher dispatcher{by_numbers, 6};
  Silent silent;
  Proxy proxy{dispatcher, silent, [&] { return dispatcher.submitted.size() >= 12; }};
  proxy.admit(shared, plan(10, 10, 10), store);

  proxy.run();

  EXPECT_EQ(store.finished, State::cancelled);
  EXPECT_EQ(store.folds_put + dispatcher.withdrawn, dispatcher.submitted.size());
  EXPECT_LT(store.folds_put, 30u);
}

/// Folds that a worker has begun and will never end.
class StuckDispatcher final : public Dispatcher {
public:
  [[nodiscard]] std::size_t room() const override { return 3 - held_; }
  void submit(std::span<FoldRequest const> requests) override { held_ += requests.size(); }
  void learn(JobId, std::span<Configuration const>) override {}
  [[nodiscard]] std::size_t in_flight() const override { return held_; }
  [[nodiscard]] std::vector<FoldResult> wait() override { return {}; }
  void withdraw() override {}
  [[nodiscard]] std::size_t withdraw(JobId) override { return 0; }
  [[nodiscard]] std::vector<RankUse> ranks() const override { return {}; }
  [[nodiscard]] std::vector<Event> take_events() override { return {}; }

private:
  std::size_t held_ = 0;
};

TEST(ProxyTest, what_has_not_ended_when_the_grace_is_over_is_given_up) {
  auto const shared = context();
  InMemoryStore store;
  StuckDispatcher dispatcher;
  Silent silent;
  double now = 100;
  Proxy proxy{dispatcher, silent, [&] { return dispatcher.in_flight() == 3; }, {.seconds = 30, .clock = [&] {
                                                                                  return now += 1;
                                                                                }}};
  proxy.admit(shared, plan(1, 5, 2), store);

  proxy.run();

  EXPECT_EQ(proxy.given_up(), 3u);
  EXPECT_NEAR(now, 100 + 32, 2) << "it waited as long as it was granted";
  EXPECT_EQ(store.finished, State::cancelled);
  EXPECT_EQ(store.folds_put, 0u);
  ASSERT_EQ(store.events.size(), 1u);
  EXPECT_EQ(store.events[0].kind, "preempted");
}

/// Runs the folds of even trials and withholds the others.
class WithholdingDispatcher final : public Dispatcher {
public:
  [[nodiscard]] std::size_t room() const override { return 10; }
  void submit(std::span<FoldRequest const> requests) override {
    for (auto const& request : requests) (request.trial.value % 2 == 0 ? begun_ : withheld_).push_back(request);
  }
  void learn(JobId, std::span<Configuration const>) override {}
  [[nodiscard]] std::size_t in_flight() const override { return begun_.size() + withheld_.size(); }
  [[nodiscard]] Withheld withheld() const override { return {withheld_.size(), 90}; }
  [[nodiscard]] std::vector<FoldResult> wait() override {
    std::vector<FoldResult> results;
    for (auto const& request : std::exchange(begun_, {})) results.push_back(by_numbers(request));
    return results;
  }
  void withdraw() override { withheld_.clear(); }
  [[nodiscard]] std::size_t withdraw(JobId) override { return 0; }
  [[nodiscard]] std::vector<RankUse> ranks() const override { return {}; }
  [[nodiscard]] std::vector<Event> take_events() override { return {}; }

private:
  std::vector<FoldRequest> begun_, withheld_;
};

TEST(ProxyTest, a_run_of_which_only_what_is_withheld_is_left_ends_as_if_it_were_stopped) {
  auto const shared = context();
  for (double const granted : {100.0, 60.0}) {
    InMemoryStore store;
    WithholdingDispatcher dispatcher;
    Silent silent;
    double now = 1000;
    Proxy proxy{dispatcher, silent, never, {}, {1000 + granted, [&] { return now; }}};
    now += 50;
    proxy.admit(shared, plan(3, 4, 10), store);

    proxy.run();

    EXPECT_EQ(store.finished, State::cancelled);
    EXPECT_EQ(store.folds_put, 60U) << "all that could be begun was done";
    EXPECT_EQ(proxy.progress().folds_failed, 0);
    ASSERT_EQ(store.events.size(), 1U);
    EXPECT_EQ(store.events[0].kind, "preempted");
    EXPECT_THAT(store.events[0].message,
                ::testing::StartsWith("60 folds are left for another run: the shortest is expected"));
    bool const would_never_end = granted < 90;
    EXPECT_EQ(store.events[0].message.find("not enough") != std::string::npos, would_never_end);
  }
}

TEST(ProxyTest, a_job_with_a_task_without_result_ends_as_failed) {
  auto const shared = context();
  InMemoryStore store;
  ScriptedDispatcher dispatcher{[](FoldRequest const& request) {
                                  return request.task.value == 1 ? testing::failed(request, "no") : by_numbers(request);
                                },
                                6};
  Silent silent;
  Proxy proxy{dispatcher, silent, never};
  proxy.admit(shared, plan(3, 2, 2), store);
  proxy.run();
  EXPECT_EQ(store.finished, State::failed);
  EXPECT_EQ(proxy.job(JobId{0}).tasks_failed(), 1);
  EXPECT_EQ(proxy.progress().folds_failed, 4);
  EXPECT_EQ(proxy.progress().tasks_done, 3);
}

TEST(ProxyTest, a_fold_that_is_tried_again_is_done_once) {
  auto shared = context();
  shared.job.resources.retries = 1;
  InMemoryStore store;
  ScriptedDispatcher dispatcher{[](FoldRequest const& request) {
                                  if (request.attempt > 1 || request.trial.value % 2 != 0) return by_numbers(request);
                                  auto result = testing::failed(request, "crashed");
                                  result.cause = Cause::crashed;
                                  return result;
                                },
                                10, Order::shuffled, 3};
  Silent silent;
  Proxy proxy{dispatcher, silent, never};
  proxy.admit(shared, plan(4, 5, 3), store);

  proxy.run();

  EXPECT_EQ(store.finished, State::complete);
  EXPECT_EQ(proxy.progress().folds_done, 60);
  EXPECT_EQ(proxy.progress().folds_failed, 0);
  for (auto const& [which, fold] : store.folds) EXPECT_EQ(fold.request.attempt, which.first % 2 == 0 ? 2 : 1);
}

/// Every fourth trial's folds fail.
FoldResult failing_now_and_then(FoldRequest const& request) {
  return request.trial.value % 4 == 3 && !request.is_refit() ? testing::failed(request, "bad") : by_numbers(request);
}

/// How many folds of 300 are done, how many failed, and how the job ended.
struct Ending {
  std::int64_t done, failed;
  std::optional<State> state;
  std::vector<roles::Event> events;
};

Ending run_with(job::ResourceSpec const& resources, std::size_t capacity = 7) {
  auto shared = context();
  shared.job.resources = resources;
  InMemoryStore store;
  ScriptedDispatcher dispatcher{failing_now_and_then, capacity, Order::shuffled, 5};
  Silent silent;
  Proxy proxy{dispatcher, silent, never};
  proxy.admit(shared, plan(20, 5, 3), store);
  proxy.run();
  EXPECT_EQ(dispatcher.in_flight(), 0u);
  EXPECT_EQ(proxy.job(JobId{0}).stopped_by_failures(), store.finished == State::cancelled);
  return {proxy.progress().folds_done, proxy.progress().folds_failed, store.finished, store.events};
}

TEST(ProxyTest, failures_stop_nothing_unless_the_job_says_so) {
  auto const ending = run_with({});
  EXPECT_EQ(ending.done, 300);
  EXPECT_EQ(ending.failed, 75);
  EXPECT_EQ(ending.state, State::complete);
}

TEST(ProxyTest, the_first_failure_stops_a_job_that_is_to_stop) {
  job::ResourceSpec resources;
  resources.on_failure = job::ResourceSpec::OnFailure::stop;
  auto const ending = run_with(resources);
  EXPECT_GE(ending.failed, 1);
  EXPECT_LE(ending.failed, 7) << "what ran then was finished";
  EXPECT_LT(ending.done, 40);
  EXPECT_EQ(ending.state, State::cancelled);
  ASSERT_EQ(ending.events.size(), 1u);
  EXPECT_EQ(ending.events[0].kind, "too_many_failures");
}

TEST(ProxyTest, one_failure_more_than_accepted_stops_a_job) {
  job::ResourceSpec resources;
  resources.max_failures = 20;
  auto const ending = run_with(resources, 1);
  EXPECT_EQ(ending.failed, 21);
  EXPECT_EQ(ending.state, State::cancelled);
  resources.max_failures = 75;
  EXPECT_EQ(run_with(resources, 1).state, State::complete);
}

TEST(ProxyTest, a_job_that_stops_leaves_the_others_to_go_on) {
  auto careful = context();
  careful.job.resources.max_failures = 0;
  auto const careless = context();
  InMemoryStore stopped, finished;
  ScriptedDispatcher dispatcher{failing_now_and_then, 10, Order::shuffled, 5};
  Silent silent;
  Proxy proxy{dispatcher, silent, never};
  proxy.admit(careful, plan(20, 5, 3), stopped);
  proxy.admit(careless, plan(20, 5, 3), finished);

  proxy.run();

  EXPECT_EQ(stopped.finished, State::cancelled);
  EXPECT_EQ(finished.finished, State::complete);
}

TEST(ProxyTest, jobs_come_and_go_while_others_run) {
  auto const shared = context();
  InMemoryStore longer, first, second;
  ScriptedDispatcher dispatcher{by_numbers, 20, Order::shuffled, 7};
  Silent silent;
  Proxy proxy{dispatcher, silent, never};
  auto const long_job = proxy.admit(shared, plan(20, 20, 3), longer);
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(proxy.step());
  for (auto* store : {&first, &second}) {
    auto const job = proxy.admit(shared, plan(2, 3, 3), *store);
    EXPECT_EQ(job, JobId{1}) << "the number of the one that went is free";
    while (proxy.is_at_work(job)) EXPECT_TRUE(proxy.step());
    EXPECT_TRUE(proxy.is_at_work(long_job));
    EXPECT_EQ(store->finished, State::complete);
    EXPECT_EQ(store->folds_put, 18u);
    proxy.release(job);
  }
  while (proxy.is_at_work()) EXPECT_TRUE(proxy.step());
  EXPECT_EQ(longer.finished, State::complete);
  EXPECT_EQ(longer.folds_put, 1200u);
  EXPECT_TRUE(proxy.step()) << "without a job there is nothing to do, which is no reason to stop";
}

TEST(ProxyTest, room_is_shared_by_weight) {
  auto const shared = context();
  InMemoryStore light, heavy;
  ScriptedDispatcher dispatcher{by_numbers, 100};
  Silent silent;
  Proxy proxy{dispatcher, silent, never};
  (void)proxy.admit(shared, plan(1, 200, 5), light, 1);
  (void)proxy.admit(shared, plan(1, 200, 5), heavy, 4);
  EXPECT_TRUE(proxy.step());
  EXPECT_EQ(std::ranges::count(dispatcher.submitted, JobId{0}, &FoldRequest::job), 20);
  EXPECT_EQ(std::ranges::count(dispatcher.submitted, JobId{1}, &FoldRequest::job), 80);
}

TEST(ProxyTest, a_cancelled_job_ends_when_its_folds_are_home) {
  auto const shared = context();
  InMemoryStore cancelled, other;
  ScriptedDispatcher dispatcher{by_numbers, 20, Order::shuffled, 3};
  Silent silent;
  Proxy proxy{dispatcher, silent, never};
  auto const job = proxy.admit(shared, plan(20, 5, 3), cancelled);
  (void)proxy.admit(shared, plan(20, 5, 3), other);
  EXPECT_TRUE(proxy.step());

  proxy.cancel(job);

  EXPECT_EQ(proxy.job(job).in_flight(), 0u) << "none of them was begun";
  EXPECT_TRUE(proxy.step());
  EXPECT_FALSE(proxy.is_at_work(job));
  EXPECT_EQ(cancelled.finished, State::cancelled);
  while (proxy.is_at_work()) EXPECT_TRUE(proxy.step());
  EXPECT_EQ(other.finished, State::complete);
}

} // namespace
} // namespace rankfold::roles
