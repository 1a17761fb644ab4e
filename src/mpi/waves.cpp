#include "mpi/waves.hpp"

#include <algorithm>

namespace rankfold::mpi {
namespace {

constexpr double wave_seconds = 0.1;
constexpr std::size_t most_a_worker = 4096;

/// Folds of this duration that one worker gets in a wave.
std::size_t depth(double seconds) {
  return static_cast<std::size_t>(std::clamp(wave_seconds / std::max(seconds, 1e-9), 1.0, double{most_a_worker}));
}

} // namespace

/// A collective that lacks a rank never ends, and MPI holds on to its memory: it is not given back then.
Waves::~Waves() {
  if (scatter_ && !scatter_->done()) (void)scatter_.release();
  if (gather_ && !gather_->done()) (void)gather_.release();
}

std::size_t Waves::room() const {
  // One out, one being put together.
  return crew_.room(2 * crew_.able() * depth(crew_.typical_seconds()) * longest_chain_);
}

std::vector<std::vector<roles::FoldRequest>> Waves::next_shares() {
  std::vector<std::vector<roles::FoldRequest>> shares(crew_.size());
  std::vector<double> load(crew_.size());
  while (crew_.waiting() > 0) {
    while (!crew_.is_able(turn_)) turn_ = (turn_ + 1) % crew_.size();
    auto const next = crew_.front();
    auto& share = shares[turn_];
    if (!share.empty() && (load[turn_] + next.seconds > wave_seconds || share.size() >= most_a_worker)) break;
    crew_.pop(next, share);
    load[turn_] += next.seconds;
    turn_ = (turn_ + 1) % crew_.size();
  }
  return shares;
}

void Waves::start_wave() {
  auto shares = next_shares();
  scatter_ = std::make_unique<Scatter>(ranks_, orders_for(crew_.size(), [&](std::size_t worker) {
                                         return crew_.give(worker, Order::Kind::wave, std::move(shares[worker]));
                                       }));
}

void Waves::advance(std::vector<roles::FoldResult>& results) {
  if (scatter_ && scatter_->done()) {
    scatter_.reset();
    gather_ = std::make_unique<Gather>(ranks_);
  }
  if (gather_ && gather_->done()) {
    auto const messages = gather_->take();
    for (std::size_t worker = 0; worker < crew_.size(); ++worker) {
      crew_.settle(worker, decode_report(messages[worker + 1]), results);
    }
    gather_.reset();
  }
  crew_.withhold();
  if (!scatter_ && !gather_ && crew_.waiting() > 0) start_wave();
}

void Waves::dismiss(Order const& word) {
  scatter_ = std::make_unique<Scatter>(ranks_, orders_for(crew_.size(), [&](std::size_t) { return word; }));
}

} // namespace rankfold::mpi
