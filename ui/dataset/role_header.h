#pragma once

#include "ui/dataset/column_role.h"

#include <QHeaderView>

namespace attune::ui {

class TableModel;

/// Column names over a chip that says which part each column plays; a click
/// on the chip (or Space on the focused column) offers the parts, a click on the name sorts.
class RoleHeader : public QHeaderView {
    Q_OBJECT
public:
    explicit RoleHeader(QWidget* parent = nullptr);
    void setLocked(bool locked);
    int widthHint(int section) const; ///< that name and chip need
    QSize sizeHint() const override;
    void showSorting(int section, bool descending); ///< -1: by none

public Q_SLOTS:
    void offerRoles(int section);

Q_SIGNALS:
    void roleChosen(std::size_t column, attune::ui::ColumnRole role);
    void sortingChosen(int section, bool descending); ///< -1: as the rows stand in the file

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void paintSection(QPainter* painter, const QRect& rect, int section) const override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    const TableModel* table() const;
    QRect chipRect(const QRect& section, ColumnRole role) const;
    void paintChip(QPainter* painter, const QRect& rect, ColumnRole role) const;

    void click(int section);
    void sortOn(int section);
    void paintSorting(QPainter* painter, QPointF centre) const;

    int m_focused = 1; ///< the column that the keyboard acts on
    int m_sorted = -1;
    bool m_descending = false;
    int m_pressedAt = 0; ///< height
    bool m_locked = false;
};

} // namespace attune::ui
