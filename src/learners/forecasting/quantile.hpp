#pragma once

namespace rankfold::learners::forecasting {

/// How many standard errors a central prediction interval reaches to each side.
/// @param level percent, in (0, 100)
[[nodiscard]] double normal_reach(double level);
/// The same where the standard error was estimated with few degrees of freedom (Student's t); NaN below one.
[[nodiscard]] double student_reach(double level, double degrees_of_freedom);

} // namespace rankfold::learners::forecasting
