#include "cli/predicted_rows.hpp"

#include "report/csv.hpp"
#include "report/text_table.hpp"
#include "report/value_json.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <ostream>
#include <span>

namespace rankfold::cli {
namespace {

using Json = nlohmann::ordered_json;

std::span<double const> probabilities(PredictedRows const& predicted, std::size_t row) {
  auto const classes = predicted.predictions.classes;
  return std::span{predicted.predictions.values}.subspan(row * classes, classes);
}

Json to_json(PredictedRows const& predicted) {
  Json out{{"name", predicted.name},
           {"n", predicted.rows()},
           {"learner", predicted.learner},
           {"seconds", predicted.seconds},
           {"model", predicted.model}};
  if (predicted.predictions.classes == 0) {
    out["prediction"] = predicted.predictions.values;
    return out;
  }
  auto& labels = out["prediction"] = Json::array();
  for (std::size_t row = 0; row < predicted.rows(); ++row) labels.push_back(predicted.prediction(row));
  out["classes"] = predicted.target.categories;
  auto& shares = out["probability"] = Json::array();
  for (std::size_t row = 0; row < predicted.rows(); ++row) shares.push_back(probabilities(predicted, row));
  return out;
}

std::vector<std::string> header(PredictedRows const& predicted) {
  std::vector<std::string> names{"row", "prediction"};
  for (auto const& name : predicted.target.categories) names.push_back("p_" + name);
  return names;
}

/// @param number how a number is written
std::vector<std::string> cells(PredictedRows const& predicted, std::size_t row, std::string (*number)(double)) {
  if (predicted.predictions.classes == 0) {
    return {std::to_string(row + 1), number(predicted.predictions.values[row])};
  }
  std::vector<std::string> out{std::to_string(row + 1), predicted.prediction(row)};
  for (double const share : probabilities(predicted, row)) out.push_back(number(share));
  return out;
}

void print_csv(PredictedRows const& predicted, std::ostream& out) {
  auto const line = [&](std::vector<std::string> fields) {
    std::ranges::transform(fields, fields.begin(), report::csv_field);
    out << report::csv_line(fields);
  };
  line(header(predicted));
  for (std::size_t row = 0; row < predicted.rows(); ++row) line(cells(predicted, row, report::csv_number));
}

void print_table(PredictedRows const& predicted, std::ostream& out) {
  report::TextTable table;
  for (auto const& name : header(predicted)) table.column(name, report::TextTable::Align::right);
  for (std::size_t row = 0; row < predicted.rows(); ++row) table.row(cells(predicted, row, report::short_number));
  out << fmt::format("{}: {} of {} for {} rows\n", predicted.name, predicted.learner, predicted.target.name,
                     predicted.rows())
      << table.text();
}

} // namespace

std::size_t PredictedRows::rows() const {
  return predictions.values.size() / std::max<std::size_t>(1, predictions.classes);
}

std::string PredictedRows::prediction(std::size_t row) const {
  if (predictions.classes == 0) return fmt::format("{}", predictions.values[row]);
  auto const shares = probabilities(*this, row);
  return target.categories[static_cast<std::size_t>(std::ranges::max_element(shares) - shares.begin())];
}

void print(PredictedRows const& predicted, std::string const& format, std::ostream& out) {
  if (format == "csv") return print_csv(predicted, out);
  if (format == "table") return print_table(predicted, out);
  out << '[' << report::dump(to_json(predicted)) << "]\n";
}

} // namespace rankfold::cli
