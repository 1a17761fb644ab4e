#include "learners/forecasting/forecasters.hpp"
#include <array>

namespace rankfold::learners::forecasting {

std::span<Forecaster const* const> plain_forecasters() {
  static std::array const all{&ets(),     &ses(),   &holt(),           &holt_winters(), &theta(), &auto_arima(),
                              &arima(),   &naive(), &seasonal_naive(), &drift(),        &mean(),  &window_average(),
                              &croston(), &tsb(),   &adida(),          &imapa(),        &ces(),   &tbats()};
  return all;
}

std::span<Forecaster const* const> all_forecasters() {
  static auto const all = [] {
    std::vector<Forecaster const*> list{plain_forecasters().begin(), plain_forecasters().end()};
    list.push_back(&mstl());
    return list;
  }();
  return all;
}

} // namespace rankfold::learners::forecasting
