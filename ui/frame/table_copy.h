#pragma once

#include <QString>

class QAbstractItemView;

namespace attune::ui {

/// Gives a table or list Ctrl+C and a Copy in its context menu: the selected rows as tab-separated text, which spreadsheets take.
/// Cells give their EditRole, or else what they display; those with tabs, quotes or line ends stand in quotes.
void enableCopying(QAbstractItemView* view);

/// The rows of a view that are selected, in the order shown; with `header`, its names above them. At most kMostRowsCopied.
QString selectedRowsAsText(const QAbstractItemView& view, bool header);

inline constexpr int kMostRowsCopied = 100'000;

} // namespace attune::ui
