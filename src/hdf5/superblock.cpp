#include "hdf5/superblock.hpp"

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <unistd.h>

namespace rankfold::hdf5 {
namespace {

// Superblock version 3 (HDF5 File Format Specification 3.0, section II.A) with offsets of 8 bytes, at the file's begin.
constexpr std::size_t version_at = 8, offset_size_at = 9, flags_at = 11, checksum_at = 44, superblock_size = 48;
constexpr std::array<std::uint8_t, 8> signature{0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

using Superblock = std::array<std::uint8_t, superblock_size>;

std::uint32_t word(Superblock const& block, std::size_t at) {
  return block[at] | std::uint32_t{block[at + 1]} << 8 | std::uint32_t{block[at + 2]} << 16 |
         std::uint32_t{block[at + 3]} << 24;
}

void set_word(Superblock& block, std::size_t at, std::uint32_t value) {
  for (std::size_t i = 0; i < 4; ++i) block[at + i] = static_cast<std::uint8_t>(value >> (8 * i));
}

void mix(std::uint32_t& a, std::uint32_t& b, std::uint32_t& c) {
  constexpr std::array turns{4, 6, 8, 16, 19, 4};
  for (int const turn : turns) { // the three words take their parts in turn
    a = (a - c) ^ std::rotl(c, turn);
    c += b;
    std::swap(a, b);
    std::swap(b, c);
  }
}

void finish(std::uint32_t& a, std::uint32_t& b, std::uint32_t& c) {
  constexpr std::array turns{14, 11, 25, 16, 4, 14, 24};
  for (int const turn : turns) {
    c = (c ^ b) - std::rotl(b, turn);
    std::swap(c, b);
    std::swap(c, a);
  }
  std::swap(a, c);
  std::swap(b, c);
}

/// The format's checksum, Bob Jenkins' hash lookup3 (2006), of the 44 bytes before it: blocks of 12, a last one of 8.
std::uint32_t checksum(Superblock const& block) {
  std::uint32_t a = 0xdeadbeefU + checksum_at, b = a, c = a;
  std::size_t at = 0;
  for (; checksum_at - at > 12; at += 12) {
    a += word(block, at);
    b += word(block, at + 4);
    c += word(block, at + 8);
    mix(a, b, c);
  }
  a += word(block, at);
  b += word(block, at + 4);
  finish(a, b, c);
  return c;
}

bool is_known(Superblock const& block) {
  return std::memcmp(block.data(), signature.data(), signature.size()) == 0 && block[version_at] == 3 &&
         block[offset_size_at] == 8 && word(block, checksum_at) == checksum(block);
}

} // namespace

bool clear_write_mark(int descriptor) {
  Superblock block{};
  if (::pread(descriptor, block.data(), block.size(), 0) != static_cast<ssize_t>(block.size())) return false;
  if (!is_known(block)) return false;
  if (block[flags_at] == 0) return true;
  block[flags_at] = 0;
  set_word(block, checksum_at, checksum(block));
  return ::pwrite(descriptor, block.data(), block.size(), 0) == static_cast<ssize_t>(block.size());
}

} // namespace rankfold::hdf5
