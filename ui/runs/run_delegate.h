#pragma once

#include <QStyledItemDelegate>

namespace attune::ui {

class RowView;

/// Paints a run's row; the check box of a run on the charts has the run's colour there.
class RunDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    /// Sets the delegate and what goes with it: the names stand to the right of the check boxes, in the header, too.
    static void apply(RowView* view);

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    bool editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option, const QModelIndex& index) override;
    void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    using QStyledItemDelegate::QStyledItemDelegate;
    static QRect checkBox(const QRect& cell);
};

} // namespace attune::ui
