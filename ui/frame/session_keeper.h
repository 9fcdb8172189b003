#pragma once

class QMainWindow;

namespace attune::ui {

/// Remembers where the window stood, what panes were beside its pages, and how they were split.
void keepLayout(const QMainWindow& window);

/// Gives a window that is complete its layout back; false when none was kept that fits this screen.
bool restoreLayout(QMainWindow& window);

} // namespace attune::ui
