#pragma once

#include "core/engine/engine.h"

namespace attune::core {

/// Tokenizes, loads the weights, makes the run's directory. See Engine::startTraining.
std::unique_ptr<TrainingSession> startSession(TrainingRequest request, const Progress& progress, std::stop_token stop);

/// See Engine::resumeTraining.
std::unique_ptr<TrainingSession> resumeSession(ResumeRequest request, const Progress& progress, std::stop_token stop);

} // namespace attune::core
