#pragma once

#include "ui/dataset/column_role.h"
#include "ui/dataset/preview.h"

#include <QAbstractTableModel>

namespace attune::ui {

/// The preview of a file: a view of one shared value. Column 0 is the line in the file, the table's columns follow. A row with a
/// problem has its raw text in column 1 and answers ReasonRole.
class TableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Roles { ReasonRole = Qt::UserRole, RawRole, ColumnRoleRole };

    using QAbstractTableModel::QAbstractTableModel;
    void set(std::shared_ptr<const Preview> preview, std::optional<core::ColumnRoles> roles);
    const Preview* preview() const { return m_preview.get(); }
    const std::optional<core::ColumnRoles>& roles() const { return m_roles; }
    ColumnRole columnRole(int section) const; ///< Ignore for the line column

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::shared_ptr<const Preview> m_preview;
    std::optional<core::ColumnRoles> m_roles;
};

} // namespace attune::ui
