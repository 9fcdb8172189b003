#pragma once

#include <functional>

class QWidget;

namespace attune::ui {

/// Asks whether a running training is to be stopped so that the window can close; returns at once, `stop` is called if so.
void askBeforeClosing(QWidget* window, const std::function<void()>& stop);

} // namespace attune::ui
