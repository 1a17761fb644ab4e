#include "results/result_reader.hpp"

#include "hdf5/byte_stream.hpp"
#include "results/configuration_rows.hpp"
#include "results/each_row.hpp"
#include "results/event_rows.hpp"
#include "results/format.hpp"
#include "results/model_rows.hpp"
#include "results/rank_rows.hpp"
#include "results/reason_rows.hpp"
#include "results/run_lock.hpp"
#include "results/task_rows.hpp"
#include "results/trial_rows.hpp"
#include "support/clock.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <sstream>

namespace rankfold::results {
namespace {

/// A run writes at least this often, even if there is nothing new.
constexpr double silent_seconds = 60;

} // namespace

ResultReader::ResultReader(std::filesystem::path const& path) :
    file_{hdf5::File::open(path, hdf5::File::Follow::yes)}, info_{read_header(file_)} {}

ProgressRecord ResultReader::progress() const {
  auto const rows = all_records<ProgressRows>(table(progress_table));
  if (rows.size() != 1) throw JobError{fmt::format("'{}' is damaged: no progress", path().native())};
  return rows.front();
}

bool ResultReader::interrupted() const {
  auto const progress = this->progress();
  if (is_final(progress.state)) return false;
  switch (writer_of(path())) {
  case Writer::none:
    return true;
  case Writer::alive:
    return false;
  case Writer::elsewhere:
    break;
  }
  return wall_seconds() - progress.updated > silent_seconds;
}

std::vector<roles::TaskRecord> ResultReader::tasks() const { return all_records<TaskRows>(table(task_table)); }

std::vector<roles::TrialRecord> ResultReader::trials() const {
  auto records = all_records<TrialRows>(table(trial_table));
  std::erase_if(records, [](auto const& record) { return !record.trial.exists(); }); // never put
  return records;
}

Configurations ResultReader::configurations() const {
  Configurations all;
  for (auto const& learner : learners()) {
    for (auto& record : all_records<ConfigurationRows>(table(fmt::format("{}/{}", configuration_group, learner))))
      all.insert_or_assign(record.id, Configuration{learner, std::move(record.parameters)});
  }
  return all;
}

std::vector<std::string> ResultReader::metrics() const { return FoldRows{table(fold_table).layout()}.metrics(); }

std::vector<std::string> ResultReader::reasons() const { return all_records<ReasonRows>(table(reason_table)); }

std::vector<roles::RankUse> ResultReader::ranks() const { return all_records<RankRows>(table(rank_table)); }

std::vector<roles::Event> ResultReader::events() const { return all_records<EventRows>(table(event_table)); }

void ResultReader::for_each_fold(std::function<void(FoldRecord const&)> const& take) const {
  auto const folds = table(fold_table);
  FoldRows const codec{folds.layout()};
  each_row(folds, [&](hdf5::ConstRow row) {
    if (codec.state(row) != State::waiting) take(codec.decode(row));
  });
}

void ResultReader::for_each_model(std::function<void(roles::FoldResult const&)> const& take) const {
  auto const states = hdf5::ByteStream::open(file_, model_states);
  for (auto const& record : all_records<ModelRows>(table(model_table))) {
    if (record.length == 0) continue;
    roles::FoldResult refit;
    refit.request.task = record.task;
    refit.request.trial = record.trial;
    refit.request.fold = roles::FoldRequest::refit;
    refit.request.key = record.key;
    refit.state = State::complete;
    refit.text = states.read(static_cast<std::uint64_t>(record.offset), static_cast<std::uint64_t>(record.length));
    take(refit);
  }
}

std::optional<StoredModel> ResultReader::model(TaskId task) const {
  auto const index = table(model_table);
  if (!task.exists() || task.index() >= index.rows()) return std::nullopt;
  std::vector<std::byte> row(index.layout().size());
  index.read(task.index(), row);
  auto const record = ModelRows{index.layout()}.decode(row);
  if (record.length == 0) return std::nullopt;
  auto const states = hdf5::ByteStream::open(file_, model_states);
  return StoredModel{record.trial, record.learner,
                     states.read(static_cast<std::uint64_t>(record.offset), static_cast<std::uint64_t>(record.length))};
}

std::string ResultReader::job_text() const { return hdf5::read_text(file_, job_given); }

job::JobSource ResultReader::job_source() const {
  job::JobSource source{hdf5::read_text(file_, job_path), job_text(), {}};
  std::istringstream lines{hdf5::read_text(file_, job_overrides)};
  for (std::string line; std::getline(lines, line);) source.overrides.push_back(line);
  return source;
}

std::string ResultReader::resolved_job_text() const { return hdf5::read_text(file_, job_resolved); }

Blueprint ResultReader::blueprint() const {
  if (file_.kind_of(job_blueprint) == hdf5::ObjectKind::none) {
    Blueprint older{info_.created, info_.mpi_library, job_source(), resolved_job_text(), info_.folds_per_trial, {}, {}};
    for (auto const& task : tasks()) older.tasks.push_back(task.name);
    return older;
  }
  return read_blueprint(hdf5::read_text(file_, job_blueprint), file_.place(job_blueprint));
}

std::vector<ChecksumRecord> ResultReader::checksums() const {
  if (!has_dataset(checksum_table)) return {};
  auto records = all_records<ChecksumRows>(table(checksum_table));
  bool const written = std::ranges::any_of(records, [](auto const& record) { return record.digest.has_value(); });
  if (!written) records.clear();
  return records;
}

bool ResultReader::has_dataset(std::string const& name) const {
  return file_.kind_of(name) == hdf5::ObjectKind::dataset;
}

hdf5::Table ResultReader::table(std::string const& name) const { return hdf5::Table::open(file_, name); }

std::vector<std::string> ResultReader::learners() const { return file_.children(configuration_group); }

} // namespace rankfold::results
