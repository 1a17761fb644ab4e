#include "isolation/fold_server.hpp"

#include "isolation/fold_process.hpp"
#include "isolation/share.hpp"
#include "job/read_job.hpp"
#include "learners/registry.hpp"
#include "roles/codec.hpp"
#include "roles/worker.hpp"
#include "support/memory_file.hpp"

namespace rankfold::isolation {
namespace {

constexpr JobId only_job{0};

data::Dataset map_data(Descriptor file) {
  if (!file.is_open()) return {};
  auto const data = MemoryFile::received(std::move(file));
  return {data.bytes(), data.owner()};
}

class FoldServer {
public:
  explicit FoldServer(Channel& worker_end) : worker_end_{worker_end} {}

  /// Does what the worker asks for. @return false where it is gone.
  bool serve(Message message) {
    switch (message.kind) {
    case MessageKind::setup:
      return set_up(decode_setup(message.contents), std::move(message.file));
    case MessageKind::learn:
      worker_.learn(only_job, roles::decode_configurations(message.contents));
      return true;
    case MessageKind::run:
      return run(decode_request(message.contents));
    default:
      throw MessageError{"a fold server is only asked to set up, to learn and to run"};
    }
  }

private:
  bool set_up(Setup setup, Descriptor data) {
    stay_on(setup.cores);
    auto job = job::read_job(std::move(setup.source), learners::catalogue());
    limits_ = job.resources;
    worker_.admit(roles::make_context(std::move(job), map_data(std::move(data))));
    return worker_end_.send(MessageKind::ready, {});
  }

  bool run(roles::FoldRequest request) {
    request.job = only_job;
    auto const outcome =
        run_in_process([&] { return encode_report(worker_.run(request)); }, limits_, worker_end_.descriptor());
    return worker_end_.send(MessageKind::outcome, encode(outcome));
  }

  Channel& worker_end_;
  roles::Worker worker_{0};
  job::ResourceSpec limits_;
};

} // namespace

void serve_folds(Channel worker) {
  prepare_to_fork();
  FoldServer server{worker};
  for (auto message = worker.receive(); message; message = worker.receive()) {
    if (!server.serve(std::move(*message))) return;
  }
}

} // namespace rankfold::isolation
