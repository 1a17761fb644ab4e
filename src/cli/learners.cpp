#include "learners/registry.hpp"

#include "cli/options.hpp"
#include "job/hyperparameter.hpp"
#include "support/error.hpp"
#include "support/text.hpp"
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <iostream>
#include <nlohmann/json.hpp>

namespace rankfold::cli {
namespace {

using Json = nlohmann::ordered_json;
using Type = job::HyperparameterInfo::Type;

std::string_view kind_name(job::DataKind kind) {
  switch (kind) {
  case job::DataKind::series:
    return "series";
  case job::DataKind::table:
    return "table";
  case job::DataKind::none:
    return "none";
  }
  return {};
}

std::vector<std::string_view> kind_names(job::LearnerInfo const& learner) {
  std::vector<std::string_view> names;
  for (auto const kind : learner.kinds) names.push_back(kind_name(kind));
  return names;
}

std::string_view type_name(Type type) {
  switch (type) {
  case Type::boolean:
    return "boolean";
  case Type::integer:
    return "integer";
  case Type::real:
    return "real";
  case Type::text:
    return "text";
  case Type::integer_list:
    return "integer list";
  case Type::real_list:
    return "real list";
  }
  return {};
}

job::LearnerInfo const& named_learner(std::string const& name) {
  if (auto const* learner = job::find_learner(learners::catalogue(), name)) return *learner;
  std::vector<std::string> known;
  for (auto const& learner : learners::catalogue()) known.push_back(learner.name);
  throw JobError{fmt::format("rankfold learners: unknown learner '{}' (known: {}){}", name, fmt::join(known, ", "),
                             did_you_mean(name, known))};
}

std::string default_text(job::HyperparameterInfo const& info) {
  return info.required ? "none: required" : to_text(info.default_value);
}

void print_list() {
  std::size_t width = 0;
  for (auto const& learner : learners::catalogue()) width = std::max(width, learner.name.size());
  for (auto const& learner : learners::catalogue()) {
    std::cout << fmt::format("{:<{}}  {:<6}  {}\n", learner.name, width, fmt::join(kind_names(learner), ","),
                             learner.summary);
  }
  std::cout << "\n'rankfold learners NAME' shows a learner's hyperparameters.\n";
}

/// The text in lines of at most 100 characters, cut at spaces, with what follows the first line indented.
std::string wrapped(std::string_view text, std::size_t indent) {
  constexpr std::size_t width = 100;
  std::string out(indent, ' ');
  std::size_t column = indent;
  while (!text.empty()) {
    auto const length = std::min(text.find(' '), text.size());
    if (column > indent && column + 1 + length > width) {
      out += fmt::format("\n{:{}}", "", indent + 2);
      column = indent + 2;
    } else if (column > indent) {
      out += ' ';
      ++column;
    }
    out += text.substr(0, length);
    column += length;
    text.remove_prefix(std::min(length + 1, text.size()));
  }
  return out + '\n';
}

void print_hyperparameter(job::HyperparameterInfo const& info) {
  std::cout << "\n  " << info.name << '\n'
            << wrapped(info.description, 6) << wrapped("accepts: " + job::accepted_values(info), 6)
            << wrapped(fmt::format("type: {}", type_name(info.type)), 6)
            << wrapped("default: " + default_text(info), 6);
}

void print_learner(job::LearnerInfo const& learner) {
  std::cout << fmt::format("{}: {}\n", learner.name, learner.summary)
            << fmt::format("for data of kind {}; version {}\n", fmt::join(kind_names(learner), ", "), learner.version)
            << wrapped("source: " + learner.source, 0);
  if (learner.warm_starts) std::cout << "folds start from one another: 'chain' in [validation]\n";
  if (learner.hyperparameters.empty()) std::cout << "\nIt has no hyperparameters.\n";
  for (auto const& info : learner.hyperparameters) print_hyperparameter(info);
}

/// Null for a bound that is not there: JSON has no infinity.
Json bound(double number, Type type) {
  if (!std::isfinite(number)) return nullptr;
  return type == Type::real || type == Type::real_list ? Json(number) : Json(static_cast<std::int64_t>(number));
}

Json to_json(job::HyperparameterInfo const& info) {
  Json json{{"name", info.name}, {"type", type_name(info.type)}, {"required", info.required}};
  json["default"] = info.required ? Json(nullptr) : Json::parse(to_text(info.default_value), nullptr, false);
  json["minimum"] = bound(info.minimum, info.type);
  json["maximum"] = bound(info.maximum, info.type);
  json["choices"] = info.choices;
  json["accepts"] = job::accepted_values(info);
  json["description"] = info.description;
  return json;
}

Json to_json(job::LearnerInfo const& learner) {
  Json json{{"name", learner.name}, {"kinds", kind_names(learner)}, {"summary", learner.summary}};
  json["source"] = learner.source;
  json["version"] = learner.version;
  json["warm_starts"] = learner.warm_starts;
  json["hyperparameters"] = Json::array();
  for (auto const& info : learner.hyperparameters) json["hyperparameters"].push_back(to_json(info));
  return json;
}

void print_json(std::string const& name) {
  Json json = Json::array();
  if (name.empty()) {
    for (auto const& learner : learners::catalogue()) json.push_back(to_json(learner));
  } else {
    json = to_json(named_learner(name));
  }
  std::cout << json.dump(2) << '\n';
}

cxxopts::Options learners_options() {
  cxxopts::Options options{"rankfold learners", "What can be searched: the learners of this build.\n"};
  options.add_options()                                                                                    //
      ("name", "One learner: shows its hyperparameters", cxxopts::value<std::string>()->default_value("")) //
      ("format", "table or json", cxxopts::value<std::string>()->default_value("table"));
  options.parse_positional({"name"});
  options.positional_help("[NAME]");
  return options;
}

} // namespace

int learners(Arguments const& arguments) {
  auto options = learners_options();
  auto const parsed = parse(options, arguments);
  if (!parsed) return success;
  auto const name = (*parsed)["name"].as<std::string>();
  if (choice(*parsed, "format", {"table", "json"}) == "json") {
    print_json(name);
  } else if (name.empty()) {
    print_list();
  } else {
    print_learner(named_learner(name));
  }
  return success;
}

} // namespace rankfold::cli
