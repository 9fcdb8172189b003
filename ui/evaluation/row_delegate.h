#pragma once

#include <QStyledItemDelegate>

namespace attune::ui {

/// Paints one cell of the measured rows: confidences as bars, changed rows marked in words and ink, and in the last column of the
/// row under the mouse or the keyboard the mark that opens it.
class RowDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void setMarkedRow(int row) { m_marked = row; }
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

    static QRect openMark(const QRect& cell); ///< where the mark stands in a cell of the last column

private:
    void paintConfidence(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;

    int m_marked = -1;
};

} // namespace attune::ui
