#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

namespace rankfold {

/// Where the system says what it grants this process's group of processes. Either path may name no file.
struct ControlGroup {
  std::filesystem::path oom_events;                 ///< with a line "oom_kill N"
  std::vector<std::filesystem::path> memory_limits; ///< of the group and those around it: bytes, or "max"
};

/// @param membership the text of /proc/self/cgroup @param mounted where control groups are mounted
[[nodiscard]] ControlGroup find_control_group(std::string_view membership, std::filesystem::path const& mounted);

[[nodiscard]] ControlGroup own_control_group();

} // namespace rankfold
