#pragma once

#include "ui/runs/run_entry.h"

#include <QAbstractTableModel>
#include <QDialog>

class QTableView;

namespace attune::ui {

/// Runs side by side: a row for each fact and option, a column for each run.
class RunComparison : public QAbstractTableModel {
    Q_OBJECT
public:
    explicit RunComparison(const std::vector<RunEntry>& runs, QObject* parent = nullptr);
    void setOnlyDifferences(bool only);
    QString asText() const; ///< tab-separated, for the clipboard

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row {
        QString name, toolTip;
        QStringList values; ///< of each run
        bool differs() const;
    };
    void collect(const std::vector<RunEntry>& runs);
    const Row& row(int shown) const { return m_rows[m_shown[static_cast<std::size_t>(shown)]]; }

    QStringList m_names;
    std::vector<Row> m_rows;
    std::vector<std::size_t> m_shown;
};

/// A window with such a table; closes with Esc, copies with the usual keys.
class ComparisonDialog : public QDialog {
    Q_OBJECT
public:
    explicit ComparisonDialog(const std::vector<RunEntry>& runs, QWidget* parent = nullptr);

protected:
    void keyPressEvent(QKeyEvent* event) override; ///< copies, wherever in the dialog the keyboard is

private:
    void copy();

    RunComparison* m_comparison;
    QTableView* m_table;
};

} // namespace attune::ui
