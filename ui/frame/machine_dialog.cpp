#include "ui/frame/machine_dialog.h"

#include "ui/frame/buttons.h"
#include "ui/frame/pane.h"
#include "ui/frame/text_label.h"
#include "ui/words.h"

#include <QApplication>
#include <QClipboard>
#include <QGridLayout>

namespace attune::ui {

QList<std::pair<QString, QString>> detailsOf(const core::RuntimeReport& report)
{
    const auto text = [](const std::string& words) { return QString::fromStdString(words); };
    QList<std::pair<QString, QString>> details{
        {MachineDialog::tr("Processor"), text(report.processor)},
        {MachineDialog::tr("Cores that Attune may use"), QString::number(report.coresAllowed)},
        {MachineDialog::tr("Threads that compute"), QString::number(report.threads)},
        {MachineDialog::tr("LibTorch"), text(report.torchVersion)},
        {MachineDialog::tr("Matrix library"), text(report.blas)},
    };
    for (const core::DeviceReport& device : report.devices) {
        QStringList facts;
        if (!device.model.empty() && device.model != report.processor)
            facts.append(text(device.model));
        if (device.memory > 0)
            facts.append(MachineDialog::tr("%1 of %2 free").arg(bytes(device.freeMemory), bytes(device.memory)));
        QStringList precisions;
        for (const core::Precision precision : device.precisions)
            precisions.append(text(core::precisionName(precision)));
        facts.append(precisions.join(QStringLiteral(", ")));
        details.append({MachineDialog::tr("Device %1").arg(text(device.name)), facts.join(QStringLiteral("; "))});
    }
    details.append({MachineDialog::tr("Automatic means"), text(report.chosenDevice)});
    if (!report.warning.empty())
        details.append({MachineDialog::tr("Slower than it could be"), text(report.warning)});
    return details;
}

MachineDialog::MachineDialog(const core::RuntimeReport& report, QWidget* parent)
    : QDialog(parent)
{
    setWindowTitle(tr("This computer"));
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(24);
    grid->setVerticalSpacing(6);
    grid->setColumnStretch(1, 1);
    QString all;
    int row = 0;
    for (const auto& [name, value] : detailsOf(report)) {
        auto* words = new TextLabel(value);
        words->setWordWrap(true);
        words->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        words->setAccessibleName(name);
        grid->addWidget(new TextLabel(name, Type::Body, &Colours::text2), row, 0, Qt::AlignTop);
        grid->addWidget(words, row, 1, Qt::AlignTop);
        all += name + QLatin1Char('\t') + value + QLatin1Char('\n');
        ++row;
    }

    auto* copy = secondaryButton(tr("C&opy"), QStringLiteral("copy"));
    copy->setToolTip(tr("Copies all of this as tab-separated text"));
    connect(copy, &QPushButton::clicked, this, [all] { QApplication::clipboard()->setText(all); });
    auto* close = secondaryButton(tr("&Close"));
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(12);
    buttons->addStretch(1);
    buttons->addWidget(copy);
    buttons->addWidget(close);

    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(24, 24, 24, 16);
    whole->setSpacing(16);
    whole->addLayout(grid);
    whole->addStretch(1);
    whole->addWidget(new Separator);
    whole->addLayout(buttons);
    setMinimumWidth(480);
}

} // namespace attune::ui
