#pragma once

#include "ui/frame/row_view.h"

#include <QStyledItemDelegate>

namespace attune::ui {

class RoleHeader;
class TableModel;

/// Paints one cell of the preview. A row with a problem is one strip over all columns, of which each cell shows its piece.
class PreviewDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    explicit PreviewDelegate(QTableView* table);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    void paintLabel(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index, const QRect& text) const;
    void paintProblem(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;

    QTableView* m_table;
};

/// The rows of the file: as many as there are, of which only those in sight cost anything.
class PreviewTable : public RowView {
    Q_OBJECT
public:
    explicit PreviewTable(TableModel* model, QWidget* parent = nullptr);
    RoleHeader* roleHeader() const { return m_header; }
    void showRow(int row); ///< in the middle, selected
    void showPosition(std::size_t position); ///< the same with a position of the preview, where it is shown

Q_SIGNALS:
    void rowRead(int row); ///< double-clicked, or Return pressed on it

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void fitColumns();
    void stretchText();

    TableModel* m_model;
    RoleHeader* m_header;
};

} // namespace attune::ui
