#pragma once

#include <cstdint>
#include <limits>

namespace rankfold {

/// A stream of random numbers that is a function of (seed, task, trial, fold) and of nothing else, so that what a fold
/// computes never depends on which rank ran it, or when. Philox 4x64, counter-based (Salmon et al. 2011, Random123).
///
/// A UniformRandomBitGenerator; use `uniform` and `normal` rather than <random>'s distributions, whose results differ
/// from one standard library to another.
class RandomStream {
public:
  using result_type = std::uint64_t;

  RandomStream(std::uint64_t seed, std::int64_t task, std::int64_t trial, std::int64_t fold);

  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }
  result_type operator()();

  /// Uniform on [0, 1), 53 bits.
  double uniform();
  /// Uniform integer on [0, bound), without bias. @pre bound > 0
  std::uint64_t below(std::uint64_t bound);
  /// Standard normal.
  double normal();

private:
  std::uint64_t key_[2];
  std::uint64_t counter_[4];
  std::uint64_t block_[4];
  int used_ = 4; ///< numbers of `block_` already given
};

} // namespace rankfold
