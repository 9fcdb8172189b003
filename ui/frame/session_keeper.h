#pragma once

class QMainWindow;

namespace attune::ui {

/// Remembers where the window stood and how its pages were split.
void keepLayout(const QMainWindow& window);

/// Gives a window that is complete its layout back; false when none was kept that fits this screen.
bool restoreLayout(QMainWindow& window);

} // namespace attune::ui
