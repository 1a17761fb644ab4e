#pragma once

#include "data/read_data.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>
#include <zlib.h>

namespace rankfold::testing {

/// A folder of its own for the files of one test, removed with it.
class ScratchFolder {
public:
  ScratchFolder() {
    auto pattern = (std::filesystem::temp_directory_path() / "rankfold-data-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  ScratchFolder(ScratchFolder const&) = delete;
  ScratchFolder& operator=(ScratchFolder const&) = delete;
  ~ScratchFolder() { std::filesystem::remove_all(path_); }

  [[nodiscard]] std::filesystem::path file(std::string const& name) const { return path_ / name; }

  std::filesystem::path write(std::string const& name, std::string_view bytes) const {
    std::filesystem::remove(file(name)); // some file systems wait for the disk when a file is emptied and written anew
    std::ofstream{file(name), std::ios::binary} << bytes;
    return file(name);
  }

  std::filesystem::path write_gzip(std::string const& name, std::string_view bytes) const {
    gzFile const out = gzopen(file(name).c_str(), "wb1");
    gzwrite(out, bytes.data(), static_cast<unsigned>(bytes.size()));
    gzclose(out);
    return file(name);
  }

  [[nodiscard]] std::string read(std::string const& name) const {
    std::ifstream in{file(name), std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
  }

private:
  std::filesystem::path path_;
};

inline job::DataSpec long_spec(std::filesystem::path const& path, std::string id = "id", std::string time = "t") {
  job::DataSpec spec;
  spec.kind = job::DataKind::series;
  spec.path = path;
  spec.id = std::move(id);
  spec.time = std::move(time);
  spec.target = "y";
  return spec;
}

inline job::DataSpec wide_spec(std::filesystem::path const& path, std::string id = "id") {
  job::DataSpec spec;
  spec.kind = job::DataKind::series;
  spec.layout = job::DataSpec::Layout::wide;
  spec.path = path;
  spec.id = std::move(id);
  return spec;
}

inline job::DataSpec table_spec(std::filesystem::path const& path, std::string target = "y") {
  job::DataSpec spec;
  spec.kind = job::DataKind::table;
  spec.path = path;
  spec.target = std::move(target);
  return spec;
}

/// The message of the JobError that `call` throws, with the scratch folder's name taken out of it.
inline std::string mistake_of(std::function<void()> const& call) {
  try {
    call();
  } catch (JobError const& mistake) {
    std::string text = mistake.what();
    auto const begin = text.find(std::filesystem::temp_directory_path() / "rankfold-data-");
    if (begin == std::string::npos) return text;
    return text.erase(begin, text.find('/', begin + (std::filesystem::temp_directory_path() / "x").native().size()) +
                                 1 - begin);
  }
  return "no JobError";
}

inline std::string mistake_in(job::DataSpec const& spec, job::ValidationSpec const& validation = {}) {
  return mistake_of([&] { (void)data::read_data(spec, validation); });
}

inline std::vector<double> values_of(data::Series const& series) {
  return {series.values.begin(), series.values.end()};
}

inline std::vector<std::string> names_of(data::Dataset const& dataset) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < dataset.series_count(); ++i) names.emplace_back(dataset.series(i).name);
  return names;
}

} // namespace rankfold::testing
