#include "learners/trial/sleep.hpp"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <limits>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace rankfold::learners::trial {
namespace {

using Type = job::HyperparameterInfo::Type;

void wait(double seconds) { std::this_thread::sleep_for(std::chrono::duration<double>{seconds}); }

/// Not even for the polite word to end: a process that hangs so has to be killed.
[[noreturn]] void hang() {
  sigset_t ignored;
  sigemptyset(&ignored);
  sigaddset(&ignored, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &ignored, nullptr);
  for (;;) wait(3600);
}

/// Takes memory, and writes to it, until there is no more.
[[noreturn]] void exhaust_memory() {
  std::vector<std::vector<char>> taken;
  for (;;) taken.emplace_back(std::size_t{1} << 26, '\1');
}

/// @return NaN for "nan"; for all others nothing is returned.
double fail_by(std::string const& way) {
  if (way == "throw") throw std::runtime_error{"sleep: an exception, as asked for"};
  if (way == "abort") std::abort();
  if (way == "segfault") std::raise(SIGSEGV);
  if (way == "hang") hang();
  if (way == "exit") std::exit(EXIT_FAILURE);
  if (way == "memory") exhaust_memory();
  return std::numeric_limits<double>::quiet_NaN();
}

class Sleep final : public StandaloneLearner {
public:
  Sleep() {
    info_.name = "sleep";
    info_.kinds = {job::DataKind::none};
    info_.summary =
        "waits without using the core, then reports a value or fails: to try a cluster and rehearse failures";
    info_.source = "this project";
    info_.hyperparameters = {{.name = "seconds",
                              .type = Type::real,
                              .default_value = 0.0,
                              .description = "how long it waits",
                              .minimum = 0,
                              .maximum = 1e8},
                             {.name = "value",
                              .type = Type::real,
                              .default_value = "seconds",
                              .description = "the objective that it reports",
                              .choices = {"seconds"}},
                             {.name = "fail",
                              .type = Type::text,
                              .default_value = "none",
                              .description = "how it fails when it has waited",
                              .choices = {"none", "throw", "abort", "segfault", "hang", "exit", "nan", "memory"}}};
  }

  [[nodiscard]] job::LearnerInfo const& info() const override { return info_; }

  [[nodiscard]] double evaluate(Parameters const& parameters, int, RandomStream) const override {
    double const seconds = parameters.at("seconds").as_real();
    wait(seconds);
    auto const& way = parameters.at("fail").as_text();
    if (way != "none") return fail_by(way);
    auto const& value = parameters.at("value");
    return value.is_text() ? seconds : value.as_real();
  }

private:
  job::LearnerInfo info_;
};

} // namespace

StandaloneLearner const& sleep() {
  static Sleep const learner;
  return learner;
}

} // namespace rankfold::learners::trial
