/// The dynamic schedule at numbers of ranks that no machine at hand has: scale_bench SECONDS RANKS [FOLDS_A_WORKER]
///
/// The code that decides, on simulated workers in a time of their own. Folds take SECONDS on average, lognormal with
/// sigma 0.2, as their hyperparameter says. Prints a tab-separated line: seconds, ranks, utilisation while there is
/// work for all, share of the time that rank 0 is busy, folds a second, and the processor's seconds that this took a
/// fold. See scale.py.
#include "planning/simulated_dispatcher.hpp"
#include "support/random.hpp"
#include "support/text.hpp"
#include <cmath>
#include <ctime>
#include <fmt/format.h>
#include <iostream>

namespace rankfold::bench {
namespace {

constexpr double sigma = 0.2;
constexpr std::int64_t levels = 256; ///< of the hyperparameter

double seconds_of(std::int64_t level, double mean) {
  return mean * std::exp(sigma * RandomStream{7, 0, level, 0}.normal() - sigma * sigma / 2);
}

void submit(planning::SimulatedDispatcher& dispatcher, std::int64_t& next, std::int64_t end) {
  std::vector<roles::FoldRequest> requests;
  for (auto room = dispatcher.room(); room > 0 && next < end; --room, ++next) {
    requests.push_back({JobId{0}, TaskId{0}, TrialId{next}, ConfigurationId{next % levels}, 0, 1});
  }
  dispatcher.submit(requests);
}

void simulate(double mean, std::size_t workers, std::int64_t folds_a_worker) {
  std::vector<float> seconds(levels);
  std::vector<Configuration> configurations;
  for (std::int64_t level = 0; level < levels; ++level) {
    seconds[static_cast<std::size_t>(level)] = static_cast<float>(seconds_of(level, mean));
    configurations.push_back({"sleep", {{"seconds", Value{seconds_of(level, mean)}}}});
  }
  planning::SimulatedDispatcher dispatcher{{.workers = workers}, [&](roles::FoldRequest const& request) {
                                             mpi::FoldRun run;
                                             run.seconds = seconds[request.configuration.index()];
                                             run.result.state = State::complete;
                                             return run;
                                           }};
  dispatcher.learn(JobId{0}, configurations);
  auto const folds = folds_a_worker * static_cast<std::int64_t>(workers);
  auto const clock = std::clock();
  for (std::int64_t submitted = 0; submitted < folds || dispatcher.in_flight() > 0;) {
    submit(dispatcher, submitted, folds);
    (void)dispatcher.wait();
  }
  double busy = 0;
  for (auto const& rank : dispatcher.ranks()) busy += rank.busy_seconds;
  std::cout << fmt::format("{:g}\t{}\t{:.4f}\t{:.4f}\t{:.0f}\t{:.3g}\n", mean, workers + 1,
                           busy / (dispatcher.now() * static_cast<double>(workers)),
                           dispatcher.coordinator_seconds() / dispatcher.now(),
                           static_cast<double>(folds) / dispatcher.now(),
                           static_cast<double>(std::clock() - clock) / CLOCKS_PER_SEC / static_cast<double>(folds));
}

} // namespace
} // namespace rankfold::bench

int main(int argc, char** argv) {
  auto const argument = [&](int i) { return i < argc ? rankfold::parse_real(argv[i]).value_or(0) : 0; };
  double const seconds = argument(1), ranks = argument(2), folds = argc > 3 ? argument(3) : 20;
  if (seconds <= 0 || ranks < 2 || ranks > 1e6 || folds < 4) {
    std::cerr << "scale_bench SECONDS RANKS [FOLDS_A_WORKER]: above 0, from 2, from 4\n";
    return 2;
  }
  rankfold::bench::simulate(seconds, static_cast<std::size_t>(ranks) - 1, static_cast<std::int64_t>(folds));
}
