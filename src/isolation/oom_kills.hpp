#pragma once

#include <cstdint>
#include <filesystem>

namespace rankfold::isolation {

/// How many processes of this one's control group the system has ended for want of memory: what tells such an end from
/// any other SIGKILL. Processes of others in the same group count too, so within a few milliseconds it may err.
class OomKills {
public:
  /// @param file with a line "oom_kill N"; where it is none, nothing is ever counted
  explicit OomKills(std::filesystem::path file);

  /// Since the last call, or since it was made.
  [[nodiscard]] bool have_risen();

private:
  [[nodiscard]] std::int64_t count() const;

  std::filesystem::path file_;
  std::int64_t known_;
};

/// Of this process's own control group.
[[nodiscard]] OomKills& oom_kills();

} // namespace rankfold::isolation
