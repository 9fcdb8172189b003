#pragma once

#include "core/engine/forecast.h"
#include "ui/failure.h"

#include <QString>

#include <optional>

namespace attune::ui {

/// A checkpoint in the list: where it is and, once looked into, what it is or why it cannot be used.
struct CheckpointEntry {
    enum class Origin { Included, Fetched, Run, Cached, Opened }; ///< Run: the best of one of ours; Cached: in the cache that HuggingFace's tools share
    Origin origin = Origin::Opened;
    QString name;
    std::filesystem::path directory;
    std::optional<core::CheckpointSummary> summary;
    std::optional<Failure> refusal;
    std::optional<core::TrainingForecast> forecast; ///< for the data that are open

    bool known() const { return summary || refusal; }
};

/// Why it cannot be used, without the folder's path, which stands beside it.
QString refusalCause(const CheckpointEntry& entry);

/// One thing that was found in the files.
struct Finding {
    bool good = true; ///< else worth knowing
    QString cause;
    QString detail;
};

/// "6 layers, 22.7 M, uncased"
QString shapeLine(const core::CheckpointSummary& summary);

/// The line under the name on the card: "Uncased, pre-trained. In ~/models/bert-medium".
QString factsLine(const CheckpointEntry& entry);

/// How the weights are stored: "safetensors, F32, 90.9 MB", "sharded PyTorch zip, F16, 91 MB, 4 files".
QString weightsLine(const core::CheckpointSummary& summary);

/// What keeps it from being trained here, in a few words for the list: "Needs 16.8 GB, 12.4 GB are free". Empty while nothing does.
QString shortageLine(const CheckpointEntry& entry);

/// "Learning rate 5e-5, batch 32, 4 epochs, 128 tokens, fp32."
QString optionsLine(const core::TrainingOptions& options, const core::TrainingForecast& forecast);

/// "5 min 58 s, 2.0 GB"; the memory alone while the speed is not known.
QString forecastInWords(const core::TrainingForecast& forecast);

/// What loading will take from the files, make new and leave out. `labels` are the data's, empty while there are none.
std::vector<Finding> findings(const core::CheckpointSummary& summary, const QStringList& labels);

/// Does training on rows with these labels begin with a new classifier?
bool classifierIsNew(const core::CheckpointSummary& summary, const QStringList& labels);
QStringList storedLabels(const core::CheckpointSummary& summary);

} // namespace attune::ui
