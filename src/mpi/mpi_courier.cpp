#include "mpi/mpi_courier.hpp"

namespace rankfold::mpi {

/// A collective that lacks a rank never ends, and MPI holds on to its memory: it is not given back then.
MpiCourier::~MpiCourier() {
  if (!opened()) (void)opening_.release();
}

bool MpiCourier::opened() {
  if (opening_ && opening_->done()) opening_.reset(); // which gives its memory back
  return !opening_;
}

void MpiCourier::open(std::function<Order(std::size_t worker)> const& order) {
  opening_ = std::make_unique<Scatter>(ranks_, orders_for(workers_, order));
}

} // namespace rankfold::mpi
