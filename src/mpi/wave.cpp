#include "mpi/wave.hpp"

#include <algorithm>
#include <limits>

namespace rankfold::mpi {
namespace {

std::uint64_t units(std::uint64_t bytes) { return (bytes + Parcels::unit_bytes - 1) / Parcels::unit_bytes; }

int int_units(std::uint64_t bytes) {
  expects(units(bytes) <= std::numeric_limits<int>::max(), "a message can be counted in units");
  return static_cast<int>(units(bytes));
}

int size_of(MPI_Comm ranks) {
  int size = 0;
  MPI_Comm_size(ranks, &size);
  return size;
}

} // namespace

void Parcels::lay_out(std::vector<std::uint64_t> lengths) {
  lengths_ = std::move(lengths);
  counts_.clear();
  offsets_.clear();
  std::uint64_t end = 0;
  for (auto const length : lengths_) {
    counts_.push_back(int_units(length));
    offsets_.push_back(int_units(end));
    end += units(length) * unit_bytes;
  }
  memory_.resize(end);
}

void Parcels::fill(std::vector<Bytes> const& messages) {
  std::vector<std::uint64_t> lengths;
  for (auto const& message : messages) lengths.push_back(message.size());
  lay_out(std::move(lengths));
  for (std::size_t i = 0; i < messages.size(); ++i) {
    std::ranges::copy(messages[i], memory_.begin() + offsets_[i] * std::ptrdiff_t{unit_bytes});
  }
}

std::vector<Bytes> Parcels::messages() const {
  std::vector<Bytes> messages;
  for (std::size_t i = 0; i < lengths_.size(); ++i) {
    auto const first = memory_.begin() + offsets_[i] * std::ptrdiff_t{unit_bytes};
    messages.emplace_back(first, first + static_cast<std::ptrdiff_t>(lengths_[i]));
  }
  return messages;
}

TwoSteps::TwoSteps(MPI_Comm ranks) : ranks_{ranks} {
  MPI_Comm_rank(ranks_, &rank_);
  MPI_Type_contiguous(Parcels::unit_bytes, MPI_BYTE, &unit_);
  MPI_Type_commit(&unit_);
}

TwoSteps::~TwoSteps() { MPI_Type_free(&unit_); }

bool TwoSteps::done() {
  while (step_ != Step::done) {
    int passed = 0;
    MPI_Test(&request_, &passed, MPI_STATUS_IGNORE);
    if (passed == 0) return false;
    if (step_ == Step::lengths) start_contents();
    step_ = step_ == Step::lengths ? Step::contents : Step::done;
  }
  return true;
}

Scatter::Scatter(MPI_Comm ranks, std::vector<Bytes> const& messages) : TwoSteps{ranks} {
  if (rank_ == 0) parcels_.fill(messages);
  MPI_Iscatter(parcels_.lengths().data(), 1, MPI_UINT64_T, &own_length_, 1, MPI_UINT64_T, 0, ranks_, &request_);
}

void Scatter::start_contents() {
  own_.resize(units(own_length_) * Parcels::unit_bytes);
  MPI_Iscatterv(parcels_.memory(), parcels_.counts(), parcels_.offsets(), unit_, own_.data(), int_units(own_length_),
                unit_, 0, ranks_, &request_);
}

Bytes Scatter::take() {
  own_.resize(own_length_);
  return std::move(own_);
}

Gather::Gather(MPI_Comm ranks, Bytes message) : TwoSteps{ranks} {
  own_ = std::move(message);
  own_length_ = own_.size();
  own_.resize(units(own_length_) * Parcels::unit_bytes);
  if (rank_ == 0) parcels_.lengths().resize(static_cast<std::size_t>(size_of(ranks_)));
  MPI_Igather(&own_length_, 1, MPI_UINT64_T, parcels_.lengths().data(), 1, MPI_UINT64_T, 0, ranks_, &request_);
}

void Gather::start_contents() {
  if (rank_ == 0) parcels_.lay_out(std::move(parcels_.lengths()));
  MPI_Igatherv(own_.data(), int_units(own_length_), unit_, parcels_.memory(), parcels_.counts(), parcels_.offsets(),
               unit_, 0, ranks_, &request_);
}

} // namespace rankfold::mpi
