#include "learners/forecasting/ets/candidate.hpp"

namespace rankfold::learners::forecasting::smoothing {

void rescale(States& states, Form form, double factor) {
  states.level *= factor;
  if (form.trend != Component::multiplicative) states.growth *= factor;
  if (form.season != Component::multiplicative) {
    for (double& s : states.season) s *= factor;
  }
}

} // namespace rankfold::learners::forecasting::smoothing
