#pragma once

#include "support/ids.hpp"
#include <unordered_map>

namespace rankfold::roles {

/// Whose turn it is among jobs that share workers by weight: start-time fair queueing (Goyal, Vin and Cheng 1996).
///
/// Each job has a virtual time, the seconds of work that it was given divided by its weight; what has least comes next.
/// A job that has just come, or had nothing to do for a while, starts where the others are: it makes up for nothing.
class FairShare {
public:
  /// @param weight above 0
  void weigh(JobId job, double weight) { jobs_[job].weight = weight; }
  /// The job's number may be given to another.
  void release(JobId job) { jobs_.erase(job); }

  /// Whether there is more than one job to share with.
  [[nodiscard]] bool is_shared() const { return jobs_.size() > 1; }

  /// Virtual time at which the job's next work would begin, after `seconds` more of it.
  [[nodiscard]] double start(JobId job, double seconds = 0) const;
  /// The job was given work that is expected to take so long.
  void begin(JobId job, double seconds);
  /// What the job was given took so much longer than expected, or was taken back (less than 0).
  void correct(JobId job, double seconds) { jobs_[job].time += seconds / jobs_[job].weight; }

private:
  struct Account {
    double weight = 1, time = 0;
  };
  std::unordered_map<JobId, Account> jobs_;
  double now_ = 0; ///< at which the latest work that was given began
};

} // namespace rankfold::roles
