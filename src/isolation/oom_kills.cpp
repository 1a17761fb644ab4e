#include "isolation/oom_kills.hpp"

#include "support/control_group.hpp"
#include <fstream>
#include <string>
#include <utility>

namespace rankfold::isolation {

OomKills::OomKills(std::filesystem::path file) : file_{std::move(file)}, known_{count()} {}

std::int64_t OomKills::count() const {
  std::ifstream lines{file_};
  std::string word;
  std::int64_t number = 0;
  while (lines >> word >> number) {
    if (word == "oom_kill") return number;
  }
  return 0;
}

bool OomKills::have_risen() {
  auto const now = count();
  return now > std::exchange(known_, now);
}

OomKills& oom_kills() {
  static OomKills kills{own_control_group().oom_events};
  return kills;
}

} // namespace rankfold::isolation
