#include "support/process.hpp"

#include <array>
#include <unistd.h>

namespace rankfold {

std::string host_name() {
  std::array<char, 256> name{};
  if (gethostname(name.data(), name.size() - 1) != 0) return "unknown";
  return name.data();
}

std::int64_t process_id() { return getpid(); }

} // namespace rankfold
