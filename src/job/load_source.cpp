#include "job/read_job.hpp"

#include "support/error.hpp"
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>

namespace rankfold::job {
namespace {

/// Far above any job file (30,000 selected series take 1 MiB), far below what would trouble a login node.
constexpr std::size_t most_bytes = std::size_t{16} << 20;

std::string read_bytes(std::ifstream& file) {
  std::string text;
  std::vector<char> block(std::size_t{64} << 10);
  while (file && text.size() <= most_bytes) {
    file.read(block.data(), static_cast<std::streamsize>(block.size()));
    text.append(block.data(), static_cast<std::size_t>(file.gcount()));
  }
  return text;
}

} // namespace

JobSource load_source(std::filesystem::path const& path, std::vector<std::string> overrides) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    throw JobError{fmt::format("{}: is a folder; a job file is needed", path.string())};
  }
  errno = 0;
  std::ifstream file{path, std::ios::binary};
  if (!file) throw JobError{fmt::format("{}: cannot read the job file: {}", path.string(), std::strerror(errno))};
  auto text = read_bytes(file);
  if (file.bad()) throw JobError{fmt::format("{}: cannot read the job file: {}", path.string(), std::strerror(errno))};
  if (text.size() > most_bytes) {
    throw JobError{fmt::format("{}: is no job file: larger than {} MiB", path.string(), most_bytes >> 20)};
  }
  return {path, std::move(text), std::move(overrides)};
}

} // namespace rankfold::job
