#include "app/cli/forecast.h"

#include "app/cli/output.h"
#include "core/engine/memory.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace attune::cli {

core::TrainingForecast forecastOn(core::Engine& engine, const core::CheckpointSummary& summary, const core::TrainingOptions& options,
                                  const core::TextsToLearn& texts)
{
    const core::RuntimeReport runtime = engine.runtime();
    const core::DeviceReport* device = runtime.device(options.device == "auto" ? runtime.chosenDevice : options.device);
    core::ForecastRequest request;
    request.config = summary.config;
    request.options = options;
    request.texts = texts;
    request.onProcessor = !device || device->name == "cpu";
    request.availableMemory = request.onProcessor ? core::systemMemory().available : device->freeMemory;
    request.speed = engine.measureSpeed(summary.config, options, texts.meanTokens);
    request.precision = request.speed->precision;
    return core::forecast(request);
}

std::string roughDuration(double seconds)
{
    const auto tens = static_cast<long>(std::lround(seconds / 10)), minutes = std::lround(seconds / 60);
    char text[32];
    if (seconds < 60)
        std::snprintf(text, sizeof text, "%ld s", std::max(1L, std::lround(seconds)));
    else if (tens < 30)
        std::snprintf(text, sizeof text, "%ld min %02ld s", tens / 6, tens % 6 * 10);
    else if (minutes < 60)
        std::snprintf(text, sizeof text, "%ld min", minutes);
    else
        std::snprintf(text, sizeof text, "%ld h %02ld min", minutes / 60, minutes % 60);
    return text;
}

std::vector<std::pair<std::string, std::string>> forecastLines(const core::TrainingForecast& forecast)
{
    const auto words = [](double bytes) { return bytesInWords(static_cast<std::uint64_t>(bytes)); };
    const core::MemoryForecast& memory = forecast.memory;
    std::vector<std::pair<std::string, std::string>> lines;
    if (forecast.seconds)
        lines.emplace_back("time",
                           "about " + roughDuration(*forecast.seconds) + " (" + roughDuration(forecast.leastSeconds()) + " to "
                               + roughDuration(forecast.mostSeconds()) + "), " + counted(static_cast<std::size_t>(forecast.steps.total), "step") + " in "
                               + core::precisionName(forecast.precision));
    lines.emplace_back("memory",
                       words(memory.total()) + " of " + bytesInWords(forecast.memoryFree) + " free: weights " + words(memory.weights) + ", gradients "
                           + words(memory.gradients) + ", optimizer " + words(memory.optimizer) + ", activations " + words(memory.activations)
                           + ", working space " + words(memory.working));
    if (!forecast.fits)
        lines.emplace_back("", "does not fit. " + forecast.obstacle);
    return lines;
}

nlohmann::ordered_json forecastJson(const core::TrainingForecast& forecast)
{
    using Json = nlohmann::ordered_json;
    const auto whole = [](double bytes) { return static_cast<std::uint64_t>(bytes); };
    const core::MemoryForecast& memory = forecast.memory;
    return {{"steps", forecast.steps.total},
            {"seconds", forecast.seconds ? Json(*forecast.seconds) : Json(nullptr)},
            {"seconds_range", forecast.seconds ? Json{forecast.leastSeconds(), forecast.mostSeconds()} : Json(nullptr)},
            {"precision", core::precisionName(forecast.precision)},
            {"micro_batch_tokens", forecast.microBatchTokens},
            {"memory",
             {{"total", whole(memory.total())},
              {"weights", whole(memory.weights)},
              {"gradients", whole(memory.gradients)},
              {"optimizer", whole(memory.optimizer)},
              {"activations", whole(memory.activations)},
              {"working", whole(memory.working)},
              {"free", forecast.memoryFree}}},
            {"fits", forecast.fits}};
}

} // namespace attune::cli
