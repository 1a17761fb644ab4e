#pragma once

#include "pilot/folder.hpp"
#include "pilot/ticket.hpp"
#include "support/clock.hpp"
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace rankfold::pilot {

/// What one pilot takes out of the queue, and what becomes of it. Whoever moves a job's file has the job: of several
/// pilots that try, one succeeds.
class Claims {
public:
  static constexpr int most_takeovers = 5; ///< pilots that may die while they serve a job

  /// @param pilot whose heartbeat beats while this lives. `folder` outlives it.
  Claims(Folder const& folder, std::string pilot);
  /// Gives back what is still claimed; where an exception ends the pilot, as if it had died.
  ~Claims();
  Claims(Claims const&) = delete;
  Claims& operator=(Claims const&) = delete;

  [[nodiscard]] std::size_t waiting() const;
  /// Claims the job whose turn it is; nothing where none waits.
  [[nodiscard]] std::optional<TicketName> claim_next();
  /// Puts the job back in the queue. @param wait_seconds that this pilot leaves it there at least
  void give_back(TicketName const& name, double wait_seconds = 0);
  /// The job is over. That is said before it is taken from those that are served: who takes over finds it done.
  void conclude(TicketName const& name, Outcome const& outcome);

  /// @throws JobError if its file is damaged.
  [[nodiscard]] Ticket read(TicketName const& name) const;
  [[nodiscard]] bool is_to_be_cancelled(TicketName const& name) const;
  /// Whether the job's old results were replaced already: what is there now is its own.
  [[nodiscard]] bool has_begun(TicketName const& name) const;
  void note_begun(TicketName const& name) const;

  /// Puts the jobs of pilots that have died back in the queue, by their heartbeats. To be called every now and then.
  /// @return a line for each
  std::vector<std::string> take_over();
  /// Pilots that were alive, this one among them, when `take_over` was called last.
  [[nodiscard]] std::size_t pilots_alive() const { return alive_; }

private:
  [[nodiscard]] std::string place(TicketName const& name) const;
  [[nodiscard]] bool is_deferred(std::string const& id) const;
  [[nodiscard]] std::vector<std::string> dead_pilots();
  /// @param died whether it counts as a pilot that died of its jobs @return how many there were
  std::size_t requeue_from(std::string const& pilot, bool died) const;

  Folder const& folder_;
  std::string pilot_;
  int exceptions_; ///< under way at the start
  std::size_t alive_ = 1;
  std::map<std::string, double> deferred_;        ///< jobs not to be claimed, until when
  std::map<std::string, Stopwatch> found_silent_; ///< pilots, since when
};

} // namespace rankfold::pilot
