#pragma once

#include "job/job.hpp"
#include "job/place.hpp"
#include <string_view>

namespace rankfold::job {

/// Where a job says something that only turns out to be wrong later on: the place of the key's value, or else that of
/// the section, or of the file. @pre `read_job` has accepted the source
[[nodiscard]] Place place_of_key(JobSource const& source, std::string_view section, std::string_view key);

} // namespace rankfold::job
