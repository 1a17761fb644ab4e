#pragma once

#include "pilot/claims.hpp"
#include "pilot/folder.hpp"
#include "results/result_writer.hpp"
#include "roles/dispatcher.hpp"
#include "roles/prepare.hpp"
#include "roles/proxy.hpp"
#include "roles/recalling_dispatcher.hpp"
#include "support/clock.hpp"
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <vector>

namespace rankfold::cli {

struct PilotSettings {
  double idle_seconds = std::numeric_limits<double>::infinity();  ///< without any job, after which the pilot ends
  double grace_seconds = std::numeric_limits<double>::infinity(); ///< that what runs has to end after a stop
  std::size_t most_jobs = 8;                                      ///< served at once
  /// @throws JobError where the workers cannot run the job
  std::function<void(job::Job const&)> check;
  /// Makes a job known to the workers; its data need not stay in this process.
  std::function<void(JobId, roles::JobContext&)> admit;
  /// The workers have forgotten the job.
  std::function<void(JobId)> release;
};

/// Rank 0 of a pilot: claims jobs as they come, has all of them share the workers, and says how each ended. A job that
/// is claimed again, after a pilot has died or drained, goes on from its result file.
class PilotServer {
public:
  /// `folder`, `claims` and `workers` outlive it.
  PilotServer(pilot::Claims& claims, roles::Dispatcher& workers, PilotSettings settings);

  /// Until a signal comes, which drains, or nothing has come for so long. @return the exit code
  [[nodiscard]] int serve();

private:
  struct ServedJob {
    pilot::TicketName name;
    std::vector<roles::PreparedJob> prepared; ///< one
    std::unique_ptr<results::ResultWriter> store;
    JobId id;
  };

  void look_around();
  void heed_cancellations();
  void claim_more();
  void begin(pilot::TicketName const& name);
  [[nodiscard]] std::optional<pilot::Outcome> foregone(pilot::TicketName const& name) const;
  void admit(std::unique_ptr<ServedJob> job, roles::Memory memory);
  [[nodiscard]] std::unique_ptr<ServedJob> open(pilot::TicketName const& name, roles::Memory& memory);
  void settle_those_over();
  void settle(ServedJob& job);
  [[nodiscard]] bool is_idle_for_long() const;
  void rest();

  pilot::Claims& claims_;
  roles::RecallingDispatcher dispatcher_;
  PilotSettings settings_;
  std::unique_ptr<roles::ProgressObserver> observer_;
  roles::Proxy proxy_;
  std::vector<std::unique_ptr<ServedJob>> served_;
  Stopwatch since_work_;
  double next_look_ = 0, next_take_over_ = 0; ///< when they are due
};

} // namespace rankfold::cli
