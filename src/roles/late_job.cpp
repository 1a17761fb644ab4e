#include "roles/late_job.hpp"

#include "job/read_job.hpp"
#include "learners/registry.hpp"
#include "roles/codec.hpp"
#include "support/descriptor.hpp"
#include "support/mapping.hpp"
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

namespace rankfold::roles {
namespace {

[[noreturn]] void fail(std::filesystem::path const& image, char const* what) {
  throw SystemError{fmt::format("the job's data in {} cannot be {}: {}", image.string(), what, std::strerror(errno))};
}

data::Dataset map_image(LateJob const& late) {
  if (late.image.empty()) return {};
  Descriptor const file{::open(late.image.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC)};
  struct stat status {};
  if (!file.is_open() || ::fstat(file.number(), &status) != 0) fail(late.image, "opened");
  bool const is_ours = S_ISREG(status.st_mode) && status.st_uid == ::geteuid();
  expects(is_ours && static_cast<std::uint64_t>(status.st_size) == late.image_bytes,
          "a job's data are what was written");
  auto memory = map_read_only(file, late.image_bytes);
  if (!memory) fail(late.image, "mapped");
  ByteView const bytes{static_cast<std::byte const*>(memory.get()), late.image_bytes};
  return {bytes, std::move(memory)};
}

} // namespace

LateJob make_late_job(JobContext const& context, std::filesystem::path const& image) {
  auto const bytes = context.dataset.image();
  if (bytes.empty()) return {context.job.source, {}, 0};
  Descriptor const file{::open(image.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600)};
  if (!file.is_open() || !write_all(file, bytes) || ::fsync(file.number()) != 0) fail(image, "written");
  return {context.job.source, image, bytes.size()};
}

JobContext open_late_job(LateJob const& late) {
  try {
    return make_context(job::read_job(late.source, learners::catalogue()), map_image(late));
  } catch (JobError const& mistake) {
    throw ContractViolation{fmt::format("rank 0 accepted a job that this rank refuses: {}", mistake.what())};
  }
}

Bytes encode(LateJob const& late) {
  ByteWriter writer;
  put(writer, late.source);
  writer.put_text(late.image.native());
  writer.put(late.image_bytes);
  return writer.take();
}

LateJob decode_late_job(ByteView message) {
  ByteReader reader{message};
  LateJob late;
  late.source = get_source(reader);
  late.image = reader.get_text();
  late.image_bytes = reader.get<std::uint64_t>();
  reader.finish();
  return late;
}

} // namespace rankfold::roles
