#pragma once

#include "core/engine/engine.h"

#include <QDialog>

namespace attune::ui {

/// What the engine found on this computer, in full: for whoever asks why a training is as fast as it is, or tells others of it.
class MachineDialog : public QDialog {
    Q_OBJECT
public:
    explicit MachineDialog(const core::RuntimeReport& report, QWidget* parent = nullptr);
};

/// Name and value, in the order in which they are shown.
QList<std::pair<QString, QString>> detailsOf(const core::RuntimeReport& report);

} // namespace attune::ui
