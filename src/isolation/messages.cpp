#include "isolation/messages.hpp"

#include "roles/codec.hpp"

namespace rankfold::isolation {
namespace {

enum class Report : std::uint8_t { result, bug };

} // namespace

Bytes encode(Setup const& setup) {
  ByteWriter writer;
  roles::put(writer, setup.source);
  writer.put_items(std::span{setup.cores});
  return writer.take();
}

Setup decode_setup(ByteView message) {
  ByteReader reader{message};
  Setup setup;
  setup.source = roles::get_source(reader);
  setup.cores = reader.get_items<std::int32_t>();
  reader.finish();
  return setup;
}

Bytes encode(roles::FoldRequest const& request) {
  ByteWriter writer;
  writer.put(request);
  return writer.take();
}

roles::FoldRequest decode_request(ByteView message) {
  ByteReader reader{message};
  auto const request = reader.get<roles::FoldRequest>();
  reader.finish();
  return request;
}

Bytes encode(Outcome const& outcome) {
  ByteWriter writer;
  writer.put(outcome.status);
  writer.put(outcome.timed_out);
  writer.put(outcome.out_of_memory);
  writer.put_items(ByteView{outcome.report});
  return writer.take();
}

Outcome decode_outcome(ByteView message) {
  ByteReader reader{message};
  Outcome outcome;
  outcome.status = reader.get<std::int32_t>();
  outcome.timed_out = reader.get<std::uint8_t>() != 0;
  outcome.out_of_memory = reader.get<std::uint8_t>() != 0;
  outcome.report = reader.get_items<std::byte>();
  reader.finish();
  return outcome;
}

Bytes encode_report(roles::FoldResult const& result) {
  ByteWriter writer;
  writer.put(Report::result);
  roles::put(writer, result);
  return writer.take();
}

Bytes encode_bug(std::string_view what) {
  ByteWriter writer;
  writer.put(Report::bug);
  writer.put_text(what);
  return writer.take();
}

roles::FoldResult decode_report(ByteView message) {
  ByteReader reader{message};
  auto const kind = reader.get<Report>();
  if (kind == Report::bug) throw ContractViolation{reader.get_text()};
  require_message(kind == Report::result, "a fold's report is of a known kind");
  auto result = roles::get_result(reader);
  reader.finish();
  return result;
}

} // namespace rankfold::isolation
