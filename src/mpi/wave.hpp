#pragma once

#include "mpi/wire.hpp"
#include "support/bytes.hpp"
#include <mpi.h>
#include <vector>

namespace rankfold::mpi {

/// Messages of different lengths in one block of memory, each beginning on a unit: what MPI's counts and offsets, which
/// are int, are given in, so that a block may be larger than 2 GiB.
class Parcels {
public:
  static constexpr std::size_t unit_bytes = 64;

  /// Room for messages of these lengths.
  void lay_out(std::vector<std::uint64_t> lengths);
  void fill(std::vector<Bytes> const& messages);
  [[nodiscard]] std::vector<Bytes> messages() const;

  [[nodiscard]] std::vector<std::uint64_t>& lengths() { return lengths_; }
  [[nodiscard]] int const* counts() const { return counts_.data(); }
  [[nodiscard]] int const* offsets() const { return offsets_.data(); }
  [[nodiscard]] std::byte* memory() { return memory_.data(); }

private:
  std::vector<std::uint64_t> lengths_; ///< bytes
  std::vector<int> counts_, offsets_;  ///< units
  Bytes memory_;
};

/// One collective in two steps, lengths first, then contents, neither of which ever blocks. Whoever makes one asks
/// `done` again and again, asleep in between, until it is true.
class TwoSteps {
public:
  explicit TwoSteps(MPI_Comm ranks);
  virtual ~TwoSteps();
  TwoSteps(TwoSteps const&) = delete;
  TwoSteps& operator=(TwoSteps const&) = delete;

  [[nodiscard]] bool done();

protected:
  virtual void start_contents() = 0;

  MPI_Comm ranks_;
  int rank_ = 0;
  MPI_Request request_ = MPI_REQUEST_NULL;
  MPI_Datatype unit_ = MPI_DATATYPE_NULL;
  std::uint64_t own_length_ = 0;
  Bytes own_;       ///< of a rank other than 0: what it gets or gives
  Parcels parcels_; ///< of rank 0: everyone's

private:
  enum class Step { lengths, contents, done } step_ = Step::lengths;
};

/// Rank 0 gives each rank a message of its own (MPI_Iscatter, MPI_Iscatterv). Collective.
class Scatter final : public TwoSteps {
public:
  /// @param messages on rank 0 one a rank, in rank order, of which its own is empty; on the others none.
  explicit Scatter(MPI_Comm ranks, std::vector<Bytes> const& messages = {});
  /// On the others, once done: what rank 0 gave.
  [[nodiscard]] Bytes take();

private:
  void start_contents() override;
};

/// One message a rank for a Scatter, rank 0's empty. @param order of a worker's number
[[nodiscard]] std::vector<Bytes> orders_for(std::size_t workers, auto&& order) {
  std::vector<Bytes> messages(1);
  for (std::size_t worker = 0; worker < workers; ++worker) messages.push_back(encode(order(worker)));
  return messages;
}

/// Each rank gives rank 0 a message (MPI_Igather, MPI_Igatherv). Collective.
class Gather final : public TwoSteps {
public:
  /// @param message on rank 0 none.
  explicit Gather(MPI_Comm ranks, Bytes message = {});
  /// On rank 0, once done: one message a rank, in rank order, of which its own is empty.
  [[nodiscard]] std::vector<Bytes> take() const { return parcels_.messages(); }

private:
  void start_contents() override;
};

} // namespace rankfold::mpi
