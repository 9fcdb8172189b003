#pragma once

#include "core/data/dataset.h"

#include <QString>

#include <optional>

namespace attune::ui {

/// The part a column plays, as its chip in the header says.
enum class ColumnRole { Ignore, Text, SecondText, Label, Split };

QString columnRoleName(ColumnRole role);
ColumnRole roleOf(const core::ColumnRoles& roles, std::size_t column);

/// `roles` after the user gave `column` the part `role`. Texts and label change places where one takes the other's column, so
/// that both stay chosen; a text that is newly chosen stands alone. Nothing when text or label would be left without a column.
std::optional<core::ColumnRoles> withRole(core::ColumnRoles roles, std::size_t column, ColumnRole role);

} // namespace attune::ui
