#include "ui/comparing/comparison_reading.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace attune::ui {

namespace {

using Reading = core::AttentionChoice::Reading;

core::AttentionRows read(const Answer& answer, core::AttentionChoice choice, const std::stop_token& stop)
{
    if (choice.layer)
        choice.layer = std::min(*choice.layer, answer.attention->layers() - 1);
    if (choice.head)
        choice.head = std::min(*choice.head, answer.attention->heads() - 1);
    return core::readAttention(*answer.attention, answer.prediction->tokens, choice, stop);
}

} // namespace

ComparisonReading readComparison(const ModelComparison& comparison, const core::AttentionChoice& choice, std::stop_token stop)
{
    ComparisonReading reading{read(comparison.before, choice, stop), read(comparison.after, choice, stop), {}};
    if (stop.stop_requested())
        return {};
    if (comparison.change) {
        reading.difference = reading.after.values;
        std::transform(reading.difference.begin(), reading.difference.end(), reading.before.values.begin(), reading.difference.begin(), std::minus<>());
    }
    return reading;
}

core::AttentionChoice wayOfReading(core::AttentionChoice choice)
{
    const bool all = choice.reading == Reading::Rollout; // which heeds neither
    choice.layer = choice.layer && !all ? std::optional<std::size_t>(0) : std::nullopt;
    choice.head = choice.head && !all ? std::optional<std::size_t>(0) : std::nullopt;
    return choice;
}

float largestDifference(const ModelComparison& comparison, core::AttentionChoice choice, std::stop_token stop)
{
    float largest = 0;
    if (!comparison.change)
        return largest;
    choice = wayOfReading(choice);
    const std::size_t layers = choice.layer ? comparison.change->layers : 1, heads = choice.head ? comparison.change->heads : 1;
    for (std::size_t map = 0; map < layers * heads && !stop.stop_requested(); ++map) {
        if (choice.layer)
            choice.layer = map / heads;
        if (choice.head)
            choice.head = map % heads;
        for (const float value : readComparison(comparison, choice, stop).difference)
            largest = std::max(largest, std::abs(value));
    }
    return largest;
}

std::size_t comparisonWork(const ModelComparison& comparison, const core::AttentionChoice& choice)
{
    return core::attentionWork(*comparison.before.attention, choice) + core::attentionWork(*comparison.after.attention, choice);
}

} // namespace attune::ui
