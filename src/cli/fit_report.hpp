#pragma once

#include "learners/learner.hpp"
#include <cstddef>
#include <iosfwd>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>

namespace rankfold::cli {

/// What `fit` and `predict` have to tell of one series, or `fit` of a table.
struct FitReport {
  std::string name;
  std::size_t points = 0; ///< or rows
  std::string learner;
  double seconds = 0;
  nlohmann::ordered_json model;               ///< as the learner describes it
  std::optional<learners::Forecast> forecast; ///< of a series
  std::string error;                          ///< why there is none of it; empty if there is
};

/// Shows reports one by one, as they come.
class FitPrinter {
public:
  virtual ~FitPrinter() = default;
  /// @return whether there was no error.
  bool print(FitReport const& report) {
    show(report);
    return report.error.empty();
  }
  virtual void finish() = 0;

private:
  virtual void show(FitReport const& report) = 0;
};

/// One array with an object for each report; the names are a contract, see docs/learners.md.
[[nodiscard]] std::unique_ptr<FitPrinter> json_printer(std::ostream& out);

/// A row a step, with the limits of each level; nothing of reports with an error.
[[nodiscard]] std::unique_ptr<FitPrinter> csv_printer(std::ostream& out, std::span<double const> levels);

/// For people: a line for each of several series, or all there is to say of a single one.
[[nodiscard]] std::unique_ptr<FitPrinter> table_printer(std::ostream& out, std::size_t reports);

} // namespace rankfold::cli
