#include "client/job_records.hpp"

#include "pilot/ticket.hpp"
#include "results/staged_file.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <fmt/format.h>
#include <fstream>
#include <nlohmann/json.hpp>

namespace rankfold::client {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

/// Empty where the environment names no home.
fs::path records_folder() {
  auto const* state = std::getenv("XDG_STATE_HOME");
  if (state && fs::path{state}.is_absolute()) return fs::path{state} / "rankfold/jobs";
  auto const* home = std::getenv("HOME");
  return home && *home ? fs::path{home} / ".local/state/rankfold/jobs" : fs::path{};
}

} // namespace

bool is_job_id(std::string const& text) {
  bool const is_slurms =
      !text.empty() && text.size() < 20 && std::ranges::all_of(text, [](unsigned char c) { return std::isdigit(c); });
  return is_slurms || pilot::is_id(text);
}

void keep(JobRecord const& record) {
  auto const folder = records_folder();
  if (folder.empty()) throw SystemError{"neither XDG_STATE_HOME nor HOME is set: the job's number is not remembered"};
  std::error_code failure;
  fs::create_directories(folder, failure);
  if (failure) throw SystemError{fmt::format("{}: {}", folder.string(), failure.message())};
  results::StagedFile file{folder / record.id, results::Existing::replace};
  std::ofstream out{file.path()};
  out << Json{{"id", record.id},
              {"name", record.name},
              {"result", record.result.string()},
              {"script", record.script.string()},
              {"log", record.log.string()},
              {"pilots", record.pilots.string()}}
             .dump(2)
      << '\n';
  out.close();
  if (!out) throw SystemError{fmt::format("{}: cannot be written", (folder / record.id).string())};
  file.publish();
}

std::optional<JobRecord> find_record(std::string const& id) {
  auto const folder = records_folder();
  if (folder.empty() || !is_job_id(id)) return {};
  auto const path = folder / id;
  std::ifstream file{path};
  if (!file) return {};
  try {
    auto const json = Json::parse(file);
    auto const file_of = [&](char const* key) { return fs::path{json.at(key).get<std::string>()}; };
    return JobRecord{
        id, json.at("name"), file_of("result"), file_of("script"), file_of("log"), json.value("pilots", "")};
  } catch (Json::exception const&) {
    throw JobError{fmt::format("{} is damaged: name the job's result file instead", path.string())};
  }
}

} // namespace rankfold::client
