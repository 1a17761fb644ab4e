#pragma once

#include <cstdint>
#include <string>

namespace rankfold {

[[nodiscard]] std::string host_name();
[[nodiscard]] std::int64_t process_id();

} // namespace rankfold
