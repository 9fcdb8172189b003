#include "ui/training/presets.h"

#include <algorithm>

namespace attune::ui {

core::TrainingOptions presetOptions(Preset preset, const core::ModelConfig& config, std::size_t longest)
{
    core::TrainingOptions options = core::defaultOptions(config);
    // A model of the smallest size knows little beforehand: it stays at chance for many validations before it begins to learn.
    if (config.hiddenSize > 128)
        options.earlyStoppingPatience = 3;
    switch (preset) {
    case Preset::Quick:
        options.numTrainEpochs = config.hiddenSize <= 512 ? 2 : 1;
        options.maxSeqLength = 64;
        break;
    case Preset::Balanced:
        break;
    case Preset::Best:
        options.numTrainEpochs *= 2;
        options.earlyStoppingPatience = 5; // twice the epochs may be too many
        options.labelSmoothingFactor = 0.05;
        break;
    }
    if (options.maxSeqLength)
        options.maxSeqLength = std::min({*options.maxSeqLength, std::int64_t(longest), config.maxPositionEmbeddings});
    return options;
}

} // namespace attune::ui
