#include "results/journal.hpp"

#include "results/journal_record.hpp"
#include "support/error.hpp"
#include "unit/hdf5/scratch_folder.hpp"
#include <cstring>
#include <fstream>
#include <gmock/gmock.h>
#include <random>
#include <sstream>
#include <sys/stat.h>
#include <zlib.h>

namespace rankfold::results {
namespace {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

JournalListener const deaf{[](JournalOpening const&) {}, [](roles::FoldResult const&) {}};

class JournalTest : public ::testing::Test {
protected:
  static constexpr std::size_t metrics = 3;
  JournalOpening opening_{1, "job sample, seed 7"};

  test::ScratchFolder folder_;
  std::filesystem::path path_ = folder_ / "out.h5.journal";
  std::string last_record_;
  std::random_device::result_type seed_ = std::random_device{}();
  std::mt19937_64 random_{seed_};

  roles::FoldResult any_fold(std::size_t longest_text = 100) {
    std::uniform_int_distribution<std::int64_t> number{-1, 1'000'000'000};
    std::uniform_real_distribution<double> real{-1e6, 1e6};
    roles::FoldResult fold;
    fold.request = {{number(random_)},
                    {number(random_)},
                    {number(random_)},
                    {number(random_)},
                    static_cast<std::int32_t>(number(random_)),
                    static_cast<std::int32_t>(number(random_)),
                    random_()};
    fold.state = number(random_) % 2 == 0 ? State::complete : State::failed;
    fold.cause = static_cast<roles::Cause>(random_() % roles::cause_names.size());
    fold.run = static_cast<std::int32_t>(number(random_));
    fold.rank = static_cast<std::int32_t>(number(random_));
    fold.started = real(random_);
    fold.fit_seconds = real(random_);
    fold.evaluate_seconds = real(random_);
    for (std::size_t i = 0; i < metrics; ++i) fold.metrics[i] = real(random_);
    fold.text.resize(std::uniform_int_distribution<std::size_t>{0, longest_text}(random_));
    for (auto& c : fold.text) c = static_cast<char>(random_());
    return fold;
  }
  std::vector<roles::FoldResult> write_some(std::size_t count) {
    std::vector<roles::FoldResult> folds;
    auto journal = Journal::create(path_, opening_, metrics);
    for (std::size_t i = 0; i < count; ++i) journal.append(folds.emplace_back(any_fold()));
    journal.sync();
    return folds;
  }
  JournalEnd read(std::vector<roles::FoldResult>& folds) const {
    return read_journal(path_, {deaf.opening, [&](auto const& fold) { folds.push_back(fold); }});
  }
  [[nodiscard]] std::string content() const {
    std::ostringstream text;
    text << std::ifstream{path_, std::ios::binary}.rdbuf();
    return text.str();
  }
};

/// The result as text, to be compared whole; not-a-number equals itself here.
std::string as_text(roles::FoldResult const& fold) {
  std::ostringstream text;
  text.precision(17);
  auto const& request = fold.request;
  text << request.job.value << ' ' << request.task.value << ' ' << request.trial.value << ' '
       << request.configuration.value << ' ' << request.fold << ' ' << request.attempt << ' ' << request.key << ' '
       << to_string(fold.state) << ' ' << to_string(fold.cause) << ' ' << fold.run << ' ' << fold.rank << ' '
       << fold.started << ' ' << fold.fit_seconds << ' ' << fold.evaluate_seconds;
  for (double const metric : fold.metrics) text << ' ' << metric;
  text << ' ' << fold.text;
  return text.str();
}

void expect_equal(std::vector<roles::FoldResult> const& found, std::vector<roles::FoldResult> const& expected,
                  std::size_t count) {
  ASSERT_EQ(found.size(), count);
  for (std::size_t i = 0; i < count; ++i) EXPECT_EQ(as_text(found[i]), as_text(expected[i])) << "fold " << i;
}

TEST_F(JournalTest, gives_back_every_fold) {
  SCOPED_TRACE(::testing::Message() << "seed " << seed_);
  auto const written = write_some(2000);
  std::vector<roles::FoldResult> found;

  auto const end = read(found);

  expect_equal(found, written, written.size());
  EXPECT_EQ(end.folds, 2000U);
  EXPECT_EQ(end.valid_bytes, std::filesystem::file_size(path_));
  EXPECT_EQ(end.ignored_bytes, 0U);
}

TEST_F(JournalTest, is_for_its_owner_only) {
  write_some(1);

  struct stat status {};
  ASSERT_EQ(::stat(path_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(JournalTest, large_texts_come_back) {
  auto fold = any_fold();
  fold.text = std::string(5'000'000, 'm');
  {
    auto journal = Journal::create(path_, opening_, metrics);
    journal.append(fold);
    journal.append(any_fold());
    journal.sync();
  }
  std::vector<roles::FoldResult> found;

  EXPECT_EQ(read(found).folds, 2U);
  EXPECT_EQ(found[0].text.size(), 5'000'000U);
}

/// The last record's end is that of the file: cut off at every length, and changed in every byte.
TEST_F(JournalTest, damage_to_any_byte_of_the_last_record_loses_only_that) {
  SCOPED_TRACE(::testing::Message() << "seed " << seed_);
  auto written = write_some(20);
  auto const before = std::filesystem::file_size(path_);
  append_fold(last_record_, written.emplace_back(any_fold()), metrics);
  auto const earlier = content();
  auto const whole = earlier + last_record_;
  auto const expect_all_but_the_last = [&](std::string const& damaged) {
    std::ofstream{path_, std::ios::binary | std::ios::trunc} << damaged;
    std::vector<roles::FoldResult> found;
    auto const end = read(found);
    expect_equal(found, written, 20);
    ASSERT_EQ(end.valid_bytes, before);
    ASSERT_EQ(end.ignored_bytes, damaged.size() - before);
    { Journal::resume(path_, end.valid_bytes, opening_, metrics).write(); }
    ASSERT_EQ(content().substr(0, before), earlier) << "and a new run goes on behind them";
    ASSERT_EQ(read(found).folds, 20U);
    ASSERT_EQ(read(found).ignored_bytes, 0U);
  };

  for (auto length = before; length < whole.size(); ++length) expect_all_but_the_last(whole.substr(0, length));
  for (auto at = before; at < whole.size(); ++at) {
    auto damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ (1 << (random_() % 8)));
    expect_all_but_the_last(damaged);
  }
}

TEST_F(JournalTest, a_changed_byte_ends_the_journal_before_its_record) {
  SCOPED_TRACE(::testing::Message() << "seed " << seed_);
  auto const written = write_some(50);
  auto const whole = content();

  for (int round = 0; round < 500; ++round) {
    auto damaged = whole;
    auto const at = std::uniform_int_distribution<std::size_t>{0, damaged.size() - 1}(random_);
    damaged[at] = static_cast<char>(damaged[at] ^ (1 << (random_() % 8)));
    std::ofstream{path_, std::ios::binary | std::ios::trunc} << damaged;
    std::vector<roles::FoldResult> found;
    try {
      auto const end = read(found);
      ASSERT_LE(end.valid_bytes, at);
      ASSERT_LT(found.size(), written.size());
      expect_equal(found, written, found.size());
    } catch (JobError const&) { // the first record, which says whose journal it is
      ASSERT_TRUE(found.empty());
    }
  }
}

TEST_F(JournalTest, every_run_that_goes_on_with_it_says_so_first) {
  write_some(2);
  {
    auto journal = Journal::resume(path_, std::filesystem::file_size(path_), {2, "with more series"}, metrics);
    journal.append(any_fold());
    journal.write();
  }
  std::vector<std::string> heard;

  auto const end = read_journal(path_, {[&](JournalOpening const& opening) {
                                          heard.push_back(std::to_string(opening.run) + ' ' + opening.blueprint);
                                        },
                                        [&](roles::FoldResult const&) { heard.emplace_back("fold"); }});

  EXPECT_THAT(heard, ::testing::ElementsAre("1 job sample, seed 7", "fold", "fold", "2 with more series", "fold"));
  EXPECT_EQ(end.folds, 3U);
  EXPECT_EQ(end.valid_bytes, std::filesystem::file_size(path_));
}

TEST_F(JournalTest, what_is_no_journal_is_refused) {
  auto const text = folder_.make_file("text", "not a journal at all, whatever it is called");

  EXPECT_THAT([&] { read_journal(text, deaf); }, ThrowsMessage<JobError>(HasSubstr("no journal")));
  EXPECT_THAT([&] { read_journal(folder_ / "none", deaf); }, ThrowsMessage<JobError>(HasSubstr("none")));
}

TEST_F(JournalTest, one_of_an_earlier_version_is_refused_by_that_name) {
  write_some(1);
  auto old = content();
  old[journal_prefix_bytes] = 1; // the kind that began one
  auto const body =
      std::string_view{old}.substr(journal_prefix_bytes, 1 + sizeof(std::int32_t) + opening_.blueprint.size());
  auto const sum =
      static_cast<std::uint32_t>(::crc32_z(0, reinterpret_cast<unsigned char const*>(body.data()), body.size()));
  std::memcpy(&old[4], &sum, sizeof sum);
  std::ofstream{path_, std::ios::binary | std::ios::trunc} << old;

  EXPECT_THAT([&] { read_journal(path_, deaf); }, ThrowsMessage<JobError>(HasSubstr("earlier version")));
}

TEST_F(JournalTest, a_new_one_takes_the_place_of_an_old_one_and_begins_with_what_is_known) {
  write_some(3);
  roles::FoldResult known;
  known.request.key = 77;
  known.state = State::complete;

  { auto const journal = Journal::create(path_, opening_, metrics, {{known.request.key, known}}); }

  std::vector<std::uint64_t> keys;
  read_journal(path_, {deaf.opening, [&](auto const& fold) { keys.push_back(fold.request.key); }});
  EXPECT_EQ(keys, std::vector<std::uint64_t>{77});
}

TEST_F(JournalTest, is_gone_after_a_clean_end) {
  auto journal = Journal::create(path_, opening_, metrics);

  journal.remove();

  EXPECT_FALSE(std::filesystem::exists(path_));
}

} // namespace
} // namespace rankfold::results
