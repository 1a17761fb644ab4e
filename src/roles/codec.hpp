#pragma once

#include "job/job.hpp"
#include "rankfold/value.hpp"
#include "roles/fold.hpp"
#include "roles/numbered_configuration.hpp"
#include "support/bytes.hpp"
#include <span>
#include <vector>

/// How what the roles tell each other lies in a message, between ranks and between a worker and its fold processes.
/// Every `get` checks what it finds. @throws MessageError if the message is damaged.
namespace rankfold::roles {

void put(ByteWriter& writer, Configuration const& configuration);
[[nodiscard]] Configuration get_configuration(ByteReader& reader);

/// Configurations lie one behind the other with nothing around them, so that parts of such a message are messages too.
void put(ByteWriter& writer, ConfigurationId id, Configuration const& configuration);
[[nodiscard]] Bytes encode(std::span<NumberedConfiguration const> configurations);
[[nodiscard]] std::vector<NumberedConfiguration> decode_configurations(ByteView message);

void put(ByteWriter& writer, job::JobSource const& source);
[[nodiscard]] job::JobSource get_source(ByteReader& reader);

/// Without `request` and `rank`, which the receiver knows from what it gave to whom.
void put(ByteWriter& writer, FoldResult const& result);
[[nodiscard]] FoldResult get_result(ByteReader& reader);

} // namespace rankfold::roles
