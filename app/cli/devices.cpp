#include "app/cli/commands.h"

#include "app/cli/output.h"
#include "core/engine/loader.h"

#include <nlohmann/json.hpp>

#include <iostream>

namespace attune::cli {

namespace {

std::string precisionsOf(const core::DeviceReport& device)
{
    std::string names;
    for (const core::Precision precision : device.precisions)
        names += (names.empty() ? "" : ", ") + core::precisionName(precision);
    return names;
}

void printPlain(const core::RuntimeReport& report)
{
    std::cout << "processor  " << report.processor << ", " << report.coresAllowed << " cores for this process\n"
              << "threads    " << report.threads << '\n'
              << "LibTorch   " << report.torchVersion << '\n'
              << "BLAS       " << report.blas << '\n'
              << "memory     " << bytesInWords(report.processMemory) << " taken by this process\n";
    for (const core::DeviceReport& device : report.devices) {
        std::cout << fitted(device.name, 9) << "  " << device.model;
        if (device.memory)
            std::cout << ", " << bytesInWords(device.freeMemory) << " of " << bytesInWords(device.memory) << " free";
        std::cout << ", " << precisionsOf(device) << '\n';
    }
    std::cout << "auto       " << report.chosenDevice << '\n';
    if (!report.warning.empty())
        std::cerr << "warning: " << report.warning << std::endl;
}

void printJson(const core::RuntimeReport& report)
{
    nlohmann::ordered_json devices = nlohmann::ordered_json::array();
    for (const core::DeviceReport& device : report.devices) {
        nlohmann::ordered_json precisions = nlohmann::ordered_json::array();
        for (const core::Precision precision : device.precisions)
            precisions.push_back(core::precisionName(precision));
        devices.push_back({{"name", device.name},
                           {"model", device.model},
                           {"memory_bytes", device.memory},
                           {"free_memory_bytes", device.freeMemory},
                           {"precisions", precisions}});
    }
    const nlohmann::ordered_json answer{{"processor", report.processor},
                                        {"cores", report.coresAllowed},
                                        {"threads", report.threads},
                                        {"torch", report.torchVersion},
                                        {"blas", report.blas},
                                        {"process_memory_bytes", report.processMemory},
                                        {"devices", devices},
                                        {"auto", report.chosenDevice},
                                        {"warning", report.warning}};
    std::cout << answer.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << '\n';
}

} // namespace

void addDevices(CLI::App& app)
{
    auto json = std::make_shared<bool>(false);
    CLI::App* command = app.add_subcommand("devices", "Show what this computer trains with");
    command->footer("Example: attune-cli devices --json");
    command->add_flag("--json", *json, "One JSON object instead of words");
    command->callback([json] {
        const core::RuntimeReport report = core::loadEngine().runtime();
        *json ? printJson(report) : printPlain(report);
        finishOutput();
    });
}

} // namespace attune::cli
