#include "core/runs/run_before.h"

#include "core/error.h"
#include "core/runs/fingerprint.h"
#include "core/runs/run_directory.h"
#include "core/small_file.h"

#include <nlohmann/json.hpp>

namespace attune::core {

namespace fs = std::filesystem;

fs::path checkpointBefore(const fs::path& run)
{
    const fs::path checkpoint = readRun(run).sources.checkpoint;
    if (checkpoint.empty() || !fs::is_directory(checkpoint))
        throw Error("The checkpoint that the run " + run.string() + " began with, " + checkpoint.string() + ", is not there any more.",
                    "Put it back, or compare with another model.");
    const auto json = nlohmann::json::parse(readSmallFile(run / "run.json", kLargestSettings).value_or(std::string()), nullptr, false);
    const auto files = json.value(nlohmann::json::json_pointer("/sources/checkpoint/files"), nlohmann::json::object());
    for (const auto& [name, then] : files.items()) {
        const auto now = fingerprint(checkpoint / name);
        if (!now || now->hash != then.value("fingerprint", std::string()))
            throw Error("The checkpoint " + checkpoint.string() + " has changed since the run " + run.string() + " began with it: " + name
                            + (now ? " is another file now." : " is gone."),
                        "Put the old one back, or compare with another model.");
    }
    return checkpoint;
}

} // namespace attune::core
