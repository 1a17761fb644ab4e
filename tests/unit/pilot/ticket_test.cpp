#include "unit/pilot/pilot_test.hpp"

#include "support/error.hpp"
#include <set>

namespace rankfold::pilot {
namespace {

using TicketTest = PilotFolderTest;

TEST_F(TicketTest, is_read_as_it_was_written) {
  auto const written = ticket(77);
  auto const read = read_ticket(to_json(written), written.id);
  EXPECT_EQ(read, written);
  EXPECT_EQ(read.source.text, written.source.text);
  EXPECT_EQ(read.source.overrides, written.source.overrides);
}

TEST_F(TicketTest, a_damaged_one_is_refused) {
  auto const good = to_json(ticket());
  auto const id = ticket().id;
  for (std::string const text : {"", "{", "[]", "null", "3", R"({"id": 3})"}) {
    EXPECT_THROW((void)read_ticket(text, id), JobError) << text;
  }
  EXPECT_THROW((void)read_ticket(good, id), JobError) << "another job's";
  EXPECT_THROW((void)read_ticket(std::string(200'000, '['), id), JobError);
  auto written = ticket();
  for (std::size_t cut = 0; cut + 2 < to_json(written).size(); cut += 7) {
    EXPECT_THROW((void)read_ticket(to_json(written).substr(0, cut), written.id), JobError) << cut;
  }
  written.priority = 101;
  EXPECT_THROW((void)read_ticket(to_json(written), written.id), JobError);
  written = ticket();
  written.result = "relative.h5";
  EXPECT_THROW((void)read_ticket(to_json(written), written.id), JobError);
}

TEST_F(TicketTest, ids_are_different_and_harmless_as_names_of_files) {
  std::set<std::string> ids;
  for (int i = 0; i < 1000; ++i) ids.insert(new_id());
  EXPECT_EQ(ids.size(), 1000U);
  for (auto const& id : ids) EXPECT_TRUE(is_id(id)) << id;
  for (auto const* text :
       {"", "p-", "4711", "p-20260101-000000-0000000", "p-20260101-000000-0000000G", "../p-20260101-000000-00000000",
        "p-20260101-000000-00000000/", "p-20260101-000000-00000000\n"}) {
    EXPECT_FALSE(is_id(text)) << text;
  }
}

TEST_F(TicketTest, names_sort_by_turn) {
  auto const id = new_id();
  std::set<std::string> const names{
      TicketName{10, 5, id, 0}.text(),  TicketName{100, 7, id, 3}.text(), TicketName{1, 1, id, 0}.text(),
      TicketName{10, 4, id, 12}.text(), TicketName{100, 6, id, 0}.text(),
  };
  std::vector<std::pair<int, std::int64_t>> turns;
  for (auto const& text : names) {
    auto const name = TicketName::parse(text);
    ASSERT_TRUE(name) << text;
    EXPECT_EQ(name->text(), text);
    EXPECT_EQ(name->id, id);
    turns.emplace_back(name->priority, name->microseconds);
  }
  EXPECT_EQ(turns, (std::vector<std::pair<int, std::int64_t>>{{100, 6}, {100, 7}, {10, 4}, {10, 5}, {1, 1}}));
}

TEST_F(TicketTest, other_names_are_none) {
  for (auto const* text : {"", "README", ".", "a.json", "090.0000000000000001.p-20260101-000000-00000000.json",
                           "100.0000000000000001.p-20260101-000000-00000000.0.json",
                           "090.0000000000000001.../../../../../../../../etc.0.json"}) {
    EXPECT_FALSE(TicketName::parse(text)) << text;
  }
}

} // namespace
} // namespace rankfold::pilot
