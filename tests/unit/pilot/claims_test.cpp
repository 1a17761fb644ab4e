#include "pilot/claims.hpp"
#include "pilot/heartbeat.hpp"
#include "pilot/queue.hpp"
#include "support/error.hpp"
#include "unit/pilot/pilot_test.hpp"
#include "unit/results/child.hpp"
#include <atomic>
#include <chrono>
#include <fstream>
#include <map>
#include <thread>

namespace rankfold::pilot {
namespace {

using Place = Standing::Place;

class ClaimsTest : public PilotFolderTest {
protected:
  Ticket drop_one(int priority = usual_priority) {
    auto made = ticket(priority);
    drop(folder_, made);
    return made;
  }
  /// A pilot that has claimed all that waits and died of it.
  void die(std::string const& pilot, long silent_seconds) {
    folder_.write("pilots/" + pilot + ".json", R"({"host": "n1", "pid": 1, "batch_job": ""})");
    folder_.make_folder("claimed/" + pilot);
    for (auto const& file : folder_.list(queue_folder)) {
      ASSERT_TRUE(folder_.move("queue/" + file, "claimed/" + pilot + "/" + file));
    }
    age("pilots/" + pilot + ".json", silent_seconds);
  }
  /// Has a pilot look around until some time has passed.
  static std::vector<std::string> take_over_for(Claims& claims, double seconds) {
    std::vector<std::string> notes;
    for (Stopwatch watch; watch.seconds() < seconds; std::this_thread::sleep_for(std::chrono::milliseconds{200})) {
      for (auto& note : claims.take_over()) notes.push_back(std::move(note));
    }
    return notes;
  }

