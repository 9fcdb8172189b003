#pragma once

#include "ui/dataset/column_role.h"
#include "ui/dataset/row_order.h"

#include <QAbstractTableModel>

namespace attune::ui {

/// The preview of a file: a view of one shared value, in file order or another. Column 0 is the line in the file, the table's
/// columns follow. A row with a problem has its raw text in column 1 and answers ReasonRole. A label that bears another name now
/// answers ClassRole. EditRole gives what is shown shortened in full.
class TableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Roles { ReasonRole = Qt::UserRole, RawRole, ActionRole, ColumnRoleRole, ClassRole, LeftOutRole };

    using QAbstractTableModel::QAbstractTableModel;
    void set(std::shared_ptr<const Preview> preview, std::optional<core::ColumnRoles> roles, core::LabelMap labels = {});
    void setOrder(std::shared_ptr<const RowPositions> order); ///< nullptr: file order
    int rowOf(std::size_t position) const; ///< where a position of the preview is shown; -1 where it is not
    std::size_t position(int row) const
    {
        return m_order ? (*m_order)[static_cast<std::size_t>(row)] : static_cast<std::size_t>(row);
    }
    const Preview* preview() const { return m_preview.get(); }
    const std::optional<core::ColumnRoles>& roles() const { return m_roles; }
    ColumnRole columnRole(int section) const; ///< Ignore for the line column

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QVariant labelData(std::string_view label, int role) const;

    std::shared_ptr<const Preview> m_preview;
    std::shared_ptr<const RowPositions> m_order;
    std::optional<core::ColumnRoles> m_roles;
    core::LabelMap m_labels;
};

} // namespace attune::ui
