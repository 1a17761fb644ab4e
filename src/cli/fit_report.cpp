#include "cli/fit_report.hpp"

#include "report/csv.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <ostream>

namespace rankfold::cli {
namespace {

using Json = nlohmann::ordered_json;

/// "80" for 80 percent.
std::string level_text(double level) { return fmt::format("{}", level); }

Json to_json(FitReport const& report) {
  if (!report.error.empty()) return {{"name", report.name}, {"error", report.error}};
  Json out{{"name", report.name},
           {"n", report.points},
           {"learner", report.learner},
           {"seconds", report.seconds},
           {"model", report.model}};
  if (!report.forecast) return out;
  out["forecast"] = report.forecast->mean;
  for (auto const& interval : report.forecast->intervals) {
    out["lower"][level_text(interval.level)] = interval.lower;
    out["upper"][level_text(interval.level)] = interval.upper;
  }
  return out;
}

class JsonPrinter final : public FitPrinter {
public:
  explicit JsonPrinter(std::ostream& out) : out_{out} {}

  void finish() override { out_ << (empty_ ? "[]\n" : "]\n"); }

private:
  /// A model's words may come from the data; JSON wants UTF-8.
  void show(FitReport const& report) override {
    out_ << (empty_ ? "[" : ",\n ") << to_json(report).dump(-1, ' ', false, Json::error_handler_t::replace);
    if (empty_) out_ << '\n';
    empty_ = false;
  }

  std::ostream& out_;
  bool empty_ = true;
};

class LinePrinter final : public FitPrinter {
public:
  explicit LinePrinter(std::ostream& out) : out_{out} {
    out_ << fmt::format("{:<32} {:>8} {:>9}  {}\n", "series", "points", "seconds", "forecast");
  }

  void finish() override { out_.flush(); }

private:
  void show(FitReport const& report) override {
    out_ << fmt::format("{:<32} {:>8} {:>9.3f}  {}\n", report.name, report.points, report.seconds, outcome(report));
  }

  static std::string outcome(FitReport const& report) {
    if (!report.error.empty()) return fmt::format("failed: {}", report.error);
    constexpr std::size_t shown = 6;
    auto const& mean = report.forecast->mean;
    std::string text;
    for (std::size_t h = 0; h < std::min(shown, mean.size()); ++h) text += fmt::format("{:.6g} ", mean[h]);
    return mean.size() > shown ? text + "..." : text;
  }

  std::ostream& out_;
};

class DetailPrinter final : public FitPrinter {
public:
  explicit DetailPrinter(std::ostream& out) : out_{out} {}

  void finish() override { out_.flush(); }

private:
  void show(FitReport const& report) override {
    if (!report.error.empty()) {
      out_ << fmt::format("{}: failed: {}\n", report.name, report.error);
      return;
    }
    out_ << fmt::format("{}: {} with {} points, {:.3f} s\n", report.name, report.learner, report.points,
                        report.seconds);
    for (auto const& [name, value] : report.model.items()) out_ << fmt::format("  {:<16} {}\n", name, value.dump());
    if (report.forecast) show(*report.forecast);
  }

  void show(learners::Forecast const& forecast) {
    out_ << fmt::format("\n{:>5} {:>12}", "step", "forecast");
    for (auto const& interval : forecast.intervals) {
      auto const level = level_text(interval.level);
      out_ << fmt::format(" {:>12} {:>12}", fmt::format("lower {}", level), fmt::format("upper {}", level));
    }
    for (std::size_t h = 0; h < forecast.mean.size(); ++h) {
      out_ << fmt::format("\n{:>5} {:>12.6g}", h + 1, forecast.mean[h]);
      for (auto const& interval : forecast.intervals) {
        out_ << fmt::format(" {:>12.6g} {:>12.6g}", interval.lower[h], interval.upper[h]);
      }
    }
    out_ << '\n';
  }

  std::ostream& out_;
};

/// A row a step: what a spreadsheet or a database takes. Series without a forecast have none.
class CsvPrinter final : public FitPrinter {
public:
  CsvPrinter(std::ostream& out, std::span<double const> levels) : out_{out} {
    std::vector<std::string> header{"name", "learner", "step", "forecast"};
    for (double const level : levels) {
      for (auto const* limit : {"lower", "upper"}) header.push_back(fmt::format("{}_{}", limit, level_text(level)));
    }
    out_ << report::csv_line(header);
  }

  void finish() override { out_.flush(); }

private:
  void show(FitReport const& report) override {
    if (!report.forecast) return;
    auto const& [mean, intervals] = *report.forecast;
    for (std::size_t h = 0; h < mean.size(); ++h) {
      std::vector<std::string> fields{report::csv_field(report.name), report::csv_field(report.learner),
                                      std::to_string(h + 1), report::csv_number(mean[h])};
      for (auto const& interval : intervals) {
        fields.push_back(report::csv_number(interval.lower[h]));
        fields.push_back(report::csv_number(interval.upper[h]));
      }
      out_ << report::csv_line(fields);
    }
  }

  std::ostream& out_;
};

} // namespace

std::unique_ptr<FitPrinter> csv_printer(std::ostream& out, std::span<double const> levels) {
  return std::make_unique<CsvPrinter>(out, levels);
}

std::unique_ptr<FitPrinter> json_printer(std::ostream& out) { return std::make_unique<JsonPrinter>(out); }

std::unique_ptr<FitPrinter> table_printer(std::ostream& out, std::size_t reports) {
  if (reports > 1) return std::make_unique<LinePrinter>(out);
  return std::make_unique<DetailPrinter>(out);
}

} // namespace rankfold::cli
