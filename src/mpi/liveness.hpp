#pragma once

#include "mpi/member.hpp"
#include "support/clock.hpp"
#include <optional>
#include <string>
#include <vector>

namespace rankfold::mpi {

/// Rank 0's watch over its workers. Open MPI tells nobody that a rank has died: every call goes on to succeed, or never
/// returns. So a worker counts as lost once its process is gone, where that can be seen from here, or once it has been
/// silent for too long: it is to report every few seconds, whatever its fold does. Uses no MPI.
class Liveness {
public:
  /// @param self rank 0. @param timeout_seconds of silence
  Liveness(Member self, double timeout_seconds);

  /// Watches one more worker; workers are numbered from 0.
  void add(Member const& worker);
  /// The worker has taken its leave: that it ends is no loss.
  void forget(std::size_t worker) {
    watched_[worker].present = false;
    watched_[worker].is_leaving = true;
  }
  /// At the end, where nothing collective sees to it: waits until those of this machine that took their leave have
  /// ended, and after the timeout ends those that have not (they were stopped), or the launcher would wait for them for
  /// ever.
  void see_out() const;
  void heard(std::size_t worker) { watched_[worker].silence = {}; }

  struct Loss {
    std::size_t worker;
    std::string reason;
  };
  /// To be called often. Workers found lost since the last call; each is told once and watched no longer. A silent
  /// process of this machine is ended first, so that it cannot come back to life.
  [[nodiscard]] std::vector<Loss> check();

private:
  struct Watched {
    std::int64_t pid = 0; ///< 0: cannot be seen from here
    bool present = true;
    bool is_leaving = false; ///< a lost one is not: its number may be another process's by now
    Stopwatch silence;
  };

  void forgive_own_silence();
  [[nodiscard]] std::optional<std::string> reason_for_loss(Watched const& worker) const;

  Member self_;
  double timeout_seconds_;
  std::vector<Watched> watched_;
  Stopwatch since_called_, since_looked_;
};

} // namespace rankfold::mpi
