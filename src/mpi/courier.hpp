#pragma once

#include "mpi/wire.hpp"
#include <functional>

namespace rankfold::mpi {

/// Takes rank 0's orders to the workers: by MPI, or in a simulation to workers that are none.
class Courier {
public:
  virtual ~Courier() = default;

  /// Whether workers wait for a first order in a collective, before they take any letter.
  [[nodiscard]] virtual bool opens() const = 0;
  /// That collective; returns at once. @param order of a worker's number, called once for each
  virtual void open(std::function<Order(std::size_t worker)> const& order) = 0;
  /// Whether the collective has no more to do. To be called often: that is what brings it forward.
  [[nodiscard]] virtual bool opened() = 0;
  /// By letter, without waiting.
  virtual void send(std::size_t worker, Order const& order) = 0;
};

} // namespace rankfold::mpi
