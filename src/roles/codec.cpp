#include "roles/codec.hpp"

#include <algorithm>
#include <cmath>

namespace rankfold::roles {
namespace {

void put(ByteWriter& writer, Value const& value);

void put_alternative(ByteWriter& writer, std::string const& text) { writer.put_text(text); }
void put_alternative(ByteWriter& writer, ValueList const& list) {
  writer.put(static_cast<std::uint64_t>(list.size()));
  for (auto const& item : list) put(writer, item);
}
template <Plain T> void put_alternative(ByteWriter& writer, T value) { writer.put(value); }

void put(ByteWriter& writer, Value const& value) {
  writer.put(static_cast<std::uint8_t>(value.index()));
  std::visit([&](auto const& held) { put_alternative(writer, held); },
             static_cast<std::variant<bool, std::int64_t, double, std::string, ValueList> const&>(value));
}

Value get_value(ByteReader& reader);

ValueList get_list(ByteReader& reader) {
  ValueList list(reader.get_count(1));
  for (auto& item : list) item = get_value(reader);
  return list;
}

Value get_value(ByteReader& reader) {
  switch (reader.get<std::uint8_t>()) {
  case 0:
    return reader.get<std::uint8_t>() != 0;
  case 1:
    return reader.get<std::int64_t>();
  case 2:
    return reader.get<double>();
  case 3:
    return reader.get_text();
  case 4:
    return get_list(reader);
  default:
    throw MessageError{"a message holds a value of no known type"};
  }
}

/// The part of a result that every one has; its metrics and its text follow.
struct ResultHead {
  double started, fit_seconds, evaluate_seconds;
  std::uint32_t text_bytes;
  State state;
  Cause cause;
  std::uint8_t metrics; ///< that follow; the rest is NaN
};

std::uint8_t metrics_in_use(std::array<double, job::max_metrics> const& metrics) {
  auto const last = std::find_if(metrics.rbegin(), metrics.rend(), [](double value) { return !std::isnan(value); });
  return static_cast<std::uint8_t>(metrics.rend() - last);
}

} // namespace

void put(ByteWriter& writer, Configuration const& configuration) {
  writer.put_text(configuration.learner);
  writer.put(static_cast<std::uint64_t>(configuration.parameters.size()));
  for (auto const& [name, value] : configuration.parameters) {
    writer.put_text(name);
    put(writer, value);
  }
}

Configuration get_configuration(ByteReader& reader) {
  Configuration configuration{reader.get_text(), {}};
  for (auto count = reader.get_count(sizeof(std::uint64_t)); count > 0; --count) {
    auto name = reader.get_text();
    configuration.parameters.emplace(std::move(name), get_value(reader));
  }
  return configuration;
}

void put(ByteWriter& writer, ConfigurationId id, Configuration const& configuration) {
  writer.put(id);
  put(writer, configuration);
}

Bytes encode(std::span<NumberedConfiguration const> configurations) {
  ByteWriter writer;
  for (auto const& [id, configuration] : configurations) put(writer, id, configuration);
  return writer.take();
}

std::vector<NumberedConfiguration> decode_configurations(ByteView message) {
  std::vector<NumberedConfiguration> configurations;
  for (ByteReader reader{message}; !reader.at_end();) {
    auto const id = reader.get<ConfigurationId>();
    require_message(id.exists(), "a configuration has a number");
    configurations.push_back({id, get_configuration(reader)});
  }
  return configurations;
}

void put(ByteWriter& writer, job::JobSource const& source) {
  writer.put_text(source.path.native());
  writer.put_text(source.text);
  writer.put(static_cast<std::uint64_t>(source.overrides.size()));
  for (auto const& assignment : source.overrides) writer.put_text(assignment);
}

job::JobSource get_source(ByteReader& reader) {
  job::JobSource source;
  source.path = reader.get_text();
  source.text = reader.get_text();
  source.overrides.resize(reader.get_count(sizeof(std::uint64_t)));
  for (auto& assignment : source.overrides) assignment = reader.get_text();
  return source;
}

void put(ByteWriter& writer, FoldResult const& result) {
  auto const metrics = metrics_in_use(result.metrics);
  writer.put(ResultHead{result.started, result.fit_seconds, result.evaluate_seconds,
                        static_cast<std::uint32_t>(result.text.size()), result.state, result.cause, metrics});
  writer.put_raw(std::span<double const>{result.metrics}.first(metrics));
  writer.put_raw(std::span<char const>{result.text});
}

FoldResult get_result(ByteReader& reader) {
  auto const head = reader.get<ResultHead>();
  require_message(head.metrics <= job::max_metrics, "a fold has no more metrics than a job may have");
  require_message(head.state == State::complete || head.state == State::failed,
                  "a fold that was run is complete or failed");
  require_message(static_cast<std::size_t>(head.cause) < cause_names.size(), "a fold failed for a known cause");
  FoldResult result;
  result.state = head.state;
  result.cause = head.cause;
  result.started = head.started;
  result.fit_seconds = head.fit_seconds;
  result.evaluate_seconds = head.evaluate_seconds;
  reader.get_raw(std::span{result.metrics}.first(head.metrics));
  result.text = reader.get_text(head.text_bytes);
  return result;
}

} // namespace rankfold::roles
