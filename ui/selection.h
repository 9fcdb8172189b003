#pragma once

#include "core/data/dataset.h"
#include "core/engine/engine.h"

#include <QString>

#include <memory>
#include <optional>

namespace attune::ui {

/// Which rows are learned from and which are to check and test with.
struct SplitSettings {
    bool useSplitColumn = false;              ///< the rows to check with are those that roles.split marks
    std::filesystem::path validationFile;     ///< not empty: they are in another file
    double validationShare = 0.1;             ///< else this share of each class is held back
    std::uint64_t splitSeed = 42;             ///< that draws it
    core::SplitOrder splitOrder = core::SplitOrder::File;
    std::filesystem::path testFile;           ///< empty: none, or the rows that roles.split marks

    bool operator==(const SplitSettings&) const = default;
};

/// What the Data page has chosen to train on: immutable, shared, cheap to pass between threads.
struct DataSelection : SplitSettings {
    std::shared_ptr<const core::Table> table;
    std::shared_ptr<const core::Dataset> dataset; ///< of all rows, with `labels` applied
    core::ColumnRoles roles;
    bool rolesGuessed = false;                ///< nobody chose them
    core::DialectChoice dialect;              ///< what the user fixed about how the file is written
    core::LabelMap labels;
    std::string fingerprint;                  ///< of the file's bytes
    std::optional<int> maxLength;             ///< tokens, as chosen on the Data page; absent: by the data

    bool ready() const { return dataset != nullptr; }
    QString fileName() const { return table ? QString::fromStdString(table->file.filename().string()) : QString(); }

    /// As a run records it; the checkpoint is left open. Tells with core::differences() whether a run learned from other data.
    core::RunSources sources() const;
};

/// All that the worker needs to begin a training; it makes the split itself, away from the GUI thread.
struct TrainingJob {
    DataSelection data;
    core::CheckpointSummary checkpoint;
    core::TrainingOptions options;
    std::filesystem::path output;
};

/// A run to go on with, from the state that it saved last.
struct ResumeJob {
    std::filesystem::path run;
    std::optional<core::TrainingOptions> options = {}; ///< changed ones; absent: as the run was begun or resumed last
};

/// Whose weights answer a prediction.
struct PredictionSource {
    enum class Kind { None, InTraining, Checkpoint };
    Kind kind = Kind::None;
    QString directory;   ///< Checkpoint: a checkpoint or run directory
    bool operator==(const PredictionSource&) const = default;
};

/// A text to predict, or a pair.
struct PredictionText {
    QString text;
    std::optional<QString> second = {};
    bool operator==(const PredictionText&) const = default;
};

} // namespace attune::ui
