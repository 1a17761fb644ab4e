#include "mpi/configuration_ledger.hpp"

#include "roles/codec.hpp"
#include <algorithm>

namespace rankfold::mpi {

ByteView ConfigurationLedger::Book::at(ConfigurationId id) const {
  expects(id.exists() && id.index() < ends.size(), "a fold's configuration was made known before the fold");
  auto const begin = id.index() == 0 ? 0 : ends[id.index() - 1];
  return encoded.view().subspan(begin, ends[id.index()] - begin);
}

void ConfigurationLedger::learn(JobId job, std::span<Configuration const> configurations) {
  if (books_.size() <= job.index()) books_.resize(job.index() + 1);
  auto& book = books_[job.index()];
  for (auto const& configuration : configurations) {
    ConfigurationId const id{static_cast<std::int64_t>(book.ends.size())};
    roles::put(book.encoded, id, configuration);
    book.ends.push_back(book.encoded.size());
  }
}

void ConfigurationLedger::release(JobId job) {
  if (job.index() < books_.size()) books_[job.index()] = {};
  for (auto& known : known_) {
    if (job.index() < known.size()) known[job.index()].clear();
  }
}

/// @return whether it is new.
bool ConfigurationLedger::note(Known& known, ConfigurationId id) {
  if (known.size() <= id.index()) known.resize(id.index() + 1);
  if (known[id.index()]) return false;
  known[id.index()] = true;
  return true;
}

std::vector<Lesson> ConfigurationLedger::teach(std::size_t worker, std::span<roles::FoldRequest const> requests) {
  std::vector<Lesson> lessons;
  auto& known = known_[worker];
  known.resize(books_.size());
  for (auto const& request : requests) {
    auto const encoded = books_.at(request.job.index()).at(request.configuration);
    if (!note(known[request.job.index()], request.configuration)) continue;
    if (lessons.empty() || lessons.back().job != request.job) lessons.push_back({request.job, {}});
    auto& lesson = lessons.back().configurations;
    lesson.insert(lesson.end(), encoded.begin(), encoded.end());
  }
  return lessons;
}

} // namespace rankfold::mpi
