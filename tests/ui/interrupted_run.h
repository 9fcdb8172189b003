#pragma once

#include "core/hub/places.h"
#include "core/runs/run_directory.h"

#include <filesystem>
#include <fstream>

namespace attune::test {

/// A run among the window's whose program was killed: it says that it trains, and nobody does. It learned to tell negative from positive.
inline void leaveInterrupted(const core::RunSources& sources)
{
    core::TrainingPlan plan;
    plan.totalSteps = 40;
    plan.stepsPerEpoch = 10;
    plan.labels = {"negative", "positive"};
    const auto directory = core::nextRunDirectory();
    const core::RunDirectory run(directory, core::TrainingOptions(), sources, plan);
    std::filesystem::create_directories(directory / "checkpoint");
    std::ofstream(directory / "checkpoint" / "state-0.safetensors") << "state";
}

} // namespace attune::test
