#include "job/sections.hpp"

#include "job/section.hpp"
#include <algorithm>

namespace rankfold::job {
namespace {

constexpr std::size_t longest_name = 100;

bool fits_file_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
}

/// The name becomes that of files and batch jobs.
std::string read_name(Section const& section) {
  auto const& node = section.at("name", "text, the job's name");
  auto const& name = text_of(node, section.label("name"));
  bool const fits = std::ranges::all_of(name, fits_file_name) && name[0] != '.' && name[0] != '-';
  if (!fits) {
    fail(node.place,
         "{} must consist of letters, digits, '_', '-' and '.', and begin with none of the last two, but is '{}'",
         section.label("name"), shown(name));
  }
  if (name.size() > longest_name) {
    fail(node.place, "{} must have at most {} characters, but has {}", section.label("name"), longest_name,
         name.size());
  }
  return name;
}

std::filesystem::path read_output(Section const& section, std::string const& job_name) {
  std::filesystem::path output = section.text("output", job_name + ".h5");
  auto const name = output.filename();
  if (name.empty() || name == "." || name == "..") {
    fail(section.find("output")->place, "{} must name a file, but is '{}'", section.label("output"),
         shown(output.string()));
  }
  return output;
}

} // namespace

void read_job_section(SectionNode const& node, Job& job) {
  Section const section{node.entries, node.place, "[job]", {"name", "seed", "output"}};
  job.name = read_name(section);
  job.seed = static_cast<std::uint64_t>(section.integer("seed", 0, 0));
  job.output = read_output(section, job.name);
}

} // namespace rankfold::job
