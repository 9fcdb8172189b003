#pragma once

#include "core/engine/forecast.h"
#include "ui/background_queue.h"
#include "ui/selection.h"

#include <map>

namespace attune::ui {

/// Keeps forecasts of memory and time for the checkpoints that somebody wants to know about, whenever data, options or the engine change. Counts
/// tokens away from the GUI thread and has the engine measure its speed once for each shape of model.
class Forecaster : public QObject {
    Q_OBJECT
public:
    explicit Forecaster(QObject* parent = nullptr);

    void setData(const DataSelection& selection);
    void setRuntime(const core::RuntimeReport& report);
    void setBusy(bool busy); ///< the engine trains: what it would measure meanwhile says nothing

    /// From now on there is a forecast of it. Its options are those of `options`, else the defaults for its size.
    void want(const core::CheckpointSummary& summary, const std::optional<core::TrainingOptions>& options = {});

    /// nullptr while there is none: no data yet, or it is being worked out.
    const core::TrainingForecast* of(const std::filesystem::path& checkpoint) const;
    const core::TrainingOptions* optionsOf(const std::filesystem::path& checkpoint) const;

public Q_SLOTS:
    void takeSpeed(quint64 id, const attune::core::MachineSpeed& speed); ///< what speedWanted asked for

Q_SIGNALS:
    void changed(const std::filesystem::path& checkpoint);
    void speedWanted(quint64 id, const attune::core::ModelConfig& config, const attune::core::TrainingOptions& options, double meanTokens);

private:
    struct Wanted {
        core::CheckpointSummary summary;
        core::TrainingOptions options;
        quint64 asked = 0; ///< the newest count that is under way
        std::optional<core::TextsToLearn> texts;
        std::uint64_t memory = 0; ///< of the processor, free to this process
        std::optional<core::TrainingForecast> forecast;
    };
    using SpeedKey = std::vector<std::int64_t>;
    SpeedKey speedKey(const Wanted& wanted) const;
    void count(Wanted& wanted);
    void forecast(Wanted& wanted);
    void forecastAll();
    void askForSpeed(const Wanted& wanted, const SpeedKey& key);

    DataSelection m_data;
    std::optional<core::RuntimeReport> m_runtime;
    bool m_busy = false;
    std::map<std::filesystem::path, Wanted> m_wanted;
    std::map<SpeedKey, core::MachineSpeed> m_speeds;
    std::map<quint64, SpeedKey> m_measuring;
    quint64 m_lastId = 0;
    std::shared_ptr<std::map<std::filesystem::path, core::Tokenizer>> m_tokenizers; ///< touched by the queue's work alone
    BackgroundQueue m_queue;
};

} // namespace attune::ui
