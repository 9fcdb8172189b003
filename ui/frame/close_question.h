#pragma once

#include <functional>

class QWidget;

namespace attune::ui {

/// Asks what is to become of a running training so that the window can close; returns at once. `pause` and `stop` are called if so.
void askBeforeClosing(QWidget* window, const std::function<void()>& pause, const std::function<void()>& stop);

} // namespace attune::ui
