#include "support/error.hpp"

#include <fmt/format.h>

namespace rankfold {

void expects(bool condition, char const* what, std::source_location where) {
  if (condition) return;
  throw ContractViolation{
      fmt::format("{}:{}: {}: broken contract: {}", where.file_name(), where.line(), where.function_name(), what)};
}

} // namespace rankfold
