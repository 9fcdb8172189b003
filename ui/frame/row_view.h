#pragma once

#include <QTableView>

namespace attune::ui {

inline constexpr int kRowHeight = 28;
inline constexpr int kCellPadding = 8; ///< to either side of a cell's words

/// How all our tables of rows look and feel: rows of 28 px with a hairline below each, chosen whole, the one under the mouse tinted; a
/// header as high; and no way to lose the keyboard in them.
class RowView : public QTableView {
    Q_OBJECT
public:
    explicit RowView(QWidget* parent = nullptr);
    int hoveredRow() const { return m_hoveredRow; }

protected:
    bool viewportEvent(QEvent* event) override;

private:
    void setHoveredRow(int row);
    int m_hoveredRow = -1;
};

/// What delegates of such tables have in common.
void paintRowGround(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index);
void paintRowLine(QPainter& painter, const QStyleOptionViewItem& option);
/// One line of words, cut at the right, where the index wants them within `room`.
void paintCellText(QPainter& painter, const QRect& room, const QModelIndex& index);
bool isRowHovered(const QStyleOptionViewItem& option, const QModelIndex& index);

} // namespace attune::ui
