#pragma once

#include "rankfold/value.hpp"
#include "roles/fold.hpp"
#include "support/bytes.hpp"
#include <vector>

namespace rankfold::mpi {

/// Configurations of one job that the worker does not know yet. They travel as `roles::encode` put them: rank 0 does
/// that once for all workers.
struct Lesson {
  JobId job;
  Bytes configurations;
};

/// What rank 0 tells a worker.
struct Order {
  enum class Kind : std::uint8_t {
    wave,      ///< run these folds, answer once all are run in a gather, and expect the next scatter
    work,      ///< run these folds, report now and then, and expect orders point to point from now on
    give_back, ///< give back up to `number` folds that were not begun, the last first, but no part of a chain
    withdraw,  ///< give back all folds that were not begun
    leave,     ///< nothing more will come; `number` is the exit code
    regroup, ///< a rank is lost: leave the collective that is under way, drop what you hold and its results, and go on
             ///< point to point; `number` is the epoch that begins
    part,    ///< as `leave`, but ranks are gone, or may go, without a word: what all must end together is left
    expel,   ///< you were given up for lost, and others do your work
    admit,   ///< here is one more job, `job`; `number` is what its folds will call it
    release, ///< nothing more of job `number` will come: forget it
  };

  Kind kind = Kind::work;
  std::int64_t number = 0;
  std::vector<Lesson> lessons = {}; ///< first of all
  std::vector<roles::FoldRequest> requests = {};
  Bytes job = {}; ///< as `roles::encode` put a LateJob
};

/// A fold that was run. On the way, `result.request` and `result.rank` stay behind: rank 0 knows what it gave to whom.
struct FoldRun {
  std::uint32_t number = 0; ///< how many folds this worker ran before
  float seconds = 0;        ///< that it took the worker in all
  roles::FoldResult result;
};

/// What a worker tells rank 0: the folds that it ran since its last report, in the order in which they were given to
/// it.
struct Report {
  enum class Kind : std::uint8_t {
    folds,
    given_back,
    farewell,
    alive, ///< nothing has happened
    bug,   ///< the worker has found a mistake of ours, told in `text`, and ends
  };

  Kind kind = Kind::folds;
  std::uint64_t given_back = 0; ///< folds that come back without being run: the last ones that the worker was given
  std::vector<FoldRun> runs = {};
  std::int64_t epoch = 0; ///< the last that the worker was told of; what it reports of earlier ones counts no more
  std::string text = {};
};

[[nodiscard]] Bytes encode(Order const& order);
[[nodiscard]] Order decode_order(ByteView message);
[[nodiscard]] Bytes encode(Report const& report);
/// @throws ContractViolation if the message is damaged.
[[nodiscard]] Report decode_report(ByteView message);

} // namespace rankfold::mpi
