#pragma once

#include "ui/background_queue.h"
#include "ui/evaluation/corrections.h"
#include "ui/evaluation/row_arrangement.h"

#include <QTimer>
#include <QWidget>

class QComboBox;
class QLineEdit;

namespace attune::ui {

class CorrectionStrip;
class FilterChip;
class RowModel;
class RowsTable;
class SegmentedControl;
class TextLabel;

/// The rows with what the model said of each: narrowed, sorted, opened, relabelled, left out.
class RowsPane : public QWidget {
    Q_OBJECT
public:
    explicit RowsPane(QWidget* parent = nullptr);
    /// Confident and wrong rows first. Corrections stay where these are of the same file, and are forgotten where they are of another.
    void show(std::shared_ptr<const Evaluation> evaluation);
    void setCell(std::optional<ConfusionCell> cell); ///< only the rows of a cell of the confusion matrix
    void setAgainst(
        RowFilter::Against against, std::shared_ptr<const Evaluation> other); ///< only rows that one of two models gets right
    const RowFilter& filter() const { return m_filter; }
    const RowModel& model() const { return *m_model; }
    Corrections& corrections() { return m_corrections; }
    RowsTable* table() const { return m_table; }
    void find(); ///< puts the keyboard into the search field
    bool arranging() const { return m_arranging; } ///< the rows of the newest filter are on their way

Q_SIGNALS:
    void opened(std::size_t row);
    void cellDropped(); ///< the chip was pressed
    void filterChanged();
    void saveWanted(bool elsewhere);

private:
    QWidget* title();
    void connectFilters();
    void connectChanges();
    void addShortcuts();
    void showMenu(const QPoint& at);
    void labelAsPredicted();
    void setFilter(const RowFilter& filter);
    void arrange();
    void acceptRows(std::vector<std::uint32_t> rows);
    void showCount();
    QString chipText() const;

    std::shared_ptr<const Evaluation> m_evaluation;
    RowFilter m_filter;
    RowOrder m_order;
    bool m_arranging = false;
    bool m_another = false; ///< the next rows are of another evaluation than those shown
    Corrections m_corrections;
    RowModel* m_model;
    RowsTable* m_table;
    CorrectionStrip* m_strip;
    FilterChip* m_chip;
    TextLabel* m_count;
    SegmentedControl* m_kind;
    QComboBox* m_label;
    QLineEdit* m_search;
    QTimer m_typing;
    BackgroundQueue m_sorter; ///< last: it waits for its work before the rest goes
};

} // namespace attune::ui
