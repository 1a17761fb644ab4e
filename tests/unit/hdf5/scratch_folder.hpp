#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace rankfold::test {

/// A folder of its own for each test, gone afterwards.
class ScratchFolder {
public:
  ScratchFolder() {
    auto name = (std::filesystem::temp_directory_path() / "rankfold-test-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~ScratchFolder() { std::filesystem::remove_all(path_); }
  ScratchFolder(ScratchFolder const&) = delete;
  ScratchFolder& operator=(ScratchFolder const&) = delete;

  [[nodiscard]] std::filesystem::path operator/(std::string const& name) const { return path_ / name; }
  [[nodiscard]] std::filesystem::path const& path() const { return path_; }
  std::filesystem::path make_file(std::string const& name, std::string const& content = {}) const {
    std::ofstream{path_ / name, std::ios::binary} << content;
    return path_ / name;
  }

private:
  std::filesystem::path path_;
};

} // namespace rankfold::test
