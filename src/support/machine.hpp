#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace rankfold {

/// How much of what trials may ask for a node has.
struct NodeSize {
  std::int32_t cores = 1;
  std::int32_t gpus = 0;
  std::int64_t memory_bytes = 0;

  bool operator==(NodeSize const&) const = default;
};

/// What this process may use of its machine.
struct Machine {
  NodeSize size;
  std::vector<int> cores;        ///< numbers of those that the process may run on; a launcher may have chosen some
  std::vector<std::string> gpus; ///< as CUDA_VISIBLE_DEVICES names them
};

[[nodiscard]] Machine this_machine();

/// @name Its parts, from wherever the system tells them
/// @{

/// @param limits files with a number of bytes, or "max"
[[nodiscard]] std::int64_t granted_memory(std::int64_t physical_bytes, std::span<std::filesystem::path const> limits);

/// What `visible`, the list in an environment variable, names; null: the variable is not set.
/// Without it, the devices nvidia0, nvidia1, ... in `devices`, or the nodes with processors in AMD's `topology`.
[[nodiscard]] std::vector<std::string> find_gpus(char const* visible, std::filesystem::path const& devices,
                                                 std::filesystem::path const& topology);
/// @}

} // namespace rankfold
