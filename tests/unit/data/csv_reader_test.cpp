#include "data/csv_reader.hpp"

#include "data_test.hpp"
#include "support/random.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rankfold::data {
namespace {

using ::testing::HasSubstr;
using testing::mistake_of;
using testing::ScratchFolder;
using Records = std::vector<std::vector<std::string>>;

Records read_all(std::filesystem::path const& path) {
  Records records;
  CsvReader reader{path};
  while (reader.next()) records.emplace_back(reader.cells().begin(), reader.cells().end());
  return records;
}

class CsvReaderTest : public ::testing::Test {
protected:
  Records read(std::string_view bytes) { return read_all(folder_.write("x.csv", bytes)); }
  std::string mistake(std::string_view bytes) {
    return mistake_of([&] { (void)read(bytes); });
  }
  ScratchFolder folder_;
};

TEST_F(CsvReaderTest, takes_quotes_apart) {
  EXPECT_EQ(read("a,\"b,c\",\"d\"\"e\",\"f\ng\",\"\",\n"), (Records{{"a", "b,c", "d\"e", "f\ng", "", ""}}));
  EXPECT_EQ(read("\"\"\"\",\"\"\"a\"\"\"\n"), (Records{{"\"", "\"a\""}}));
  EXPECT_EQ(read("5\" pipe,a\"b\"\n"), (Records{{"5\" pipe", "a\"b\""}})) << "a quote inside a plain cell is text";
}

TEST_F(CsvReaderTest, takes_any_line_end) {
  Records const two{{"a", "b"}, {"1", "2"}};
  for (auto const bytes : {"a,b\n1,2\n", "a,b\r\n1,2\r\n", "a,b\r1,2\r", "a,b\n1,2",
                           "\xef\xbb\xbf"
                           "a,b\n1,2\n",
                           "\na,b\r\n\r\n1,2\n\n\n"}) {
    EXPECT_EQ(read(bytes), two) << bytes;
  }
}

TEST_F(CsvReaderTest, counts_blank_lines_as_rows) {
  CsvReader reader{folder_.write("x.csv", "a\n\n\"b\nb\"\n\nc\n")};
  std::vector<std::uint64_t> rows;
  while (reader.next()) rows.push_back(reader.row());
  EXPECT_EQ(rows, (std::vector<std::uint64_t>{1, 3, 5}));
}

TEST_F(CsvReaderTest, a_quoted_empty_cell_is_no_blank_line) {
  EXPECT_EQ(read("a\n\"\"\n\nb\n"), (Records{{"a"}, {""}, {"b"}}));
}

TEST_F(CsvReaderTest, empty_files_have_no_records) {
  for (auto const bytes : {"", "\n", "\r\n\r\n", "\xef\xbb\xbf"}) EXPECT_EQ(read(bytes), Records{}) << bytes;
}

TEST_F(CsvReaderTest, refuses_broken_quotes) {
  EXPECT_EQ(mistake("a,b\n1,\"2\n3,4\n"), "x.csv: row 2: column 2: the quote that opens the cell is not closed");
  EXPECT_EQ(mistake("\"a\"b,c\n"), "x.csv: row 1: column 1: text follows the cell's closing quote (a quote inside a "
                                   "quoted cell is doubled)");
}

TEST_F(CsvReaderTest, a_record_larger_than_the_buffer_is_one_record) {
  std::string const large(5'000'000, 'x');
  EXPECT_EQ(read("a," + large + ",\"" + large + "\"\nb\n"), (Records{{"a", large, large}, {"b"}}));
}

TEST_F(CsvReaderTest, refuses_a_record_without_end) {
  EXPECT_THAT(mistake("a,\"" + std::string(70'000'000, 'x')), HasSubstr("row 1: is longer than 64 MiB"));
}

TEST_F(CsvReaderTest, reads_gzip_by_its_content) {
  EXPECT_EQ(read_all(folder_.write_gzip("x.csv", "a,b\n1,2\n")), (Records{{"a", "b"}, {"1", "2"}}));
}

TEST_F(CsvReaderTest, refuses_a_broken_gzip_file) {
  std::string text;
  RandomStream stream{1, 0, 0, 0};
  for (int i = 0; i < 20'000; ++i) text += std::to_string(stream()) + "\n";
  auto const path = folder_.write_gzip("x.gz", text);
  auto const size = std::filesystem::file_size(path);

  std::filesystem::resize_file(path, size / 2);
  EXPECT_EQ(mistake_of([&] { (void)read_all(path); }), "x.gz: the gzip file is cut short");

  auto bytes = folder_.read("x.gz");
  std::fill_n(bytes.begin() + 1000, 100, '\xff');
  folder_.write("x.gz", bytes);
  EXPECT_THAT(mistake_of([&] { (void)read_all(path); }), HasSubstr("x.gz: the gzip file is damaged"));
}

/// Text of letters that a CSV file must guard.
std::string random_text(RandomStream& stream) {
  constexpr std::string_view letters = "ab ,\"\n\r;'\t\\1";
  std::string text;
  for (auto n = stream.below(8); n > 0; --n) text += letters[stream.below(letters.size())];
  return text;
}

bool needs_quotes(std::string const& text) { return text.find_first_of(",\"\n\r") != std::string::npos; }

std::string written(std::string const& text, bool quoted) {
  if (!quoted) return text;
  std::string out = "\"";
  for (char const c : text) out.append(c == '"' ? 2 : 1, c);
  return out + '"';
}

TEST_F(CsvReaderTest, reads_back_what_was_written) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    RandomStream stream{seed, 0, 0, 0};
    auto const columns = 1 + stream.below(5);
    std::string_view const line_end = std::vector<std::string_view>{"\n", "\r\n", "\r"}[stream.below(3)];
    Records records(stream.below(30));
    std::string bytes = stream.below(2) ? "\xef\xbb\xbf" : "";
    for (auto& record : records) {
      for (std::size_t c = 0; c < columns; ++c) {
        auto text = random_text(stream);
        bool const quoted = needs_quotes(text) || text.empty() || stream.below(3) == 0;
        if (c > 0) bytes += ',';
        bytes += written(text, quoted);
        record.push_back(std::move(text));
      }
      bytes += line_end;
    }
    auto const path = stream.below(2) ? folder_.write("x.csv", bytes) : folder_.write_gzip("x.csv", bytes);
    ASSERT_EQ(read_all(path), records);
  }
}

TEST_F(CsvReaderTest, damaged_bytes_are_read_or_refused) {
  std::string const good = "id,t,y\n\"a\",1,2.5\n\"b\"\"c\",2001-01-01,NA\r\n,,\n";
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    RandomStream stream{seed, 0, 0, 0};
    std::string bytes = good.substr(0, stream.below(good.size() + 1));
    for (auto n = stream.below(4); n > 0 && !bytes.empty(); --n) {
      bytes[stream.below(bytes.size())] = static_cast<char>(stream.below(256));
    }
    auto const path = folder_.write("x.csv", bytes);
    (void)mistake_of([&] { (void)read_all(path); }); // anything but a JobError escapes and fails the test
  }
}

} // namespace
} // namespace rankfold::data
