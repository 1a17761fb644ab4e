#include "learners/stored_table_model.hpp"

#include "support/error.hpp"
#include <algorithm>

namespace rankfold::learners {
namespace {

using Json = nlohmann::ordered_json;
using Column = data::TableSchema::Column;

Json to_json(Column const& column) { return {{"name", column.name}, {"categories", column.categories}}; }

Column column_from(Json const& json) {
  Column column{json.at("name").get<std::string>(), json.at("categories").get<std::vector<std::string>>()};
  if (!std::ranges::is_sorted(column.categories)) throw JobError{"categories are out of order"};
  return column;
}

} // namespace

Json stored_state(data::Dataset const& table, FittedTableModel const& model) {
  auto const schema = data::schema_of(table);
  Json features = Json::array();
  for (auto const& feature : schema.features) features.push_back(to_json(feature));
  return {{"features", std::move(features)}, {"target", to_json(schema.target)}, {"model", model.state()}};
}

StoredTableModel restore_stored(TableLearner const& learner, Json const& stored) {
  StoredTableModel found;
  for (auto const& feature : stored.at("features")) found.schema.features.push_back(column_from(feature));
  found.schema.target = column_from(stored.at("target"));
  found.model = learner.restore(stored.at("model"));
  return found;
}

} // namespace rankfold::learners