  Folder folder_ = Folder::make(path_);
};

TEST_F(ClaimsTest, jobs_are_claimed_by_priority_then_as_they_came) {
  auto const first = drop_one(), second = drop_one(), urgent = drop_one(50);
  Claims claims{folder_, "me"};
  EXPECT_EQ(claims.waiting(), 3U);
  for (auto const& expected : {urgent, first, second}) {
    auto const name = claims.claim_next();
    ASSERT_TRUE(name);
    EXPECT_EQ(claims.read(*name), expected);
    EXPECT_EQ(standing_of(folder_, expected.id).place, Place::served);
  }
  EXPECT_FALSE(claims.claim_next());
}

/// What processes that claim as fast as they can have got, a byte for each job.
std::map<std::string, int> claim_from_processes(Folder const& folder, std::filesystem::path const& log, int processes) {
  std::vector<std::unique_ptr<test::Child>> children;
  for (int i = 0; i < processes; ++i) {
    children.push_back(std::make_unique<test::Child>([&, i](auto const&) {
      Claims claims{folder, "pilot" + std::to_string(i)};
      std::ofstream out{log, std::ios::app};
      while (auto const name = claims.claim_next()) {
        out << name->id + "\n" << std::flush;
        claims.conclude(*name, {"complete", ""});
      }
    }));
  }
  for (auto& child : children) EXPECT_EQ(child->wait(), 0);
  std::map<std::string, int> claimed;
  std::ifstream in{log};
  for (std::string id; std::getline(in, id);) ++claimed[id];
  return claimed;
}

TEST_F(ClaimsTest, of_several_processes_one_gets_each_job) {
  std::map<std::string, int> expected;
  for (int i = 0; i < 300; ++i) expected[drop_one(1 + i % 100).id] = 1;
  EXPECT_EQ(claim_from_processes(folder_, path_ / "log", 6), expected);
  for (auto const& [id, once] : expected) EXPECT_EQ(standing_of(folder_, id).place, Place::over);
}

TEST_F(ClaimsTest, what_is_given_back_waits_again) {
  auto const job = drop_one();
  {
    Claims claims{folder_, "me"};
    auto const name = claims.claim_next();
    claims.give_back(name.value());
    EXPECT_EQ(standing_of(folder_, job.id).place, Place::waiting);
    claims.give_back(claims.claim_next().value(), 60);
    EXPECT_FALSE(claims.claim_next()) << "not so soon";
    Claims other{folder_, "other"};
    EXPECT_TRUE(other.claim_next());
  }
  EXPECT_EQ(standing_of(folder_, job.id).place, Place::waiting) << "who goes takes nothing along";
  EXPECT_TRUE(folder_.list(claimed_folder).empty());
}

TEST_F(ClaimsTest, a_pilot_that_an_exception_ends_has_died_of_its_jobs) {
  auto const job = drop_one();
  try {
    Claims claims{folder_, "me"};
    ASSERT_TRUE(claims.claim_next());
    throw SystemError{"disk full"};
  } catch (SystemError const&) {
  }
  Claims other{folder_, "other"};
  EXPECT_EQ(other.claim_next().value().takeovers, 1);
}

TEST_F(ClaimsTest, a_job_that_is_over_says_how_it_ended) {
  auto const job = drop_one();
  Claims claims{folder_, "me"};
  auto const name = claims.claim_next().value();
  EXPECT_FALSE(claims.has_begun(name));
  claims.note_begun(name);
  EXPECT_TRUE(claims.has_begun(name));
  claims.conclude(name, {"failed", "no \"luck\"\n"});
  auto const standing = standing_of(folder_, job.id);
  EXPECT_EQ(standing.place, Place::over);
  EXPECT_EQ(standing.outcome.state, "failed");
  EXPECT_EQ(standing.outcome.reason, "no \"luck\"\n");
  EXPECT_FALSE(claims.has_begun(name));
}

TEST_F(ClaimsTest, a_dead_pilots_jobs_wait_again_and_are_counted) {
  auto const job = drop_one();
  die("dead", 100);
  folder_.mark("data/dead.0");
  Heartbeat const heartbeat{folder_, [] {}};
  Claims claims{folder_, heartbeat.name()};

  EXPECT_TRUE(claims.take_over().empty()) << "it must be seen to be silent";
  EXPECT_EQ(take_over_for(claims, 4).size(), 1U);

  auto const name = claims.claim_next();
  ASSERT_TRUE(name);
  EXPECT_EQ(name->id, job.id);
  EXPECT_EQ(name->takeovers, 1);
  EXPECT_EQ(claims.read(*name), job);
  EXPECT_FALSE(folder_.exists("pilots/dead.json"));
  EXPECT_FALSE(folder_.exists("claimed/dead"));
  EXPECT_FALSE(folder_.exists("data/dead.0"));
}

TEST_F(ClaimsTest, a_live_pilot_keeps_its_jobs) {
  (void)drop_one();
  Heartbeat const theirs{folder_, [] {}};
  Claims other{folder_, theirs.name()};
  ASSERT_TRUE(other.claim_next());
  Heartbeat const ours{folder_, [] {}};
  Claims claims{folder_, ours.name()};
  EXPECT_TRUE(take_over_for(claims, 4).empty());
  EXPECT_EQ(claims.pilots_alive(), 2U);
  EXPECT_EQ(claims.waiting(), 0U);
}

TEST_F(ClaimsTest, jobs_without_a_heartbeat_wait_again_at_once) {
  (void)drop_one();
  die("dead", 0);
  folder_.remove("pilots/dead.json");
  Heartbeat const heartbeat{folder_, [] {}};
  Claims claims{folder_, heartbeat.name()};
  EXPECT_EQ(claims.take_over().size(), 1U);
  EXPECT_EQ(claims.waiting(), 1U);
}

TEST_F(ClaimsTest, what_was_over_when_its_pilot_died_is_not_run_again) {
  auto const job = drop_one();
  die("dead", 100);
  folder_.write("done/" + job.id + ".json", to_json(Outcome{"complete", ""}));
  folder_.remove("pilots/dead.json");
  Heartbeat const heartbeat{folder_, [] {}};
  Claims claims{folder_, heartbeat.name()};
  (void)claims.take_over();
  EXPECT_EQ(claims.waiting(), 0U);
  EXPECT_EQ(standing_of(folder_, job.id).place, Place::over);
}

TEST_F(ClaimsTest, of_several_pilots_one_takes_over_each_job) {
  for (int i = 0; i < 100; ++i) (void)drop_one();
  die("dead", 100);
  folder_.remove("pilots/dead.json");
  std::vector<std::unique_ptr<test::Child>> children;
  for (int i = 0; i < 4; ++i) {
    children.push_back(std::make_unique<test::Child>([&](auto const&) {
      Heartbeat const heartbeat{folder_, [] {}};
      Claims claims{folder_, heartbeat.name()};
      (void)claims.take_over();
    }));
  }
  for (auto& child : children) EXPECT_EQ(child->wait(), 0);
  EXPECT_EQ(Claims(folder_, "me").waiting(), 100U);
}

TEST_F(ClaimsTest, a_pilot_that_was_declared_dead_finds_out) {
  std::atomic<bool> lost = false;
  Heartbeat const heartbeat{folder_, [&] { lost = true; }};
  folder_.remove("pilots/" + heartbeat.name() + ".json");
  for (Stopwatch watch; !lost && watch.seconds() < 10;) std::this_thread::sleep_for(std::chrono::milliseconds{20});
  EXPECT_TRUE(lost);
}

TEST_F(ClaimsTest, a_heartbeat_beats_and_goes_with_its_pilot) {
  {
    Heartbeat const heartbeat{folder_, [] {}};
    age("pilots/" + heartbeat.name() + ".json", 100);
    EXPECT_EQ(count_alive(sightings(folder_)), 0U);
    std::this_thread::sleep_for(std::chrono::milliseconds{1500});
    auto const seen = sightings(folder_);
    ASSERT_EQ(count_alive(seen), 1U);
    EXPECT_EQ(seen[0].name, heartbeat.name());
    EXPECT_NE(seen[0].host, "?");
  }
  EXPECT_TRUE(sightings(folder_).empty());
}

TEST_F(ClaimsTest, damaged_heartbeats_count_by_their_age) {
  folder_.write("pilots/a.json", "{");
  folder_.write("pilots/b.json", R"({"host": 3})");
  age("pilots/b.json", 100);
  auto const seen = sightings(folder_);
  EXPECT_EQ(seen.size(), 2U);
  EXPECT_EQ(count_alive(seen), 1U);
}

TEST_F(ClaimsTest, a_job_that_waits_is_cancelled_at_once) {
  auto const job = drop_one();
  cancel(folder_, job.id);
  EXPECT_EQ(standing_of(folder_, job.id).outcome.state, "cancelled");
  EXPECT_TRUE(folder_.list(cancel_folder).empty());
  EXPECT_NO_THROW(cancel(folder_, job.id)) << "it is over";
  EXPECT_THROW(cancel(folder_, new_id()), JobError);
}

TEST_F(ClaimsTest, a_job_that_is_served_is_to_be_cancelled_by_its_pilot) {
  auto const job = drop_one();
  Claims claims{folder_, "me"};
  auto const name = claims.claim_next().value();
  EXPECT_FALSE(claims.is_to_be_cancelled(name));
  cancel(folder_, job.id);
  EXPECT_TRUE(claims.is_to_be_cancelled(name));
  EXPECT_TRUE(standing_of(folder_, job.id).is_to_be_cancelled);
  claims.conclude(name, {"cancelled", ""});
  EXPECT_TRUE(folder_.list(cancel_folder).empty());
}

} // namespace
} // namespace rankfold::pilot
