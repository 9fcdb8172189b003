#include "ui/dataset/column_role.h"

#include <QCoreApplication>

namespace attune::ui {

QString columnRoleName(ColumnRole role)
{
    switch (role) {
    case ColumnRole::Text:
        return QCoreApplication::translate("ColumnRole", "Text");
    case ColumnRole::SecondText:
        return QCoreApplication::translate("ColumnRole", "Second text");
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
    if (column == roles.textPair)
        return ColumnRole::SecondText;
    if (column == roles.label)
        return ColumnRole::Label;
    return column == roles.split ? ColumnRole::Split : ColumnRole::Ignore;
}

std::optional<core::ColumnRoles> withRole(core::ColumnRoles roles, std::size_t column, ColumnRole role)
{
    const auto now = roleOf(roles, column);
    if (now == role)
        return roles;
    const auto before = roles;
    const bool needed = now == ColumnRole::Text || now == ColumnRole::Label;
    if (now == ColumnRole::Split)
        roles.split.reset();
    if (now == ColumnRole::SecondText)
        roles.textPair.reset();
    switch (role) {
    case ColumnRole::Text:
        roles.text = column;
        if (now == ColumnRole::Label)
            roles.label = before.text;
        if (now == ColumnRole::SecondText)
            roles.textPair = before.text;
        else if (now != ColumnRole::Label)
            roles.textPair.reset();
        return roles;
    case ColumnRole::Label:
        roles.label = column;
        if (now == ColumnRole::Text)
            roles.text = before.label;
        return roles;
    case ColumnRole::SecondText:
        if (needed && !before.textPair)
            return std::nullopt;
        roles.textPair = column;
        if (needed)
            (now == ColumnRole::Text ? roles.text : roles.label) = *before.textPair;
        return roles;
    case ColumnRole::Split:
        roles.split = column;
        break;
    case ColumnRole::Ignore:
        break;
    }
    return needed ? std::nullopt : std::optional(roles);
}

} // namespace attune::ui
