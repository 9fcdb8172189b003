#pragma once

#include "ui/selection.h"

#include <optional>
#include <stop_token>

namespace attune::ui {

/// What corrected rows can be written from: the whole file, of which perhaps only some rows were measured.
struct RowOrigin {
    std::shared_ptr<const core::Table> table;
    core::ColumnRoles roles;
    core::LabelMap labels;
    std::string fingerprint = {}; ///< of the file's bytes as they were read
    std::filesystem::path learned = {}; ///< not empty: these rows only check what is learned from that file
    core::DialectChoice dialect = {}; ///< with which corrected rows will be read then
};

/// What is measured, and on which rows.
struct EvaluationSubject {
    QString directory; ///< the model's: a checkpoint or a run
    QString name; ///< "run-0014, best model"
    std::optional<qint64> step; ///< of the run, where it is known
    QString rows; ///< "802 check rows of reviews.csv that the model has not learned from"
    std::shared_ptr<const core::Dataset> dataset; ///< with the model's labels, in its order
    std::optional<RowOrigin> origin;
    std::optional<core::RunSources> sources; ///< what its rows were made from, where the Data page can show the same
    bool allRows = false; ///< and not only those to check with: how they are divided does not matter
};

/// Both come from the same file, read alike and with the same names of labels: what was changed about rows of one holds for the other.
bool sameFile(const EvaluationSubject& a, const EvaluationSubject& b);

/// "run-0014, best model" for a run, the folder's name for a checkpoint.
QString modelName(const QString& directory);

// These read files and throw core::Error: not for the GUI thread.

/// All rows that `selection` holds, in the labels of the model in `directory`.
EvaluationSubject subjectOfSelection(const QString& directory, const DataSelection& selection);

/// A file, with the dialect, the columns and the label map of the model's run where it has those columns; else they are guessed.
EvaluationSubject subjectOfFile(
    const QString& directory, const QString& file, const core::Progress& progress, std::stop_token stop);

/// The rows with which a run was checked; where its file is gone or its columns are not known, an Error that says so.
EvaluationSubject subjectOfRun(const QString& directory, const core::Progress& progress, std::stop_token stop);

/// The check rows of a run that has just ended. Where they are of a file of their own that has changed since, they cannot be corrected.
EvaluationSubject subjectOfCheckRows(const core::RunSummary& summary, const DataSelection& trained,
    std::shared_ptr<const core::Dataset> checkRows, const core::Progress& progress, std::stop_token stop);

} // namespace attune::ui
