#pragma once

#include "ui/dataset/column_role.h"
#include "ui/dataset/dataset_checks.h"
#include "ui/dataset/dataset_reader.h"
#include "ui/dataset/row_order.h"

#include <QWidget>

namespace attune::ui {

class DialectBar;
class FilterBar;
class LabelHistory;
class LabelsPane;
class LengthPane;
class PreviewTable;
class ProblemPane;
class RepeatsPane;
class RowFinder;
class SplitPane;
class TableModel;

/// A file opened on the Data page: how it is written over its rows and their problems; labels, lengths, rows to check with and
/// repeated rows beside them.
class DataDesk : public QWidget {
    Q_OBJECT
public:
    explicit DataDesk(LabelHistory* history, QWidget* parent = nullptr);

    void present(const ReadResult& result, const core::DialectChoice& choice, bool anotherFile);
    void showDialect(const core::Dialect& dialect, const core::DialectChoice& choice);
    void showChecks(const CheckResult& result, bool byColumn);
    void refuseSplit(const Failure& failure);
    void setLocked(bool locked);
    void showPosition(std::size_t position); ///< of the preview, among all rows if need be

    RowFinder* finder() const { return m_finder; }
    LabelsPane* labels() const { return m_labels; }
    LengthPane* lengths() const { return m_lengths; }
    SplitPane* split() const { return m_split; }
    DialectBar* dialect() const { return m_dialect; }
    ProblemPane* problems() const { return m_problems; }

public Q_SLOTS:
    void showRows(attune::ui::RowQuery::Only rows); ///< some of them alone

Q_SIGNALS:
    void dialectChosen(const attune::core::DialectChoice& choice);
    void roleChosen(std::size_t column, attune::ui::ColumnRole role);

private:
    QWidget* buildRows();
    QWidget* buildSide();
    void connectParts();
    void showProblems(bool shown);
    void sort(int column, bool descending);
    void leave(int row);

    ReadResult m_read; ///< what is shown
    TableModel* m_model;
    RowFinder* m_finder;
    DialectBar* m_dialect;
    FilterBar* m_filter;
    PreviewTable* m_preview;
    ProblemPane* m_problems;
    LabelsPane* m_labels;
    LengthPane* m_lengths;
    SplitPane* m_split;
    RepeatsPane* m_repeats;
    QWidget* m_learnable; ///< what is said of rows that can be learned from
    std::optional<std::size_t> m_awaited; ///< to be shown once all rows are
};

} // namespace attune::ui
