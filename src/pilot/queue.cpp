#include "pilot/queue.hpp"

#include "pilot/heartbeat.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace rankfold::pilot {
namespace {

std::string done(std::string const& id) { return in(done_folder, id + ".json"); }

/// The position of the job among the names; their number where it is none of them.
std::size_t find_job(std::vector<std::string> const& files, std::string const& id) {
  auto const is_it = [&](std::string const& file) {
    auto const name = TicketName::parse(file);
    return name && name->id == id;
  };
  return static_cast<std::size_t>(std::ranges::find_if(files, is_it) - files.begin());
}

std::string host_of(Folder const& folder, std::string const& pilot) {
  for (auto const& seen : sightings(folder)) {
    if (seen.name == pilot) return seen.host;
  }
  return pilot;
}

Standing look(Folder const& folder, std::string const& id) {
  Standing standing;
  standing.is_to_be_cancelled = folder.exists(in(cancel_folder, id));
  auto const waiting = folder.list(queue_folder);
  standing.jobs_before = find_job(waiting, id);
  if (standing.jobs_before < waiting.size()) {
    standing.place = Standing::Place::waiting;
    standing.pilots_alive = count_alive(sightings(folder));
    return standing;
  }
  if (auto const outcome = folder.read(done(id))) { // before those served: it is there before it leaves them
    standing.place = Standing::Place::over;
    standing.outcome = read_outcome(*outcome);
    return standing;
  }
  for (auto const& pilot : folder.list(claimed_folder)) {
    auto const served = folder.list(in(claimed_folder, pilot));
    if (find_job(served, id) == served.size()) continue;
    standing.place = Standing::Place::served;
    standing.host = host_of(folder, pilot);
  }
  return standing;
}

} // namespace

void drop(Folder const& folder, Ticket const& ticket) {
  folder.write(in(queue_folder, name_of(ticket).text()), to_json(ticket));
}

Standing standing_of(Folder const& folder, std::string const& id) {
  auto standing = look(folder, id);
  // It may have been on its way from one place to another.
  if (standing.place == Standing::Place::unknown) standing = look(folder, id);
  return standing;
}

void cancel(Folder const& folder, std::string const& id) {
  auto const standing = standing_of(folder, id);
  if (standing.place == Standing::Place::over) return;
  if (standing.place == Standing::Place::unknown) {
    throw JobError{fmt::format("{}: there is no job {}", folder.path().string(), id)};
  }
  folder.mark(in(cancel_folder, id)); // first: whoever takes it from the queue now sees it
  auto const waiting = folder.list(queue_folder);
  auto const at = find_job(waiting, id);
  if (at == waiting.size() || !folder.move(in(queue_folder, waiting[at]), done(id))) return;
  folder.write(done(id), to_json(Outcome{"cancelled", "before it began"}));
  folder.remove(in(cancel_folder, id));
}

} // namespace rankfold::pilot
