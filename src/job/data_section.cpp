#include "job/sections.hpp"

#include "job/words.hpp"

namespace rankfold::job {
namespace {

/// A list that selects something: leaving it out means all, so an empty one would mean nothing.
std::vector<std::string> read_selection(Section const& section, std::string_view key) {
  auto const* node = section.find(key);
  if (!node) return {};
  auto texts = texts_of(*node, section.label(key));
  if (texts.empty()) fail(node->place, "{} must not be an empty list; leave it out for all", section.label(key));
  return texts;
}

std::filesystem::path read_path(Section const& section, std::filesystem::path const& job_file) {
  auto const& node = section.at("path", "text, the data file, relative to the job file's folder");
  return job_file.parent_path() / text_of(node, section.label("path"));
}

std::string read_target(Section const& section) {
  return text_of(section.at("target", "text, the column with the values to predict"), section.label("target"));
}

void read_series(Section const& section, DataSpec& data) {
  section.allow_only({"kind", "path", "id", "time", "target", "select", "offset", "layout"}, "with kind = \"series\"");
  data.layout = section.word("layout", layouts, DataSpec::Layout::long_form);
  bool const wide = data.layout == DataSpec::Layout::wide;
  data.id = section.text("id", "");
  data.time = section.text("time", "");
  data.target = wide ? section.text("target", "") : read_target(section);
  data.select = read_selection(section, "select");
}

void read_table(Section const& section, DataSpec& data) {
  section.allow_only({"kind", "path", "target", "offset", "problem", "features"}, "with kind = \"table\"");
  data.target = read_target(section);
  if (auto const* problem = section.find("problem"))
    data.problem = section.word_of(*problem, "problem", table_problems);
  data.features = read_selection(section, "features");
}

} // namespace

DataSpec read_data_section(SectionNode const& node, std::filesystem::path const& job_file) {
  Section const section{node.entries,
                        node.place,
                        "[data]",
                        {"kind", "path", "id", "time", "target", "select", "offset", "layout", "problem", "features"}};
  DataSpec data;
  data.kind = section.word_of(section.at("kind", "\"series\", \"table\" or \"none\""), "kind", data_kinds);
  if (data.kind == DataKind::none) {
    section.allow_only({"kind"}, "with kind = \"none\"");
    return data;
  }
  data.path = read_path(section, job_file);
  data.offset = section.real("offset", 0.0);
  if (data.kind == DataKind::series) read_series(section, data);
  if (data.kind == DataKind::table) read_table(section, data);
  return data;
}

} // namespace rankfold::job
