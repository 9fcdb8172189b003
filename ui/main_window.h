#pragma once

#include <QMainWindow>

namespace attune::ui {

class MainWindow : public QMainWindow {
    Q_OBJECT
};

} // namespace attune::ui
