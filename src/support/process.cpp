#include "support/process.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <unistd.h>

namespace rankfold {

std::string host_name() {
  std::array<char, 256> name{};
  if (gethostname(name.data(), name.size() - 1) != 0) return "unknown";
  return name.data();
}

std::int64_t process_id() { return getpid(); }

bool process_runs(std::int64_t pid) {
  if (kill(static_cast<pid_t>(pid), 0) != 0 && errno == ESRCH) return false;
  std::ifstream file{"/proc/" + std::to_string(pid) + "/stat"};
  std::string line;
  if (!std::getline(file, line)) return true; // it may be another user's, or /proc is not there
  // "PID (NAME) STATE ...", and the name may hold anything
  auto const state = line.find_first_not_of(' ', line.rfind(')') + 1);
  return state == std::string::npos || (line[state] != 'Z' && line[state] != 'X');
}

std::string process_name(std::int64_t pid) {
  std::ifstream file{"/proc/" + std::to_string(pid) + "/comm"};
  std::string name;
  std::getline(file, name);
  return name;
}

} // namespace rankfold
