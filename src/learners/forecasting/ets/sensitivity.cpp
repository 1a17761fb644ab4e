#include "learners/forecasting/ets/sensitivity.hpp"
#include "learners/forecasting/ets/dispatch.hpp"
#include "learners/forecasting/ets/tangent_recursion.hpp"

namespace rankfold::learners::forecasting::smoothing {

namespace {

struct OneCandidate {
  std::span<double const> values;
  int period;
  Candidate const& candidate;
};

/// Gathers what one pass gives into derivatives of the deviance n log(sum e^2) + 2 sum log f. Rows r are df for
/// additive errors and df / f for relative ones, so that de = -(derivative) r. The expected curvature for relative
/// errors, with the variance profiled out, is (2/v + 4) sum rr' - (4/n) (sum r)(sum r)', v = sum e^2 / n; for additive
/// errors (2/v) sum rr'.
template <Form F, std::size_t Packs> class Gathering {
public:
  [[gnu::always_inline]] void add(double error, double derivative, Tangent<Packs> const& row) {
    squares_ += error * error;
    double const weight = error * derivative;
    unrolled<Packs>([&](auto i) __attribute__((always_inline)) {
      weighted_[i] += weight * row[i];
      if constexpr (F.relative_errors()) plain_[i] += row[i];
    });
  }

  /// `result.curvature` holds the sums of products of the rows, and becomes the curvature.
  void finish(std::size_t size, std::size_t n_values, Sensitivity& result) const {
    double const n = static_cast<double>(n_values);
    double const information = 2.0 * n / squares_;
    double const scale = F.relative_errors() ? information + 4.0 : information;
    auto const at = [](Tangent<Packs> const& tangent, std::size_t a) {
      return tangent[a / lanes][static_cast<int>(a % lanes)];
    };
    for (std::size_t a = 0; a < size; ++a) {
      double const sum = at(plain_, a);
      result.gradient[a] = -information * at(weighted_, a) + 2.0 * sum;
      for (std::size_t b = 0; b < size; ++b) {
        result.curvature[a][b] = scale * result.curvature[a][b] - 4.0 / n * (sum * at(plain_, b));
      }
    }
  }

private:
  Tangent<Packs> weighted_{}, plain_{};
  double squares_ = 0.0;
};

template <Form F> struct SensitivityKernel {
  using Arguments = OneCandidate;

  [[gnu::always_inline]] static Sensitivity run(Arguments const& given) {
    if constexpr (!F.has_season()) return run_with<2>(given);
    // Few widths, to be quick to compile: seasons up to 7, 12 or 13, and the longest.
    std::size_t const size = Layout{F, given.period}.size;
    if (size <= 3 * lanes) return run_with<3>(given);
    if (size <= 5 * lanes) return run_with<5>(given);
    return run_with<Layout::capacity / lanes>(given);
  }

private:
  template <std::size_t Packs> [[gnu::always_inline]] static Sensitivity run_with(Arguments const& given) {
    auto const& [values, period, candidate] = given;
    Layout const layout{F, period};
    TangentRecursion<F, Packs> recursion{candidate, period, layout};
    CrossProducts<Packs> products;
    Gathering<F, Packs> gathering;
    std::size_t const slots = F.has_season() ? static_cast<std::size_t>(period) : 1;
    std::size_t j = 0;
    for (double const value : values) {
      Tangent<Packs>& row = products.next_row();
      auto const [error, derivative, forecast] = recursion.advance(value, j, row);
      gathering.add(error, derivative, row);
      if (++j == slots) j = 0;
    }
    Sensitivity result;
    products.finish(result);
    gathering.finish(layout.size, values.size(), result);
    return result;
  }
};

} // namespace

Sensitivity sensitivity(Form form, std::span<double const> values, int period, Candidate const& candidate) {
  return run_kernel<SensitivityKernel>(form, {values, period, candidate});
}

} // namespace rankfold::learners::forecasting::smoothing
