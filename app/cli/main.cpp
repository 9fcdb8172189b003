#include "app/cli/commands.h"

#include "core/engine/loader.h"
#include "core/error.h"

#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

namespace {

constexpr int kFailure = 1;
constexpr int kUsage = 2;

/// Options by HuggingFace's names have underscores there: --learning_rate means --learning-rate.
std::vector<std::string> withDashes(int argc, char** argv)
{
    std::vector<std::string> arguments(argv, argv + argc);
    for (std::string& argument : arguments) {
        if (argument == "--")
            break;
        if (argument.starts_with("--"))
            std::replace(argument.begin(), std::find(argument.begin(), argument.end(), '='), '_', '-');
    }
    return arguments;
}

} // namespace

int main(int argc, char** argv)
{
    using namespace attune;
    core::prepareProcess();

    CLI::App app{"Attune fine-tunes BERT for text classification: on this computer, nothing leaves it.", "attune-cli"};
    app.set_version_flag("--version", std::string("attune-cli ") + ATTUNE_VERSION);
    app.require_subcommand(1);
    cli::addDataset(app);
    cli::addTrain(app);
    cli::addPredict(app);
    cli::addAttend(app);
    cli::addExplain(app);
    cli::addCompare(app);
    cli::addInspect(app);
    cli::addTokenize(app);
    cli::addNewCheckpoint(app);
    cli::addEvaluate(app);
    cli::addDevices(app);
    cli::addRuns(app);
    try {
        std::vector<std::string> arguments = withDashes(argc, argv);
        std::vector<char*> pointers;
        for (std::string& argument : arguments)
            pointers.push_back(argument.data());
        app.parse(argc, pointers.data());
        return 0;
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : kUsage;
    } catch (const core::Error& error) {
        std::cerr << "attune-cli: " << error.what() << std::endl;
    } catch (const std::exception& error) {
        std::cerr << "attune-cli: " << error.what() << std::endl;
    }
    return kFailure;
}
