#include "roles/latest_fit.hpp"

#include "support/error.hpp"
#include <utility>

namespace rankfold::roles {

bool LatestFit::leads_to(ChainedFold const& fold) const {
  auto const& wanted = fold.request;
  return position_ && position_->job == wanted.job && position_->task == wanted.task &&
         position_->configuration == wanted.configuration && position_->fold < wanted.fold &&
         position_->fold >= wanted.fold - fold.before;
}

/// What ends with anything but FitError tells nothing of the fold: the next one must not take it for one that cannot be
/// fitted.
void LatestFit::fit_next(ChainedFold const& fold) {
  auto position = std::exchange(position_, std::nullopt).value();
  auto const previous = std::exchange(latest_, nullptr);
  auto const train = fold.folds[static_cast<std::size_t>(++position.fold)].training_part(fold.values);
  try {
    latest_ = previous ? fold.forecaster.fit_after(*previous, train, fold.parameters)
                       : fold.forecaster.fit(train, fold.parameters);
  } catch (FitError const&) {
    position_ = position;
    throw;
  }
  position_ = position;
}

void LatestFit::go_to(ChainedFold const& fold) {
  auto const& request = fold.request;
  if (!leads_to(fold)) {
    position_ = {request.job, request.task, request.configuration, request.fold - fold.before - 1};
    latest_.reset();
  }
  while (position_->fold + 1 < request.fold) {
    try {
      fit_next(fold);
    } catch (FitError const&) { // that fold has failed, or will, with this reason; this one starts from scratch
    }
  }
}

learners::FittedForecaster const& LatestFit::fit(ChainedFold const& fold) {
  expects(position_ && position_->fold + 1 == fold.request.fold, "the fits before a fold come first");
  fit_next(fold);
  return *latest_;
}

} // namespace rankfold::roles
