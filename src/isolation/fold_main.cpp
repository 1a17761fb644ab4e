#include "isolation/fold_server.hpp"
#include "isolation/server_process.hpp"
#include <array>
#include <charconv>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <sys/prctl.h>
#include <unistd.h>
#include <vector>

namespace {

/// What a worker had open when it started this process is none of this one's business.
void close_all_else() {
  std::vector<int> open;
  for (auto const& entry : std::filesystem::directory_iterator{"/proc/self/fd"}) {
    open.push_back(std::stoi(entry.path().filename().string()));
  }
  for (int const number : open) {
    if (number > rankfold::isolation::server_socket) ::close(number);
  }
}

/// @return whether the worker that started this process still lives, and this one ends when it does.
bool ends_with(char const* pid) {
  pid_t worker = 0;
  std::from_chars(pid, pid + std::strlen(pid), worker);
  return ::prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && ::getppid() == worker;
}

} // namespace

/// Runs folds for the worker that starts it: rankfold-fold PID-OF-THE-WORKER
int main(int argc, char** argv) {
  using namespace rankfold::isolation;
  if (argc != 2 || !ends_with(argv[1])) {
    std::cerr << "rankfold-fold: rankfold itself starts this program, to run folds in processes of their own\n";
    return 2;
  }
  try {
    close_all_else();
    serve_folds(Channel{rankfold::Descriptor{server_socket}});
  } catch (std::exception const& failure) {
    std::cerr << "rankfold-fold: " << failure.what() << std::endl;
    return 1;
  }
  return 0;
}
