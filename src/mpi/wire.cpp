#include "mpi/wire.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace rankfold::mpi {
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
    throw ContractViolation{"a message holds a value of no known type"};
  }
}

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

void put(ByteWriter& writer, Lesson const& lesson) {
  writer.put(lesson.job);
  writer.put(static_cast<std::uint64_t>(lesson.configurations.size()));
  for (auto const& configuration : lesson.configurations) put(writer, configuration);
}

Lesson get_lesson(ByteReader& reader) {
  Lesson lesson{reader.get<JobId>(), {}};
  lesson.configurations.resize(reader.get_count(2 * sizeof(std::uint64_t)));
  for (auto& configuration : lesson.configurations) configuration = get_configuration(reader);
  return lesson;
}

/// The part of a fold run that every one has; its metrics and its text follow.
struct RunHead {
  double started, fit_seconds, evaluate_seconds;
  float seconds;
  std::uint32_t number;
  std::uint32_t text_bytes;
  State state;
  roles::Cause cause;
  std::uint8_t metrics; ///< that follow; the rest is NaN
};

std::uint8_t metrics_in_use(std::array<double, job::max_metrics> const& metrics) {
  auto const last = std::find_if(metrics.rbegin(), metrics.rend(), [](double value) { return !std::isnan(value); });
  return static_cast<std::uint8_t>(metrics.rend() - last);
}

void put(ByteWriter& writer, FoldRun const& run) {
  auto const& result = run.result;
  auto const metrics = metrics_in_use(result.metrics);
  writer.put(RunHead{result.started, result.fit_seconds, result.evaluate_seconds, run.seconds, run.number,
                     static_cast<std::uint32_t>(result.text.size()), result.state, result.cause, metrics});
  writer.put_raw(std::span<double const>{result.metrics}.first(metrics));
  writer.put_raw(std::span<char const>{result.text});
}

FoldRun get_run(ByteReader& reader) {
  auto const head = reader.get<RunHead>();
  expects(head.metrics <= job::max_metrics, "a fold has no more metrics than a job may have");
  expects(head.state == State::complete || head.state == State::failed, "a fold that was run is complete or failed");
  FoldRun run{head.number, head.seconds, {}};
  expects(static_cast<std::size_t>(head.cause) < roles::cause_names.size(), "a fold failed for a known cause");
  run.result.state = head.state;
  run.result.cause = head.cause;
  run.result.started = head.started;
  run.result.fit_seconds = head.fit_seconds;
  run.result.evaluate_seconds = head.evaluate_seconds;
  reader.get_raw(std::span{run.result.metrics}.first(head.metrics));
  run.result.text = reader.get_text(head.text_bytes);
  return run;
}

} // namespace

Bytes encode(Order const& order) {
  ByteWriter writer;
  writer.put(order.kind);
  writer.put(order.number);
  writer.put(static_cast<std::uint64_t>(order.lessons.size()));
  for (auto const& lesson : order.lessons) put(writer, lesson);
  writer.put_items(std::span<roles::FoldRequest const>{order.requests});
  return writer.take();
}

Order decode_order(ByteView message) {
  ByteReader reader{message};
  Order order;
  order.kind = reader.get<Order::Kind>();
  expects(order.kind <= Order::Kind::leave, "an order is of a known kind");
  order.number = reader.get<std::int64_t>();
  order.lessons.resize(reader.get_count(sizeof(JobId)));
  for (auto& lesson : order.lessons) lesson = get_lesson(reader);
  order.requests = reader.get_items<roles::FoldRequest>();
  reader.finish();
  return order;
}

Bytes encode(Report const& report) {
  ByteWriter writer;
  writer.put(report.kind);
  writer.put(report.given_back);
  writer.put(static_cast<std::uint64_t>(report.runs.size()));
  for (auto const& run : report.runs) put(writer, run);
  return writer.take();
}

Report decode_report(ByteView message) {
  ByteReader reader{message};
  Report report;
  report.kind = reader.get<Report::Kind>();
  expects(report.kind <= Report::Kind::farewell, "a report is of a known kind");
  report.given_back = reader.get<std::uint64_t>();
  auto const count = reader.get_count(sizeof(RunHead));
  report.runs.reserve(count);
  for (std::size_t i = 0; i < count; ++i) report.runs.push_back(get_run(reader));
  reader.finish();
  return report;
}

} // namespace rankfold::mpi
