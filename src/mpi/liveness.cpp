#include "mpi/liveness.hpp"

#include "support/process.hpp"
#include <algorithm>
#include <chrono>
#include <csignal>
#include <fmt/format.h>
#include <thread>

namespace rankfold::mpi {
namespace {

constexpr double look_seconds = 0.25;
/// Who did not look for so long was stopped, and so, most likely, was everyone else: a batch system suspends whole
/// jobs.
constexpr double own_silence_seconds = 2;

} // namespace

Liveness::Liveness(Member self, double timeout_seconds) : self_{std::move(self)}, timeout_seconds_{timeout_seconds} {}

void Liveness::add(Member const& worker) {
  auto& watched = watched_.emplace_back();
  if (same_machine(self_, worker)) watched.pid = worker.use.pid;
}

void Liveness::forgive_own_silence() {
  if (since_called_.seconds() > std::min(own_silence_seconds, timeout_seconds_ / 2)) {
    for (auto& worker : watched_) worker.silence = {};
  }
  since_called_ = {};
}

std::optional<std::string> Liveness::reason_for_loss(Watched const& worker) const {
  if (worker.pid != 0 && !process_runs(worker.pid)) return "its process has ended";
  double const silence = worker.silence.seconds();
  if (silence <= timeout_seconds_) return {};
  return fmt::format("nothing was heard from it for {:.0f} seconds", silence);
}

void Liveness::see_out() const {
  auto const lingers = [](Watched const& one) { return one.is_leaving && one.pid != 0 && process_runs(one.pid); };
  Stopwatch const watch;
  while (std::ranges::any_of(watched_, lingers) && watch.seconds() < timeout_seconds_) {
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
  for (auto const& one : watched_) {
    if (lingers(one)) kill(static_cast<pid_t>(one.pid), SIGKILL);
  }
}

std::vector<Liveness::Loss> Liveness::check() {
  forgive_own_silence();
  if (since_looked_.seconds() < look_seconds) return {};
  since_looked_ = {};
  std::vector<Loss> losses;
  for (std::size_t i = 0; i < watched_.size(); ++i) {
    auto& worker = watched_[i];
    if (!worker.present) continue;
    auto const reason = reason_for_loss(worker);
    if (!reason) continue;
    worker.present = false;
    if (worker.pid != 0) kill(static_cast<pid_t>(worker.pid), SIGKILL);
    losses.push_back({i, *reason});
  }
  return losses;
}

} // namespace rankfold::mpi
