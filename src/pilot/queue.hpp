#pragma once

#include "pilot/folder.hpp"
#include "pilot/ticket.hpp"
#include <cstddef>
#include <string>

/// What those who submit jobs to pilots do.
namespace rankfold::pilot {

/// Hands the job in.
void drop(Folder const& folder, Ticket const& ticket);

/// Where a job is.
struct Standing {
  enum class Place { unknown, waiting, served, over };

  Place place = Place::unknown;
  std::string host;             ///< of the pilot that serves it
  std::size_t jobs_before = 0;  ///< that wait, too
  std::size_t pilots_alive = 0; ///< known for a job that waits
  bool is_to_be_cancelled = false;
  Outcome outcome; ///< of a job that is over
};

/// @throws JobError if how it ended cannot be read
[[nodiscard]] Standing standing_of(Folder const& folder, std::string const& id);

/// Ends a job: at once where it waits, otherwise its pilot does so within seconds. Nothing happens to one that is over.
/// @throws JobError if there is no such job.
void cancel(Folder const& folder, std::string const& id);

} // namespace rankfold::pilot
