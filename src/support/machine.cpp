#include "support/machine.hpp"

#include "support/control_group.hpp"
#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <sched.h>
#include <sstream>
#include <string_view>
#include <unistd.h>

namespace rankfold {
namespace {

namespace fs = std::filesystem;

std::vector<int> own_cores() {
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  std::vector<int> cores;
  if (::sched_getaffinity(0, sizeof allowed, &allowed) != 0) return cores;
  for (int core = 0; core < CPU_SETSIZE; ++core) {
    if (CPU_ISSET(static_cast<std::size_t>(core), &allowed)) cores.push_back(core);
  }
  return cores;
}

/// Devices that CUDA leaves out come at the first entry that is none: "-1", or nothing.
std::vector<std::string> listed(std::string const& visible) {
  std::vector<std::string> gpus;
  std::istringstream entries{visible};
  for (std::string entry; std::getline(entries, entry, ',') && !entry.empty() && entry != "-1";) {
    gpus.push_back(entry);
  }
  return gpus;
}

bool is_nvidia_gpu(std::string_view name) {
  constexpr std::string_view start = "nvidia";
  if (!name.starts_with(start) || name.size() == start.size()) return false;
  return std::ranges::all_of(name.substr(start.size()), [](unsigned char letter) { return std::isdigit(letter) != 0; });
}

bool is_amd_gpu(fs::path const& node) {
  std::ifstream properties{node / "properties"};
  std::string name;
  std::int64_t value = 0;
  while (properties >> name >> value) {
    if (name == "simd_count") return value > 0;
  }
  return false;
}

template <class Test> std::size_t count_entries(fs::path const& folder, Test const& test) {
  std::error_code unreadable;
  std::size_t count = 0;
  for (auto const& entry : fs::directory_iterator{folder, unreadable}) count += test(entry.path()) ? 1 : 0;
  return count;
}

char const* visible_gpus() {
  char const* const cuda = std::getenv("CUDA_VISIBLE_DEVICES");
  return cuda != nullptr ? cuda : std::getenv("ROCR_VISIBLE_DEVICES");
}

} // namespace

std::int64_t granted_memory(std::int64_t physical_bytes, std::span<fs::path const> limits) {
  std::int64_t granted = physical_bytes;
  for (auto const& file : limits) {
    std::int64_t limit = 0;
    if (std::ifstream{file} >> limit) granted = std::min(granted, limit);
  }
  return granted;
}

std::vector<std::string> find_gpus(char const* visible, fs::path const& devices, fs::path const& topology) {
  if (visible != nullptr) return listed(visible);
  auto count = count_entries(devices, [](auto const& path) { return is_nvidia_gpu(path.filename().string()); });
  if (count == 0) count = count_entries(topology, is_amd_gpu);
  std::vector<std::string> gpus;
  for (std::size_t i = 0; i < count; ++i) gpus.push_back(std::to_string(i));
  return gpus;
}

Machine this_machine() {
  Machine machine;
  machine.cores = own_cores();
  machine.gpus = find_gpus(visible_gpus(), "/dev", "/sys/class/kfd/kfd/topology/nodes");
  machine.size.cores = static_cast<std::int32_t>(::sysconf(_SC_NPROCESSORS_ONLN));
  machine.size.gpus = static_cast<std::int32_t>(machine.gpus.size());
  auto const physical = static_cast<std::int64_t>(::sysconf(_SC_PHYS_PAGES)) * ::sysconf(_SC_PAGESIZE);
  machine.size.memory_bytes = granted_memory(physical, own_control_group().memory_limits);
  return machine;
}

} // namespace rankfold
