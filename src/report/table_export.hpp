#pragma once

#include "results/result_reader.hpp"
#include <iosfwd>
#include <string>
#include <vector>

namespace rankfold::report {

enum class ExportFormat { csv, json };

/// The tables that can be exported.
[[nodiscard]] std::vector<std::string> const& exportable_tables();

/// Writes one table of a result file, row after row: CSV (RFC 4180, a header line) or a JSON array of objects.
/// Columns are those of docs/result-format.md, but the reason of a fold is its text, and all learners' configurations
/// are one table. Not-a-number is an empty field or null. @throws JobError
void export_table(results::ResultReader const& file, std::string const& table, ExportFormat format, std::ostream& out);

} // namespace rankfold::report
