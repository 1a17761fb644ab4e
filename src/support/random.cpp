#include "support/random.hpp"

#include "support/error.hpp"
#include <Random123/philox.h>
#include <cmath>
#include <numbers>

namespace rankfold {

RandomStream::RandomStream(std::uint64_t seed, std::int64_t task, std::int64_t trial, std::int64_t fold) :
    key_{seed, static_cast<std::uint64_t>(task)},
    counter_{0, static_cast<std::uint64_t>(trial), static_cast<std::uint64_t>(fold), 0}, block_{} {}

RandomStream::result_type RandomStream::operator()() {
  if (used_ == 4) {
    r123::Philox4x64::ctr_type const counter{{counter_[0], counter_[1], counter_[2], counter_[3]}};
    r123::Philox4x64::key_type const key{{key_[0], key_[1]}};
    auto const numbers = r123::Philox4x64{}(counter, key);
    for (std::size_t i = 0; i < 4; ++i) block_[i] = numbers[i];
    ++counter_[0];
    used_ = 0;
  }
  return block_[used_++];
}

double RandomStream::uniform() { return static_cast<double>((*this)() >> 11) * 0x1.0p-53; }

std::uint64_t RandomStream::below(std::uint64_t bound) {
  expects(bound > 0, "the bound of a random integer is positive");
  std::uint64_t const rejected = (0 - bound) % bound; // 2^64 mod bound: the part that would bias the rest
  for (;;) {
    std::uint64_t const number = (*this)();
    if (number >= rejected) return number % bound;
  }
}

double RandomStream::normal() {
  double const radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
  return radius * std::cos(2.0 * std::numbers::pi * uniform());
}

} // namespace rankfold
