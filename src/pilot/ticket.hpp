#pragma once

#include "job/job.hpp"
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace rankfold::pilot {

/// What becomes of a result file that is there when the job begins. One that the job itself has begun is continued.
enum class Start { resume, overwrite };

inline constexpr int least_priority = 1, usual_priority = 10, most_priority = 100;

/// A job that was handed to the pilots.
struct Ticket {
  std::string id; ///< as `new_id` gives it
  std::string name;
  int priority = usual_priority; ///< its share of the workers beside other jobs is in proportion to it
  job::JobSource source;         ///< its path absolute; the overrides say where the results go
  std::filesystem::path result;  ///< absolute
  Start start = Start::resume;

  bool operator==(Ticket const& other) const;
};

/// "p-20260102-235959-1a2b3c4d": the time in UTC, and something random.
[[nodiscard]] std::string new_id();
/// Whether it has that form: then it is a harmless name of a file.
[[nodiscard]] bool is_id(std::string const& text);

/// What a ticket's file name says, which stays with it wherever the file goes. Names sort by turn.
struct TicketName {
  int priority = usual_priority;
  std::int64_t microseconds = 0; ///< since the epoch, when it was handed in
  std::string id;
  int takeovers = 0; ///< pilots that have died while they served it

  [[nodiscard]] std::string text() const;
  /// Nothing if it is no such name.
  [[nodiscard]] static std::optional<TicketName> parse(std::string const& text);
};

[[nodiscard]] TicketName name_of(Ticket const& ticket);

[[nodiscard]] std::string to_json(Ticket const& ticket);
/// @param id that its file's name says @throws JobError if it is damaged, or another job's
[[nodiscard]] Ticket read_ticket(std::string const& json, std::string const& id);

/// How a job ended.
struct Outcome {
  std::string state;  ///< complete, failed, cancelled, stopped (too many failures) or rejected (nothing was run)
  std::string reason; ///< in words; may be empty
};

[[nodiscard]] std::string to_json(Outcome const& outcome);
/// @throws JobError if it is damaged.
[[nodiscard]] Outcome read_outcome(std::string const& json);

} // namespace rankfold::pilot
