#pragma once

#include "core/runs/run_directory.h"

#include <nlohmann/json.hpp>

namespace attune::core {

/// All that run.json holds; kept whole, because the file is rewritten whole.
struct RunFile {
    std::string name;               ///< that the run was given, empty where it was given none
    TrainingOptions options;
    nlohmann::ordered_json sources; ///< by describe(), as they were when the run began
    TrainingPlan plan;
    RunSummary summary;
    std::string failure;            ///< a sentence, empty unless the run failed
    nlohmann::ordered_json resumed = nlohmann::ordered_json::array(); ///< when, after which step, and what options had changed
    std::string started;            ///< 2026-01-31T12:00:00Z
    std::string ended;              ///< empty while it trains
};

/// Path, size and fingerprint of the data and of the checkpoint's files, and how the data were read. Reads the files once.
nlohmann::ordered_json describe(const RunSources& sources);

/// The part of it for which no file has to be read: how the data are read and divided. sourcesFromJson() reads it.
nlohmann::ordered_json describeReading(const RunSources& sources);

/// What describe() wrote, without what it says of the checkpoint's files. What is absent, as in runs of older versions, stays empty.
RunSources sourcesFromJson(const nlohmann::ordered_json& json);

std::string toJson(const RunFile& run);

/// What toJson() wrote of plan and summary. What is absent or of another kind keeps its default; summaryFromJson throws Error, naming `file`,
/// where an evaluation in it is of another kind.
TrainingPlan planFromJson(const nlohmann::ordered_json& json);
RunSummary summaryFromJson(const nlohmann::ordered_json& json, const std::string& status, const std::string& file);

/// Now, in UTC, as RFC 3339 writes it.
std::string timestamp();

} // namespace attune::core
