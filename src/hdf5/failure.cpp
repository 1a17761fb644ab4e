#include "hdf5/failure.hpp"

#include "support/error.hpp"
#include <fmt/format.h>
#include <hdf5.h>

namespace rankfold::hdf5 {
namespace {

/// The library's drivers put the system's message in between these, in a line full of addresses and sizes.
constexpr std::string_view before_message = "error message = '";

std::string system_message(std::string_view description) {
  auto const begin = description.find(before_message);
  if (begin == std::string_view::npos) return {};
  auto const rest = description.substr(begin + before_message.size());
  return std::string{rest.substr(0, rest.find('\''))};
}

struct Cause {
  std::string innermost, system;
};

herr_t collect(unsigned, H5E_error2_t const* error, void* data) {
  auto& cause = *static_cast<Cause*>(data);
  if (!error->desc) return 0;
  if (cause.innermost.empty()) cause.innermost = error->desc;
  if (cause.system.empty()) cause.system = system_message(error->desc);
  return 0;
}

} // namespace

void silence() {
  // A file that could not be written (disk full) cannot be closed either, and the library's clean-up at exit then
  // crashes on it (1.10.8). Nothing needs that clean-up: what must be closed is closed by its handle.
  H5dont_atexit();
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

std::string last_failure() {
  Cause cause;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, collect, &cause);
  if (!cause.system.empty()) return cause.system;
  return cause.innermost.empty() ? "the HDF5 library gives no reason" : cause.innermost;
}

void reading_failed(std::string_view what) { throw JobError{fmt::format("{}: {}", what, last_failure())}; }

void writing_failed(std::string_view what) { throw SystemError{fmt::format("{}: {}", what, last_failure())}; }

} // namespace rankfold::hdf5
