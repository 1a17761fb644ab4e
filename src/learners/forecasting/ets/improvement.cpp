#include "learners/forecasting/ets/improvement.hpp"
#include "learners/forecasting/ets/across_bounds.hpp"
#include "learners/forecasting/ets/choice.hpp"
#include "learners/forecasting/ets/estimator.hpp"
#include <algorithm>
#include <limits>

namespace rankfold::learners::forecasting::smoothing {

namespace {

class Improvement {
public:
  Improvement(std::span<double const> values, Specification const& wanted) : values_{values}, wanted_{wanted} {}

  void run(std::vector<Minimum> minima) {
    std::stable_sort(minima.begin(), minima.end(),
                     [this](auto const& a, auto const& b) { return promise_of(a) < promise_of(b); });
    for (auto const& minimum : minima) {
      if (promise_of(minimum) < least_) {
        descend(minimum.form, minimum.optimum.candidate);
      } else {
        left_.push_back(minimum);
      }
    }
    look_across_bounds();
  }

  [[nodiscard]] std::vector<Minimum> result() const {
    auto all = reached_;
    all.insert(all.end(), left_.begin(), left_.end());
    return all;
  }

private:
  [[nodiscard]] double criterion_of(double deviance, Form form) const {
    return penalised(deviance, form, values_.size(), wanted_);
  }
  [[nodiscard]] double promise_of(Minimum const& minimum) const {
    return criterion_of(minimum.optimum.floor, minimum.form);
  }

  [[nodiscard]] std::vector<Optimum> reached_of(Form form) const {
    std::vector<Optimum> result;
    for (auto const& minimum : reached_) {
      if (minimum.form == form) result.push_back(minimum.optimum);
    }
    return result;
  }

  void descend(Form form, Candidate const& start) {
    auto const known = reached_of(form);
    Effort effort;
    effort.known = known;
    effort.rival = least_ - criterion_of(0.0, form);
    auto const found = minimise(space_of(searched_form(form, wanted_), wanted_), values_, start, effort);
    if (!found) return;
    least_ = std::min(least_, criterion_of(found->deviance, form));
    reached_.push_back({form, *found});
  }

  void look_across_bounds() {
    for (std::size_t i = 0; i < form_count; ++i) {
      Form const form = form_at(i);
      auto const found = reached_of(form);
      if (found.empty()) continue;
      auto const best = lowest(found).candidate;
      for (auto const& start : off_bounds(space_of(form, wanted_), best, values_.size())) descend(form, start);
    }
  }

  std::span<double const> values_;
  Specification const& wanted_;
  std::vector<Minimum> reached_, left_;
  double least_ = std::numeric_limits<double>::infinity(); ///< criterion
};

} // namespace

std::vector<Minimum> improved(std::vector<Minimum> minima, std::span<double const> values,
                              Specification const& wanted) {
  Improvement improvement{values, wanted};
  improvement.run(std::move(minima));
  return improvement.result();
}

} // namespace rankfold::learners::forecasting::smoothing
