#include "pilot/heartbeat.hpp"

#include "support/error.hpp"
#include "support/process.hpp"
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <fmt/format.h>
#include <mutex>
#include <nlohmann/json.hpp>
#include <random>

namespace rankfold::pilot {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::chrono::seconds between_beats{1};

std::string file_of(std::string const& name) { return in(pilots_folder, name + ".json"); }

std::string new_name() {
  std::random_device random;
  return fmt::format("{}-{}-{:08x}", host_name(), process_id(), random());
}

std::string self_portrait() {
  auto const* batch_job = std::getenv("SLURM_JOB_ID");
  return Json{{"host", host_name()}, {"pid", process_id()}, {"batch_job", batch_job ? batch_job : ""}}.dump() + '\n';
}

/// The file server's clock, read from a file that is made for it.
double server_now(Folder const& folder) {
  auto const probe = in(pilots_folder, fmt::format(".{}", new_name()));
  folder.mark(probe);
  bool const is_there = folder.touch(probe);
  auto const now = folder.touched(probe);
  folder.remove(probe);
  if (!is_there || !now) throw SystemError{fmt::format("{}: files vanish from it", folder.path().string())};
  return *now;
}

Sighting sighting(Folder const& folder, std::string const& file, double silent_seconds) {
  Sighting seen{file.substr(0, file.size() - std::string_view{".json"}.size()), "?", {}, silent_seconds};
  try {
    auto const json = Json::parse(folder.read(in(pilots_folder, file)).value_or(""));
    seen.host = json.at("host");
    seen.batch_job = json.at("batch_job");
  } catch (Json::exception const&) { // who it is does not matter, only that it beats
  } catch (JobError const&) {
  }
  return seen;
}

} // namespace

std::vector<Sighting> sightings(Folder const& folder) {
  std::vector<Sighting> pilots;
  auto const files = folder.list(pilots_folder);
  if (files.empty()) return pilots;
  auto const now = server_now(folder);
  for (auto const& file : files) {
    auto const touched = folder.touched(in(pilots_folder, file));
    if (touched && file.ends_with(".json")) pilots.push_back(sighting(folder, file, std::max(now - *touched, 0.0)));
  }
  return pilots;
}

std::size_t count_alive(std::vector<Sighting> const& pilots) {
  return static_cast<std::size_t>(std::ranges::count_if(pilots, &Sighting::is_alive));
}

Heartbeat::Heartbeat(Folder const& folder, std::function<void()> lost) :
    folder_{folder}, lost_{std::move(lost)}, name_{new_name()} {
  folder_.write(file_of(name_), self_portrait());
  thread_ = std::jthread{[this](std::stop_token const& over) { beat(over); }};
}

Heartbeat::~Heartbeat() {
  thread_.request_stop();
  thread_.join();
  try {
    folder_.remove(file_of(name_));
  } catch (SystemError const&) { // then it is found silent
  }
}

void Heartbeat::beat(std::stop_token const& over) const {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock{mutex};
  while (!wake.wait_for(lock, over, between_beats, [&] { return over.stop_requested(); })) {
    try {
      if (!folder_.touch(file_of(name_))) return lost_();
    } catch (SystemError const&) { // a file server that is away may come back
    }
  }
}

} // namespace rankfold::pilot
