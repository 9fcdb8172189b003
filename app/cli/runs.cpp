#include "app/cli/commands.h"
#include "app/cli/output.h"

#include "core/hub/places.h"
#include "core/runs/events.h"
#include "core/runs/run_list.h"
#include "core/utf8.h"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <iostream>
#include <memory>

namespace attune::cli {

namespace {

using Json = nlohmann::ordered_json;

struct RunsArguments {
    std::string folder;
    bool json = false;
};

Json toJson(const core::ListedRun& run)
{
    const core::RunSummary& summary = run.saved.summary;
    return {{"directory", run.directory.string()},
            {"name", run.name()},
            {"status", core::stateName(run.state)},
            {"data", run.saved.sources.dataFile.string()},
            {"checkpoint", run.saved.sources.checkpoint.string()},
            {"started", run.saved.started},
            {"ended", run.saved.ended.empty() ? Json(nullptr) : Json(run.saved.ended)},
            {"steps", summary.steps},
            {"total_steps", run.saved.plan.totalSteps},
            {"seconds", summary.seconds},
            {"best", core::bestToJson(summary.best, run.saved.plan.labels)},
            {"has_model", run.hasModel},
            {"can_resume", run.canResume},
            {"failure", run.saved.failure.empty() ? Json(nullptr) : Json(run.saved.failure)}};
}

void printTable(const std::vector<core::ListedRun>& runs)
{
    const auto line = [](std::string_view name, std::string_view data, std::string_view checkpoint, std::string_view status, std::string_view f1,
                         std::string_view duration, std::string_view started) {
        std::cout << fitted(name, 20) << "  " << fitted(data, 20) << "  " << fitted(checkpoint, 20) << "  " << fitted(status, 17) << "  " << fitted(f1, 8)
                  << "  " << fitted(duration, 12) << "  " << started << '\n';
    };
    line("run", "data", "checkpoint", "status", "macro-F1", "duration", "started");
    for (const core::ListedRun& run : runs) {
        char f1[16] = "-";
        if (run.saved.summary.best.samples > 0)
            std::snprintf(f1, sizeof f1, "%.4f", run.saved.summary.best.macroF1);
        line(core::printable(run.name()), core::printable(run.saved.sources.dataFile.filename().string()),
             core::printable(core::checkpointName(run.saved.sources.checkpoint)), core::stateName(run.state), f1, durationInWords(run.saved.summary.seconds),
             core::printable(run.saved.started));
    }
}

void list(const RunsArguments& arguments)
{
    const std::filesystem::path folder = arguments.folder.empty() ? core::runsDirectory() : std::filesystem::path(arguments.folder);
    const std::vector<core::ListedRun> runs = core::listRuns(folder);
    if (arguments.json)
        for (const core::ListedRun& run : runs)
            std::cout << core::toText(toJson(run)) << '\n';
    else if (runs.empty())
        std::cout << "There are no runs in " << core::printable(folder.string()) << ".\n";
    else
        printTable(runs);
    finishOutput();
}

} // namespace

void addRuns(CLI::App& app)
{
    auto arguments = std::make_shared<RunsArguments>();
    CLI::App* command = app.add_subcommand("runs", "List the runs: what was trained on what, how it stands, how good it became");
    command->footer("Example: attune-cli runs --json");
    command->add_option("FOLDER", arguments->folder, "Folder of the runs (default: where the window keeps them)");
    command->add_flag("--json", arguments->json, "Print one JSON object for each run");
    command->callback([arguments] { list(*arguments); });
}

} // namespace attune::cli
