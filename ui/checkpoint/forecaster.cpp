#include "ui/checkpoint/forecaster.h"

#include "core/engine/memory.h"
#include "ui/selection_sources.h"

#include <algorithm>
#include <cmath>

namespace attune::ui {

namespace {

struct Counted {
    core::TextsToLearn texts;
    std::uint64_t memory = 0;
};

core::TextsToLearn countTexts(const DataSelection& data, const core::Tokenizer& tokenizer, const core::ModelConfig& config,
    const core::TrainingOptions& options, std::stop_token stop)
{
    if (data.useSplitColumn || !data.validationFile.empty())
        return core::textsOf(splitOf(data, data.splitSeed, stop), tokenizer, config, options, stop);
    return core::textsOf(*data.dataset, data.validationShare, tokenizer, config, options, std::move(stop));
}

/// Texts of like length are computed equally fast.
std::int64_t lengthClass(double meanTokens)
{
    return std::llround(2 * std::log2(std::max(1.0, meanTokens)));
}

} // namespace

Forecaster::Forecaster(QObject* parent)
    : QObject(parent)
    , m_tokenizers(std::make_shared<std::map<std::filesystem::path, core::Tokenizer>>())
{
}

void Forecaster::setData(const DataSelection& selection)
{
    m_data = selection;
    m_queue.cancel();
    for (auto& [directory, wanted] : m_wanted) {
        wanted.texts.reset();
        const bool had = std::exchange(wanted.forecast, std::nullopt).has_value();
        count(wanted);
        if (had)
            Q_EMIT changed(directory);
    }
}

void Forecaster::setRuntime(const core::RuntimeReport& report)
{
    m_runtime = report;
    forecastAll();
}

void Forecaster::setBusy(bool busy)
{
    const bool trained = std::exchange(m_busy, busy) && !busy;
    if (trained)
        m_speeds.clear(); // the machine may have been busy with other things when they were measured
    if (busy)
        m_measuring.clear(); // what was asked for may never be answered
    else
        forecastAll();
}

void Forecaster::want(const core::CheckpointSummary& summary, const std::optional<core::TrainingOptions>& options)
{
    const auto [found, isNew] = m_wanted.try_emplace(summary.directory);
    auto& wanted = found->second;
    const auto chosen = options.value_or(isNew ? core::defaultOptions(summary.config) : wanted.options);
    if (!isNew && chosen == wanted.options)
        return;
    const bool recount = isNew || !wanted.texts || chosen.maxSeqLength != wanted.options.maxSeqLength;
    wanted.summary = summary;
    wanted.options = chosen;
    if (recount)
        count(wanted);
    else
        forecast(wanted);
}

void Forecaster::count(Wanted& wanted)
{
    const auto id = wanted.asked = ++m_lastId;
    if (!m_data.ready())
        return;
    const auto directory = wanted.summary.directory;
    m_queue.run(
        [tokenizers = m_tokenizers, directory, data = m_data, config = wanted.summary.config, options = wanted.options](const BackgroundQueue::Job& job) {
            auto found = tokenizers->find(directory);
            if (found == tokenizers->end())
                found = tokenizers->emplace(directory, core::Tokenizer::fromDirectory(directory)).first;
            return Counted{countTexts(data, found->second, config, options, job.stop), core::systemMemory().available};
        },
        [this, id, directory](const Outcome<Counted>& outcome) {
            const auto answered = m_wanted.find(directory);
            if (answered == m_wanted.end() || answered->second.asked != id || !outcome.value)
                return; // asked again meanwhile, or the data cannot be split: the Data page says why
            answered->second.texts = outcome.value->texts;
            answered->second.memory = outcome.value->memory;
            forecast(answered->second);
        });
}

Forecaster::SpeedKey Forecaster::speedKey(const Wanted& wanted) const
{
    const auto& config = wanted.summary.config;
    SpeedKey key{config.hiddenSize, config.intermediateSize, config.numAttentionHeads, static_cast<std::int64_t>(config.hiddenAct),
        std::min<std::int64_t>(2, config.numHiddenLayers), core::microBatchTokens(config), wanted.options.batchSize,
        lengthClass(wanted.texts->meanTokens)};
    for (const auto& name : {wanted.options.precision, wanted.options.device, wanted.options.optim})
        key.insert(key.end(), name.begin(), name.end());
    return key;
}

void Forecaster::askForSpeed(const Wanted& wanted, const SpeedKey& key)
{
    const bool asked = std::any_of(m_measuring.begin(), m_measuring.end(), [&](const auto& one) { return one.second == key; });
    if (!m_runtime || m_busy || asked)
        return;
    m_measuring.emplace(++m_lastId, key);
    Q_EMIT speedWanted(m_lastId, wanted.summary.config, wanted.options, wanted.texts->meanTokens);
}

void Forecaster::takeSpeed(quint64 id, const core::MachineSpeed& speed)
{
    const auto measured = m_measuring.find(id);
    if (measured == m_measuring.end())
        return;
    m_speeds[measured->second] = speed;
    m_measuring.erase(measured);
    forecastAll();
}

void Forecaster::forecast(Wanted& wanted)
{
    if (!wanted.texts)
        return;
    core::ForecastRequest request;
    request.config = wanted.summary.config;
    request.options = wanted.options;
    request.texts = *wanted.texts;
    request.availableMemory = wanted.memory;
    const auto* device = !m_runtime ? nullptr : m_runtime->device(wanted.options.device == "auto" ? m_runtime->chosenDevice : wanted.options.device);
    request.onProcessor = !device || device->name == "cpu";
    if (!request.onProcessor)
        request.availableMemory = device->freeMemory;
    if (wanted.options.precision == "bf16")
        request.precision = core::Precision::Bf16;
    const auto key = speedKey(wanted);
    if (const auto known = m_speeds.find(key); known != m_speeds.end()) {
        request.speed = known->second;
        request.precision = known->second.precision;
    } else {
        askForSpeed(wanted, key);
    }
    wanted.forecast = core::forecast(request);
    Q_EMIT changed(wanted.summary.directory);
}

void Forecaster::forecastAll()
{
    for (auto& [directory, wanted] : m_wanted)
        forecast(wanted);
}

const core::TrainingForecast* Forecaster::of(const std::filesystem::path& checkpoint) const
{
    const auto found = m_wanted.find(checkpoint);
    return found != m_wanted.end() && found->second.forecast ? &*found->second.forecast : nullptr;
}

const core::TrainingOptions* Forecaster::optionsOf(const std::filesystem::path& checkpoint) const
{
    const auto found = m_wanted.find(checkpoint);
    return found != m_wanted.end() ? &found->second.options : nullptr;
}

} // namespace attune::ui
