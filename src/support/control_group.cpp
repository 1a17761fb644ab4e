#include "support/control_group.hpp"

#include <fmt/format.h>
#include <fstream>
#include <sstream>
#include <string>

namespace rankfold {
namespace {

namespace fs = std::filesystem;

/// The folder itself and those above it, up to where groups are mounted: a limit on any of them holds. Inside a
/// container the path may be one that only the host sees; the mount's top is what counts there.
std::vector<fs::path> upwards(fs::path const& top, std::string_view below) {
  std::vector<fs::path> folders;
  auto relative = fs::path{below}.relative_path();
  for (; !relative.empty(); relative = relative.parent_path()) folders.push_back(top / relative);
  folders.push_back(top);
  return folders;
}

ControlGroup group(fs::path const& top, std::string_view below, char const* events, char const* limit) {
  ControlGroup found;
  std::error_code unreadable;
  for (auto const& folder : upwards(top, below)) {
    if (found.oom_events.empty() && fs::exists(folder / events, unreadable)) found.oom_events = folder / events;
    if (fs::exists(folder / limit, unreadable)) found.memory_limits.push_back(folder / limit);
  }
  return found;
}

} // namespace

// Lines are "NUMBER:CONTROLLERS:/PATH"; version 2 has number 0 and no controllers.
ControlGroup find_control_group(std::string_view membership, fs::path const& mounted) {
  std::istringstream lines{std::string{membership}};
  std::string unified;
  for (std::string line; std::getline(lines, line);) {
    auto const first = line.find(':'), second = line.find(':', first + 1);
    if (second == std::string::npos) continue;
    auto const controllers = fmt::format(",{},", line.substr(first + 1, second - first - 1));
    auto const path = line.substr(second + 1);
    if (controllers.find(",memory,") != std::string::npos) {
      return group(mounted / "memory", path, "memory.oom_control", "memory.limit_in_bytes");
    }
    if (controllers == ",,") unified = path;
  }
  return group(mounted, unified, "memory.events", "memory.max");
}

ControlGroup own_control_group() {
  std::ifstream file{"/proc/self/cgroup"};
  std::ostringstream text;
  text << file.rdbuf();
  return find_control_group(text.str(), "/sys/fs/cgroup");
}

} // namespace rankfold
