#include "pilot/claims.hpp"

#include "pilot/heartbeat.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <exception>
#include <fmt/format.h>

namespace rankfold::pilot {
namespace {

/// That a pilot must be seen to be silent: when the file server was away, all heartbeats are old at first.
constexpr double silence_observed_seconds = 3;

std::string done(std::string const& id) { return in(done_folder, id + ".json"); }

} // namespace

Claims::Claims(Folder const& folder, std::string pilot) :
    folder_{folder}, pilot_{std::move(pilot)}, exceptions_{std::uncaught_exceptions()} {
  folder_.make_folder(in(claimed_folder, pilot_));
}

Claims::~Claims() {
  try {
    (void)requeue_from(pilot_, std::uncaught_exceptions() > exceptions_);
  } catch (SystemError const&) { // then others take over
  }
}

std::string Claims::place(TicketName const& name) const { return in(in(claimed_folder, pilot_), name.text()); }

std::size_t Claims::waiting() const {
  auto const files = folder_.list(queue_folder);
  return static_cast<std::size_t>(
      std::ranges::count_if(files, [](auto const& file) { return TicketName::parse(file).has_value(); }));
}

bool Claims::is_deferred(std::string const& id) const {
  auto const found = deferred_.find(id);
  return found != deferred_.end() && monotonic_seconds() < found->second;
}

std::optional<TicketName> Claims::claim_next() {
  for (auto const& file : folder_.list(queue_folder)) {
    auto const name = TicketName::parse(file);
    if (!name || is_deferred(name->id)) continue;
    if (!folder_.move(in(queue_folder, file), place(*name))) continue;
    deferred_.erase(name->id);
    return name;
  }
  return {};
}

void Claims::give_back(TicketName const& name, double wait_seconds) {
  if (wait_seconds > 0) deferred_[name.id] = monotonic_seconds() + wait_seconds;
  (void)folder_.move(place(name), in(queue_folder, name.text()));
}

void Claims::conclude(TicketName const& name, Outcome const& outcome) {
  folder_.write(done(name.id), to_json(outcome));
  folder_.remove(in(cancel_folder, name.id));
  folder_.remove(in(begun_folder, name.id));
  folder_.remove(place(name));
}

Ticket Claims::read(TicketName const& name) const {
  auto const json = folder_.read(place(name));
  if (!json) throw JobError{"the job's file has vanished"};
  return read_ticket(*json, name.id);
}

bool Claims::is_to_be_cancelled(TicketName const& name) const { return folder_.exists(in(cancel_folder, name.id)); }
bool Claims::has_begun(TicketName const& name) const { return folder_.exists(in(begun_folder, name.id)); }
void Claims::note_begun(TicketName const& name) const { folder_.mark(in(begun_folder, name.id)); }

/// Those that have been silent for long, and those that left jobs but no heartbeat: who took over from them died too.
std::vector<std::string> Claims::dead_pilots() {
  std::vector<std::string> dead, all;
  auto const claimants = folder_.list(claimed_folder); // before the heartbeats, which come first and go last
  auto const pilots = sightings(folder_);
  alive_ = std::max<std::size_t>(count_alive(pilots), 1);
  for (auto const& seen : pilots) {
    all.push_back(seen.name);
    if (seen.is_alive() || seen.name == pilot_) {
      found_silent_.erase(seen.name);
    } else if (found_silent_.try_emplace(seen.name).first->second.seconds() > silence_observed_seconds) {
      dead.push_back(seen.name);
    }
  }
  std::ranges::copy_if(claimants, std::back_inserter(dead), [&](auto const& claimant) {
    return claimant != pilot_ && std::ranges::find(all, claimant) == all.end();
  });
  return dead;
}

std::size_t Claims::requeue_from(std::string const& pilot, bool died) const {
  auto const folder = in(claimed_folder, pilot);
  std::size_t count = 0;
  for (auto const& file : folder_.list(folder)) {
    auto name = TicketName::parse(file);
    if (!name) continue;
    if (folder_.exists(done(name->id))) { // it died when it had just said so
      folder_.remove(in(folder, file));
      continue;
    }
    if (died) ++name->takeovers;
    if (folder_.move(in(folder, file), in(queue_folder, name->text()))) ++count;
  }
  folder_.remove(folder);
  return count;
}

std::vector<std::string> Claims::take_over() {
  std::vector<std::string> notes;
  for (auto const& pilot : dead_pilots()) {
    folder_.remove(
        in(pilots_folder, pilot + ".json")); // first: if it is there after all, it sees that it is not to go on
    for (auto const& file : folder_.list(data_folder)) {
      if (file.starts_with(pilot)) folder_.remove(in(data_folder, file));
    }
    auto const jobs = requeue_from(pilot, true);
    if (jobs > 0) notes.push_back(fmt::format("pilot {} has died: {} of its jobs wait again", pilot, jobs));
    found_silent_.erase(pilot);
  }
  return notes;
}

} // namespace rankfold::pilot
