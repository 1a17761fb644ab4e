#pragma once

#include "cli/options.hpp"
#include "cli/stored_models.hpp"

/// The two kinds of `rankfold predict`. Both print to standard output, the reasons that have no place there to standard
/// error, and give whether each task had a model. @throws JobError before anything is printed
namespace rankfold::cli {

/// Forecasts each series for --horizon steps.
bool predict_series(cxxopts::ParseResult const& parsed, StoredModels const& file, std::string const& format);
/// Predicts the rows of --data.
bool predict_table(cxxopts::ParseResult const& parsed, StoredModels const& file, std::string const& format);

} // namespace rankfold::cli
