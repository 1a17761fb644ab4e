#include "learners/forecasting/quantile.hpp"

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <limits>

namespace rankfold::learners::forecasting {
namespace {

/// The probability below the upper end of a central interval.
double upper_probability(double level) { return 0.5 + level / 200; }

} // namespace

double normal_reach(double level) {
  return boost::math::quantile(boost::math::normal_distribution<double>{}, upper_probability(level));
}

double student_reach(double level, double degrees_of_freedom) {
  if (!(degrees_of_freedom >= 1)) return std::numeric_limits<double>::quiet_NaN();
  return boost::math::quantile(boost::math::students_t_distribution<double>{degrees_of_freedom},
                               upper_probability(level));
}

} // namespace rankfold::learners::forecasting
