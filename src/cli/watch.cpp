#include "cli/options.hpp"
#include "client/job_status.hpp"
#include "report/progress.hpp"
#include "support/clock.hpp"
#include "support/error.hpp"
#include "support/stop_signal.hpp"
#include <chrono>
#include <cstdio>
#include <fmt/format.h>
#include <iostream>
#include <thread>
#include <unistd.h>

namespace rankfold::cli {
namespace {

constexpr std::size_t trials_shown = 10;
constexpr std::chrono::milliseconds between_looks{1000}, between_signals{100};

/// On a terminal each view takes the place of the one before; in a log it follows where something has changed.
class Screen {
public:
  void show(std::string const& view) {
    if (view == last_) return;
    if (is_terminal_) std::cout << "\x1b[H\x1b[2J"; // to the upper left corner, and nothing below it
    std::cout << view << std::flush;
    last_ = view;
  }

private:
  bool is_terminal_ = ::isatty(STDOUT_FILENO) != 0;
  std::string last_;
};

std::string bar(results::ProgressRecord const& progress) {
  constexpr std::int64_t width = 50;
  if (progress.folds == 0) return {};
  auto const filled = static_cast<std::size_t>(width * progress.folds_done / progress.folds);
  return fmt::format("[{}{}] {:.1f} %\n", std::string(filled, '#'), std::string(width - filled, '.'),
                     100.0 * static_cast<double>(progress.folds_done) / static_cast<double>(progress.folds));
}

/// @return false where the user wants no more of it.
bool pause() {
  for (auto waited = std::chrono::milliseconds{0}; waited < between_looks; waited += between_signals) {
    if (StopSignal::requested()) return false;
    std::this_thread::sleep_for(between_signals);
  }
  return true;
}

int exit_code_of(report::Leaderboard const& board) {
  if (board.status == to_string(State::complete)) return success;
  return board.status == to_string(State::failed) ? no_result : interrupted;
}

} // namespace

int watch(Arguments const& arguments) {
  auto options = result_file_options("rankfold watch",
                                     "Shows a job's progress and its best trials until it ends.\n"
                                     "Ctrl-C ends the view, not the job.\n",
                                     "RESULT.h5|ID");
  auto const parsed = parse_with_result_file(options, arguments);
  if (!parsed) return success;
  StopSignal const stop;
  Screen screen;
  for (;;) {
    auto const status = client::status_of((*parsed)["result"].as<std::string>());
    screen.show(bar(status.board.progress) + report::to_table(status.board, trials_shown));
    if (status.is_over) return exit_code_of(status.board);
    if (!pause()) return success;
  }
}

} // namespace rankfold::cli
