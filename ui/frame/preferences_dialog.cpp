#include "ui/frame/preferences_dialog.h"

#include "core/engine/loader.h"
#include "core/hub/places.h"
#include "ui/frame/buttons.h"
#include "ui/frame/pane.h"
#include "ui/frame/text_label.h"
#include "ui/words.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QSpinBox>

namespace attune::ui {

namespace {

    constexpr int kFieldWidth = 280;

} // namespace

PreferencesDialog::PreferencesDialog(const core::RuntimeReport* runtime, QWidget* parent)
    : QDialog(parent)
    , m_appearance(new QComboBox)
    , m_restore(new QCheckBox(tr("Open what was &open last")))
    , m_threads(new QSpinBox)
    , m_leaveCore(new QCheckBox(tr("Leave one core to the &window")))
    , m_device(new QComboBox)
    , m_runs(new QLineEdit)
{
    setWindowTitle(tr("Preferences"));
    m_appearance->addItems({tr("As the system"), tr("Light"), tr("Dark")});
    m_appearance->setCurrentIndex(int(settings::appearance()));
    m_restore->setChecked(settings::restoresSession());
    const settings::Threads threads = settings::threads();
    m_threads->setRange(0, core::allowedCores());
    m_threads->setSpecialValueText(tr("Automatic (%1)").arg(core::allowedCores()));
    m_threads->setValue(threads.count);
    m_leaveCore->setChecked(threads.leaveCore);
    m_leaveCore->setEnabled(core::allowedCores() > 1);
    fillDevices(runtime);
    m_runs->setText(settings::runsDirectory());
    m_runs->setPlaceholderText(shortPath(core::dataHome() / "runs"));
    m_runs->setClearButtonEnabled(true);

    auto* runs = new QWidget;
    auto* runsRow = new QHBoxLayout(runs);
    runsRow->setContentsMargins(0, 0, 0, 0);
    runsRow->setSpacing(8);
    runsRow->addWidget(m_runs, 1);
    auto* choose = secondaryButton(tr("&Choose..."), {}, ButtonSize::Pane);
    choose->setObjectName(QStringLiteral("chooseRuns"));
    runsRow->addWidget(choose);
    runs->setFocusProxy(m_runs);
    connect(choose, &QPushButton::clicked, this, &PreferencesDialog::chooseFolder);

    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(24);
    grid->setVerticalSpacing(4);
    addRow(grid, tr("&Appearance"), m_appearance, {});
    addRow(grid, tr("At the start"), m_restore, tr("Otherwise the start page shows, with what was opened before."));
    addRow(grid, tr("&Threads"), m_threads, tr("That training computes with. In force after a restart."));
    addRow(grid, {}, m_leaveCore, tr("Slower training, and other programs stay quick meanwhile. In force after a restart."));
    addRow(grid, tr("&Device"), m_device, runtime ? tr("That trainings and predictions begin with.") : tr("The engine is still being loaded."));
    addRow(grid, tr("Folder of the &runs"), runs, tr("For new runs. Earlier ones stay where they are."));
    m_appearance->setAccessibleName(tr("Appearance"));
    m_threads->setAccessibleName(tr("Threads"));
    m_device->setAccessibleName(tr("Device"));
    m_runs->setAccessibleName(tr("Folder of the runs"));

    auto* save = primaryButton(tr("&Save"));
    save->setObjectName(QStringLiteral("save"));
    save->setDefault(true);
    auto* cancel = secondaryButton(tr("Cancel"));
    connect(save, &QPushButton::clicked, this, &PreferencesDialog::save);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(save);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 16);
    column->setSpacing(16);
    column->addLayout(grid);
    column->addWidget(new Separator);
    column->addLayout(buttons);
    column->setSizeConstraint(QLayout::SetFixedSize);
}

void PreferencesDialog::fillDevices(const core::RuntimeReport* runtime)
{
    m_device->setObjectName(QStringLiteral("device"));
    m_device->addItem(tr("Automatic"), QStringLiteral("auto"));
    if (runtime)
        for (const core::DeviceReport& device : runtime->devices)
            m_device->addItem(device.name == "cpu" ? tr("Processor") : QString::fromStdString(device.model), QString::fromStdString(device.name));
    const QString chosen = settings::device();
    if (m_device->findData(chosen) < 0) // a card that is not there today stays chosen
        m_device->addItem(tr("%1 (not here now)").arg(chosen), chosen);
    m_device->setCurrentIndex(m_device->findData(chosen));
}

void PreferencesDialog::addRow(QGridLayout* grid, const QString& name, QWidget* field, const QString& note)
{
    const int row = grid->rowCount();
    auto* label = new TextLabel(name);
    label->setBuddy(field);
    field->setFixedWidth(kFieldWidth);
    grid->addWidget(label, row, 0);
    grid->addWidget(field, row, 1);
    if (note.isEmpty()) {
        grid->setRowMinimumHeight(row + 1, 8);
        return;
    }
    auto* words = new TextLabel(note, Type::Secondary, &Colours::text2);
    words->setWordWrap(true);
    words->setFixedWidth(kFieldWidth);
    words->setContentsMargins(0, 0, 0, 8);
    field->setAccessibleDescription(note);
    grid->addWidget(words, row + 1, 1);
}

void PreferencesDialog::chooseFolder()
{
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Folder of the runs"), fromPath(core::runsDirectory()));
    if (!folder.isEmpty())
        m_runs->setText(folder);
}

void PreferencesDialog::save()
{
    settings::setAppearance(Appearance(m_appearance->currentIndex()));
    settings::setRestoresSession(m_restore->isChecked());
    settings::setThreads({m_threads->value(), m_leaveCore->isChecked()});
    settings::setDevice(m_device->currentData().toString());
    settings::setRunsDirectory(m_runs->text().trimmed());
    core::useRunsDirectory(toPath(m_runs->text().trimmed()));
    Q_EMIT saved();
    accept();
}

} // namespace attune::ui
