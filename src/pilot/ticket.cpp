#include "pilot/ticket.hpp"

#include "support/clock.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <charconv>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <random>
#include <regex>

namespace rankfold::pilot {
namespace {

using Json = nlohmann::ordered_json;

constexpr int format_version = 1;

[[noreturn]] void refuse(std::string const& reason) { throw JobError{"the job's file is damaged: " + reason}; }

/// Bytes of job files may be anything; JSON's text may not. A mistake in them is found when the job is read.
std::string dump(Json const& json) { return json.dump(1, ' ', false, Json::error_handler_t::replace) + '\n'; }

Ticket ticket_from(Json const& json) {
  Ticket ticket;
  ticket.id = json.at("id");
  ticket.name = json.at("name");
  ticket.priority = json.at("priority");
  ticket.source.path = json.at("job_file").get<std::string>();
  ticket.source.text = json.at("text");
  ticket.source.overrides = json.at("overrides").get<std::vector<std::string>>();
  ticket.result = json.at("result").get<std::string>();
  ticket.start = json.at("overwrite").get<bool>() ? Start::overwrite : Start::resume;
  return ticket;
}

void check(Ticket const& ticket, std::string const& id) {
  if (ticket.id != id) refuse("it is another job's");
  if (ticket.priority < least_priority || ticket.priority > most_priority) refuse("its priority is out of range");
  if (!ticket.source.path.is_absolute() || !ticket.result.is_absolute()) refuse("a path in it is not absolute");
}

template <class Number> std::optional<Number> number_of(std::string const& text) {
  Number number{};
  auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  return failure == std::errc{} && end == text.data() + text.size() ? std::optional{number} : std::nullopt;
}

} // namespace

bool Ticket::operator==(Ticket const& other) const { return to_json(*this) == to_json(other); }

std::string new_id() {
  std::random_device random;
  auto const now = static_cast<std::time_t>(wall_seconds());
  return fmt::format("p-{:%Y%m%d-%H%M%S}-{:08x}", fmt::gmtime(now), random());
}

bool is_id(std::string const& text) {
  static std::regex const form{"p-[0-9]{8}-[0-9]{6}-[0-9a-f]{8}"};
  return text.size() < 32 && std::regex_match(text, form);
}

std::string TicketName::text() const {
  return fmt::format("{:03}.{:016}.{}.{}.json", most_priority - priority, microseconds, id, takeovers);
}

std::optional<TicketName> TicketName::parse(std::string const& text) {
  static std::regex const form{"([0-9]{3})\\.([0-9]{16})\\.(p-[-0-9a-f]{24})\\.([0-9]{1,4})\\.json"};
  std::smatch parts;
  if (text.size() > 100 || !std::regex_match(text, parts, form) || !is_id(parts[3])) return {};
  auto const priority = most_priority - number_of<int>(parts[1]).value_or(0);
  if (priority < least_priority) return {};
  return TicketName{priority, number_of<std::int64_t>(parts[2]).value_or(0), parts[3],
                    number_of<int>(parts[4]).value_or(0)};
}

TicketName name_of(Ticket const& ticket) {
  return {ticket.priority, static_cast<std::int64_t>(wall_seconds() * 1e6), ticket.id, 0};
}

std::string to_json(Ticket const& ticket) {
  return dump({{"format_version", format_version},
               {"id", ticket.id},
               {"name", ticket.name},
               {"priority", ticket.priority},
               {"job_file", ticket.source.path.string()},
               {"result", ticket.result.string()},
               {"overwrite", ticket.start == Start::overwrite},
               {"overrides", ticket.source.overrides},
               {"text", ticket.source.text}});
}

Ticket read_ticket(std::string const& json, std::string const& id) {
  try {
    auto const parsed = Json::parse(json);
    if (parsed.at("format_version") != format_version) refuse("another version of rankfold has written it");
    auto ticket = ticket_from(parsed);
    check(ticket, id);
    return ticket;
  } catch (Json::exception const& failure) {
    refuse(failure.what());
  }
}

std::string to_json(Outcome const& outcome) { return dump({{"state", outcome.state}, {"reason", outcome.reason}}); }

Outcome read_outcome(std::string const& json) {
  try {
    auto const parsed = Json::parse(json);
    return {parsed.at("state"), parsed.at("reason")};
  } catch (Json::exception const& failure) {
    refuse(failure.what());
  }
}

} // namespace rankfold::pilot
