#include "mpi/exit_code_file.hpp"

#include "mpi/scope.hpp"
#include "support/error.hpp"
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fmt/format.h>
#include <fstream>
#include <string>
#include <unistd.h>

namespace rankfold::mpi {
namespace {

std::filesystem::path file_in(std::filesystem::path const& folder) { return folder / "exit_code"; }

constexpr char begun[] = "begun";

void write_down(auto const& word) {
  char const* path = std::getenv(exit_code_variable);
  if (path == nullptr || !is_launched() || !is_first_rank()) return;
  std::ofstream{path} << word << '\n';
}

} // namespace

void note_begun() { write_down(begun); }

void leave_exit_code(int exit_code) { write_down(exit_code); }

ExitCodeFile::ExitCodeFile() {
  auto name = (std::filesystem::temp_directory_path() / "rankfold-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) {
    throw SystemError{fmt::format("cannot make a folder '{}': {}", name, std::strerror(errno))};
  }
  folder_ = name;
  setenv(exit_code_variable, file_in(folder_).c_str(), /*overwrite=*/1);
}

ExitCodeFile::~ExitCodeFile() {
  std::error_code ignored; // what is left behind is a few bytes among the temporary files
  std::filesystem::remove_all(folder_, ignored);
}

std::optional<int> ExitCodeFile::read() const {
  std::ifstream file{file_in(folder_)};
  int exit_code = 0;
  return file >> exit_code ? std::optional{exit_code} : std::nullopt;
}

bool ExitCodeFile::was_begun() const {
  std::ifstream file{file_in(folder_)};
  std::string word;
  return file >> word && word == begun;
}

} // namespace rankfold::mpi
