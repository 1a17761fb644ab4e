#pragma once

#include "mpi/courier.hpp"
#include "mpi/post.hpp"
#include "mpi/wave.hpp"
#include <memory>

namespace rankfold::mpi {

/// The collective is one scatter; letters go by post.
class MpiCourier final : public Courier {
public:
  /// @param ranks everyone, for the scatter; null where some are lost: then there is none. `post` outlives it.
  MpiCourier(MPI_Comm ranks, std::size_t workers, Post& post) : ranks_{ranks}, workers_{workers}, post_{post} {}
  ~MpiCourier() override;
  MpiCourier(MpiCourier const&) = delete;
  MpiCourier& operator=(MpiCourier const&) = delete;

  [[nodiscard]] bool opens() const override { return ranks_ != MPI_COMM_NULL; }
  void open(std::function<Order(std::size_t worker)> const& order) override;
  [[nodiscard]] bool opened() override;
  void send(std::size_t worker, Order const& order) override { post_.send(worker, encode(order)); }

private:
  MPI_Comm ranks_;
  std::size_t workers_;
  Post& post_;
  std::unique_ptr<Scatter> opening_;
};

} // namespace rankfold::mpi
