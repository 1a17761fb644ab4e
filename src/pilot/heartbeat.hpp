#pragma once

#include "pilot/folder.hpp"
#include <cstdint>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace rankfold::pilot {

inline constexpr double dead_after_seconds = 15; ///< of silence

/// A pilot, as its heartbeat shows it.
struct Sighting {
  std::string name;
  std::string host;
  std::string batch_job;     ///< Slurm's number of the allocation; empty: none
  double silent_seconds = 0; ///< by the file server's clock

  [[nodiscard]] bool is_alive() const { return silent_seconds < dead_after_seconds; }
};

/// Every pilot with a heartbeat, also those that are silent. A damaged heartbeat beats nevertheless.
[[nodiscard]] std::vector<Sighting> sightings(Folder const& folder);
[[nodiscard]] std::size_t count_alive(std::vector<Sighting> const& pilots);

/// Shows that this process is there and serves: a file that is touched every second while this lives. From a thread of
/// its own, so that a pilot whose fold takes minutes is not taken for dead.
class Heartbeat {
public:
  /// @param lost called, from that thread, when others have declared this pilot dead, because it was stopped for a
  ///        while, and serve its jobs now: it must not go on. `folder` outlives this.
  Heartbeat(Folder const& folder, std::function<void()> lost);
  /// Removes the file. What was claimed must have been given back.
  ~Heartbeat();
  Heartbeat(Heartbeat const&) = delete;
  Heartbeat& operator=(Heartbeat const&) = delete;

  /// Of this pilot, different from that of any other that there was: "n1-4711-1a2b3c4d"
  [[nodiscard]] std::string const& name() const { return name_; }

private:
  void beat(std::stop_token const& over) const;

  Folder const& folder_;
  std::function<void()> lost_;
  std::string name_;
  std::jthread thread_; ///< last: it uses all of the above
};

} // namespace rankfold::pilot
