#pragma once

#include "ui/evaluation/corrections.h"
#include "ui/frame/row_view.h"

namespace attune::ui {

class RowDelegate;
class RowModel;

/// The measured rows: several can be chosen at a time, Return or a double click opens one, a menu changes them.
class RowsTable : public RowView {
    Q_OBJECT
public:
    explicit RowsTable(RowModel* model, QWidget* parent = nullptr);
    std::size_t chosenCount() const;
    std::vector<std::size_t> chosen() const; ///< rows of the evaluation, in the table's order
    std::vector<Corrections::Row> chosenToChange() const;

public Q_SLOTS:
    void copy() const; ///< the chosen rows as tab-separated text, their texts whole; as many as other tables give

Q_SIGNALS:
    void opened(std::size_t row);
    void chosenChanged();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) override;

private:
    std::vector<int> chosenPositions() const;
    void fitColumns();

    RowModel* m_model;
    RowDelegate* m_delegate;
};

} // namespace attune::ui
