#pragma once

#include "core/engine/engine.h"
#include "ui/frame/settings.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QGridLayout;
class QLineEdit;
class QSpinBox;

namespace attune::ui {

/// What is chosen once and holds for every start. Nothing changes before Save is pressed.
class PreferencesDialog : public QDialog {
    Q_OBJECT
public:
    /// `runtime`: what the engine found, or nothing while it is still being loaded; then only "automatic" can be chosen as a device.
    explicit PreferencesDialog(const core::RuntimeReport* runtime, QWidget* parent = nullptr);

Q_SIGNALS:
    void saved();

private:
    void fillDevices(const core::RuntimeReport* runtime);
    void addRow(QGridLayout* grid, const QString& name, QWidget* field, const QString& note);
    void chooseFolder();
    void save();

    QComboBox* m_appearance;
    QCheckBox* m_restore;
    QSpinBox* m_threads;
    QCheckBox* m_leaveCore;
    QComboBox* m_device;
    QLineEdit* m_runs;
};

} // namespace attune::ui
