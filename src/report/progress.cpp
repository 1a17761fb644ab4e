#include "report/progress.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <unistd.h>

namespace rankfold::report {
namespace {

using roles::Progress;

double share_done(Progress const& progress) {
  return progress.folds == 0 ? 1.0 : static_cast<double>(progress.folds_done) / static_cast<double>(progress.folds);
}

std::string remaining_text(Progress const& progress, double elapsed) {
  double const share = share_done(progress);
  if (progress.folds_done == 0 || share >= 1.0) return "";
  return fmt::format(", {} left", clock_text(elapsed * (1.0 - share) / share));
}

std::string counts(Progress const& progress, double elapsed) {
  std::string text = fmt::format("{}/{} folds", progress.folds_done, progress.folds);
  if (progress.tasks > 1) text += fmt::format(", {}/{} tasks", progress.tasks_done, progress.tasks);
  if (progress.folds_failed > 0) text += fmt::format(", {} failed", progress.folds_failed);
  return text + fmt::format(", {}{}", clock_text(elapsed), remaining_text(progress, elapsed));
}

class Bar final : public roles::ProgressObserver {
public:
  explicit Bar(std::ostream& out) : out_{out} {}
  ~Bar() override { out_ << '\n' << std::flush; }
  Bar(Bar const&) = delete;
  Bar& operator=(Bar const&) = delete;

  void update(Progress const& progress) override {
    constexpr int width = 30;
    double const share = share_done(progress);
    int const filled = static_cast<int>(share * width);
    std::string const clear_to_end = "\x1b[K";
    out_ << fmt::format("\r{:3.0f}% [{:#>{}}{:.>{}}] {}{}", std::floor(100 * share), "", filled, "", width - filled,
                        counts(progress, watch_.seconds()), clear_to_end)
         << std::flush;
  }

  void notice(roles::Event const& event) override {
    std::string const clear_line = "\r\x1b[K";
    out_ << clear_line << event.message << '\n' << std::flush;
  }

private:
  std::ostream& out_;
  Stopwatch watch_;
};

class Plain final : public roles::ProgressObserver {
public:
  explicit Plain(std::ostream& out) : out_{out} {}

  void update(Progress const& progress) override {
    double const now = watch_.seconds();
    bool const is_end = progress.folds_done == progress.folds;
    if (ended_ || (now < next_ && !is_end)) return;
    ended_ = is_end;
    // Ever longer intervals: a short job is seen to move, a long one does not fill its log.
    next_ = now + std::clamp(now / 4, 2.0, 300.0);
    out_ << fmt::format("{:3.0f}%  {}\n", std::floor(100 * share_done(progress)), counts(progress, now)) << std::flush;
  }

  void notice(roles::Event const& event) override { out_ << event.message << '\n' << std::flush; }

private:
  std::ostream& out_;
  Stopwatch watch_;
  double next_ = 1.0;
  bool ended_ = false;
};

class Silent final : public roles::ProgressObserver {
public:
  void update(Progress const&) override {}
};

} // namespace

std::string clock_text(double seconds) {
  auto const whole = static_cast<long long>(std::llround(std::max(0.0, seconds)));
  if (whole < 3600) return fmt::format("{}:{:02}", whole / 60, whole % 60);
  return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

ProgressStyle automatic_style() { return isatty(STDERR_FILENO) ? ProgressStyle::bar : ProgressStyle::plain; }

std::unique_ptr<roles::ProgressObserver> make_progress(ProgressStyle style, std::ostream& out) {
  switch (style) {
  case ProgressStyle::bar:
    return std::make_unique<Bar>(out);
  case ProgressStyle::plain:
    return std::make_unique<Plain>(out);
  case ProgressStyle::none:
    break;
  }
  return std::make_unique<Silent>();
}

} // namespace rankfold::report
