#include "app/cli/commands.h"

#include "core/engine/loader.h"

#include <iostream>

namespace attune::cli {

void addDevices(CLI::App& app)
{
    CLI::App* command = app.add_subcommand("devices", "Show what this computer trains with");
    command->callback([] {
        const core::RuntimeReport report = core::loadEngine().runtime();
        std::cout << "processor  " << report.processor << ", " << report.coresAllowed << " cores for this process\n"
                  << "threads    " << report.threads << '\n'
                  << "LibTorch   " << report.torchVersion << '\n'
                  << "BLAS       " << report.blas << '\n'
                  << "CUDA       " << (report.cudaDevice.empty() ? "none" : report.cudaDevice) << '\n'
                  << "auto       " << report.chosenDevice << std::endl;
        if (!report.warning.empty())
            std::cerr << "warning: " << report.warning << std::endl;
    });
}

} // namespace attune::cli
