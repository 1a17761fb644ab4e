#pragma once

#include "job/node.hpp"
#include <string_view>

namespace rankfold::job {

/// NAME=VALUE from a command line. VALUE is TOML, in which words need no quotes, also within lists (a shell takes them
/// away): `ets`, `[ZNA, ZZZ]`, `{ min = 1, max = 3 }`. What is not TOML even so is text as it stands.
struct Assignment {
  std::string name;
  Node value; ///< its place is the whole argument
};

/// @param origin what errors say it comes from: "--set a.b=c". @throws JobError
[[nodiscard]] Assignment parse_assignment(std::string_view text, std::string const& origin);

/// Applies `--set SECTION.KEY=VALUE` to a job file. `learner.NAME.KEY=VALUE` is for all [[learner]] of that name.
/// @throws JobError
void apply_override(std::string_view text, NodeTable& root);

} // namespace rankfold::job
