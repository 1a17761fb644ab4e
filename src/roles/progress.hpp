#pragma once

#include "roles/event.hpp"
#include <cstdint>

namespace rankfold::roles {

/// How far all admitted jobs are.
struct Progress {
  std::int64_t folds = 0, folds_done = 0, folds_failed = 0;
  std::int64_t tasks = 0, tasks_done = 0;
};

/// Someone who watches: a bar, a log. Called now and then; decides itself what to show.
class ProgressObserver {
public:
  virtual ~ProgressObserver() = default;
  virtual void update(Progress const& progress) = 0;
  /// Something has happened that whoever watches wants to know.
  virtual void notice(Event const&) {}
};

} // namespace rankfold::roles
