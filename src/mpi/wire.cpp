#include "mpi/wire.hpp"

#include "roles/codec.hpp"

namespace rankfold::mpi {
namespace {

void put(ByteWriter& writer, Lesson const& lesson) {
  writer.put(lesson.job);
  writer.put_items(ByteView{lesson.configurations});
}

Lesson get_lesson(ByteReader& reader) {
  auto const job = reader.get<JobId>();
  return {job, reader.get_items<std::byte>()};
}

void put(ByteWriter& writer, FoldRun const& run) {
  writer.put(run.number);
  writer.put(run.seconds);
  roles::put(writer, run.result);
}

FoldRun get_run(ByteReader& reader) {
  auto const number = reader.get<std::uint32_t>();
  auto const seconds = reader.get<float>();
  return {number, seconds, roles::get_result(reader)};
}

constexpr std::size_t least_run_bytes = sizeof(std::uint32_t) + sizeof(float);

} // namespace

Bytes encode(Order const& order) {
  ByteWriter writer;
  writer.put(order.kind);
  writer.put(order.number);
  writer.put(static_cast<std::uint64_t>(order.lessons.size()));
  for (auto const& lesson : order.lessons) put(writer, lesson);
  writer.put_items(std::span<roles::FoldRequest const>{order.requests});
  writer.put_items(ByteView{order.job});
  return writer.take();
}

Order decode_order(ByteView message) {
  ByteReader reader{message};
  Order order;
  order.kind = reader.get<Order::Kind>();
  expects(order.kind <= Order::Kind::release, "an order is of a known kind");
  order.number = reader.get<std::int64_t>();
  order.lessons.resize(reader.get_count(sizeof(JobId)));
  for (auto& lesson : order.lessons) lesson = get_lesson(reader);
  order.requests = reader.get_items<roles::FoldRequest>();
  order.job = reader.get_items<std::byte>();
  reader.finish();
  return order;
}

Bytes encode(Report const& report) {
  ByteWriter writer;
  writer.put(report.kind);
  writer.put(report.given_back);
  writer.put(report.epoch);
  writer.put_text(report.text);
  writer.put(static_cast<std::uint64_t>(report.runs.size()));
  for (auto const& run : report.runs) put(writer, run);
  return writer.take();
}

Report decode_report(ByteView message) {
  ByteReader reader{message};
  Report report;
  report.kind = reader.get<Report::Kind>();
  expects(report.kind <= Report::Kind::bug, "a report is of a known kind");
  report.given_back = reader.get<std::uint64_t>();
  report.epoch = reader.get<std::int64_t>();
  report.text = reader.get_text();
  auto const count = reader.get_count(least_run_bytes);
  report.runs.reserve(count);
  for (std::size_t i = 0; i < count; ++i) report.runs.push_back(get_run(reader));
  reader.finish();
  return report;
}

} // namespace rankfold::mpi
