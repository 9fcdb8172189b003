#pragma once

#include <QDialog>

namespace attune::ui {

/// Version, licence, and whose work is inside.
class AboutDialog : public QDialog {
    Q_OBJECT
public:
    explicit AboutDialog(QWidget* parent = nullptr);
};

} // namespace attune::ui
