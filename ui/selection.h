#pragma once

#include "core/data/dataset.h"
#include "core/engine/engine.h"

#include <QString>

#include <memory>
#include <optional>

namespace attune::ui {

/// What the Data page has chosen to train on: immutable, shared, cheap to pass between threads.
struct DataSelection {
    std::shared_ptr<const core::Table> table;
    std::shared_ptr<const core::Dataset> dataset;
    core::ColumnRoles roles;
    bool useSplitColumn = false;   ///< check rows come from roles.split, else validationShare is held back
    double validationShare = 0.1;

    bool ready() const { return dataset != nullptr; }
    QString fileName() const { return table ? QString::fromStdString(table->file.filename().string()) : QString(); }
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
