#include "ui/dataset/column_role.h"

#include <QCoreApplication>

#include <utility>

namespace attune::ui {

QString columnRoleName(ColumnRole role)
{
    switch (role) {
    case ColumnRole::Text:
        return QCoreApplication::translate("ColumnRole", "Text");
    case ColumnRole::Label:
        return QCoreApplication::translate("ColumnRole", "Label");
    case ColumnRole::Split:
        return QCoreApplication::translate("ColumnRole", "Split");
    case ColumnRole::Ignore:
        break;
    }
    return QCoreApplication::translate("ColumnRole", "Ignore");
}

ColumnRole roleOf(const core::ColumnRoles& roles, std::size_t column)
{
    if (column == roles.text)
        return ColumnRole::Text;
    if (column == roles.label)
        return ColumnRole::Label;
    return column == roles.split ? ColumnRole::Split : ColumnRole::Ignore;
}

std::optional<core::ColumnRoles> withRole(core::ColumnRoles roles, std::size_t column, ColumnRole role)
{
    const auto now = roleOf(roles, column);
    if (now == role)
        return roles;
    // The second text of a pair has no chip of its own: what the user says about columns is about single texts.
    if (column == roles.textPair || role == ColumnRole::Text)
        roles.textPair.reset();
    if (role == ColumnRole::Text || role == ColumnRole::Label) {
        if (now == ColumnRole::Text || now == ColumnRole::Label) {
            std::swap(roles.text, roles.label);
            return roles;
        }
        if (now == ColumnRole::Split)
            roles.split.reset();
        (role == ColumnRole::Text ? roles.text : roles.label) = column;
        return roles;
    }
    if (now == ColumnRole::Text || now == ColumnRole::Label)
        return std::nullopt;
    if (role == ColumnRole::Split)
        roles.split = column;
    else
        roles.split.reset();
    return roles;
}

} // namespace attune::ui
