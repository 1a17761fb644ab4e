#pragma once

#include "hdf5/handle.hpp"
#include <cstdint>
#include <string>

namespace rankfold::hdf5 {

/// A damaged or hostile file may claim any size. No filter packs better than 1:1032 (deflate's limit), so what is much
/// more than that times what is stored is nothing but fill values, and nobody meant to read it.
/// @throws JobError if `values` of `value_bytes` each cannot be in the dataset.
void check_claim(Identifier dataset, std::string const& place, std::uint64_t values, std::size_t value_bytes);

} // namespace rankfold::hdf5
