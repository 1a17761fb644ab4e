#pragma once

#include "roles/progress.hpp"
#include "support/clock.hpp"
#include <memory>
#include <ostream>
#include <string_view>

namespace rankfold::report {

/// How progress is shown: a bar that redraws its line, or a line now and then for a log.
enum class ProgressStyle { bar, plain, none };

/// `automatic`: a bar where standard error is a terminal, plain otherwise.
[[nodiscard]] ProgressStyle automatic_style();

/// Shows progress on `out`. With `plain`, a line at most every few seconds, so that a long job's log stays short.
[[nodiscard]] std::unique_ptr<roles::ProgressObserver> make_progress(ProgressStyle style, std::ostream& out);

/// "1:02:03" or "2:03".
[[nodiscard]] std::string clock_text(double seconds);

} // namespace rankfold::report
