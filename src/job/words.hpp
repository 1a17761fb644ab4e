#pragma once

#include "job/job.hpp"
#include "job/section.hpp"

/// The words of the job file, for reading and for writing.
namespace rankfold::job {

inline constexpr Word<DataKind> data_kinds[]{
    {"series", DataKind::series}, {"table", DataKind::table}, {"none", DataKind::none}};

inline constexpr Word<DataSpec::Layout> layouts[]{{"long", DataSpec::Layout::long_form},
                                                  {"wide", DataSpec::Layout::wide}};

inline constexpr Word<Problem> table_problems[]{{"classification", Problem::classification},
                                                {"regression", Problem::regression}};

inline constexpr Word<ValidationSpec::Scheme> schemes[]{
    {"time-series", ValidationSpec::Scheme::time_series},
    {"k-fold", ValidationSpec::Scheme::k_fold},
    {"stratified-k-fold", ValidationSpec::Scheme::stratified_k_fold},
    {"holdout", ValidationSpec::Scheme::holdout},
    {"predefined", ValidationSpec::Scheme::predefined}};

inline constexpr Word<Direction> directions[]{{"minimize", Direction::minimize}, {"maximize", Direction::maximize}};

inline constexpr Word<Range::Scale> scales[]{{"linear", Range::Scale::linear}, {"log", Range::Scale::log}};

inline constexpr Word<ResourceSpec::Schedule> schedules[]{{"dynamic", ResourceSpec::Schedule::dynamic},
                                                          {"static", ResourceSpec::Schedule::static_waves}};

inline constexpr Word<ResourceSpec::Isolation> isolations[]{{"none", ResourceSpec::Isolation::none},
                                                            {"process", ResourceSpec::Isolation::process}};

inline constexpr Word<ResourceSpec::OnFailure> failure_reactions[]{{"continue", ResourceSpec::OnFailure::carry_on},
                                                                   {"stop", ResourceSpec::OnFailure::stop}};

inline constexpr Word<SlurmSpec::Launcher> launchers[]{{"mpirun", SlurmSpec::Launcher::mpirun},
                                                       {"srun", SlurmSpec::Launcher::srun}};

enum class NumberType { integer, real };
inline constexpr Word<NumberType> number_types[]{{"int", NumberType::integer}, {"float", NumberType::real}};

} // namespace rankfold::job
