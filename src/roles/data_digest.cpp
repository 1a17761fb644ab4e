#include "roles/data_digest.hpp"

#include "support/content_hash.hpp"

namespace rankfold::roles {
namespace {

std::uint64_t hash_of_job(JobContext const& context) {
  auto const& job = context.job;
  ContentHash hash;
  hash.add(job.seed).add(static_cast<std::uint64_t>(job.data.kind));
  for (auto const& metric : job.objective.metrics) hash.add(metric);
  if (job.data.problem) hash.add(static_cast<std::uint64_t>(*job.data.problem));
  hash.add(std::as_bytes(std::span{context.test_fold_of_row}));
  return hash.digest();
}

} // namespace

DataDigest digest_of(JobContext const& context) {
  DataDigest digest{hash_of_job(context), {}};
  auto const& data = context.dataset;
  if (context.job.data.kind != job::DataKind::series) {
    digest.tasks.push_back({ContentHash{}.add(data.image()).digest(), 0});
    return digest;
  }
  digest.tasks.reserve(data.series_count());
  for (std::size_t i = 0; i < data.series_count(); ++i) {
    auto const values = data.series(i).values;
    digest.tasks.push_back({ContentHash{}.add(std::as_bytes(values)).digest(), values.size()});
  }
  return digest;
}

} // namespace rankfold::roles
