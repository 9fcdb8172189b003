#include "ui/frame/machine_strip.h"

#include "ui/frame/buttons.h"
#include "ui/frame/icon_label.h"
#include "ui/frame/machine_dialog.h"
#include "ui/frame/pane.h"
#include "ui/frame/text_label.h"
#include "ui/words.h"

#include <QHBoxLayout>
#include <QPainter>

namespace attune::ui {

namespace {

    QString threads(int count) { return count == 1 ? MachineStrip::tr("1 thread") : MachineStrip::tr("%1 threads").arg(count); }
    QString cores(int count) { return count == 1 ? MachineStrip::tr("1 core") : MachineStrip::tr("%1 cores").arg(count); }

} // namespace

MachineStrip::MachineStrip(QWidget* parent)
    : QWidget(parent)
    , m_mark(new IconLabel(QStringLiteral("chip"), 20, &Colours::text3))
{
    setFixedHeight(80);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::AlternateBase);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    whole->addWidget(new Separator);
    auto* centred = new QHBoxLayout;
    centred->addStretch(1);
    auto* content = new QWidget;
    content->setMaximumWidth(960);
    auto* row = new QHBoxLayout(content);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(24);
    row->addWidget(m_mark);
    m_computer = add(row, tr("This computer"));
    auto* line = new Separator(Qt::Vertical);
    line->setFixedHeight(48);
    row->addWidget(line);
    m_processor = add(row, tr("Processor"));
    m_graphics = add(row, tr("Graphics"));
    m_precision = add(row, tr("Precision"));
    m_memory = add(row, tr("Memory"));
    row->addStretch(1);
    m_details = secondaryButton(tr("Show detail&s"), {}, ButtonSize::Pane);
    m_details->setToolTip(tr("All that was found on this computer, to read or to copy"));
    m_details->setObjectName(QStringLiteral("machineDetails"));
    m_details->hide();
    row->addWidget(m_details);
    centred->addWidget(content, 100);
    centred->addStretch(1);
    whole->addLayout(centred, 1);
    m_computer.value->setText(tr("Looking around"));
    m_computer.note->setText(tr("The engine is being loaded"));
    for (const Fact& fact : {m_processor, m_graphics, m_precision, m_memory})
        fact.value->parentWidget()->setVisible(false);
}

MachineStrip::Fact MachineStrip::add(QHBoxLayout* row, const QString& name)
{
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(1);
    column->addStretch(1);
    column->addWidget(new TextLabel(name, Type::Caption, &Colours::text2));
    QFont medium = ui::font(Type::Body);
    medium.setWeight(QFont::Medium);
    const Fact fact{new TextLabel({}), new TextLabel({}, Type::Caption, &Colours::text2)};
    fact.value->setFont(medium);
    column->addWidget(fact.value);
    column->addWidget(fact.note);
    column->addStretch(1);
    row->addWidget(box);
    return fact;
}

namespace {

/// The graphics card that "auto" means, else the first one there is.
const core::DeviceReport* graphicsOf(const core::RuntimeReport& report)
{
    if (report.chosenDevice != "cpu")
        return report.device(report.chosenDevice);
    return report.devices.size() > 1 ? &report.devices[1] : nullptr;
}

/// Those that training knows here, the fastest last: "fp32, bf16".
QString precisionsOf(const core::RuntimeReport& report)
{
    const core::DeviceReport* const device = report.device(report.chosenDevice);
    QStringList names;
    for (const core::Precision precision : device ? device->precisions : std::vector<core::Precision>())
        names.append(QString::fromStdString(core::precisionName(precision)));
    return names.isEmpty() ? QStringLiteral("fp32") : names.join(QStringLiteral(", "));
}

} // namespace

void MachineStrip::set(const core::RuntimeReport& report)
{
    m_details->disconnect(this);
    connect(m_details, &QPushButton::clicked, this, [this, report] {
        auto* dialog = new MachineDialog(report, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    });
    m_details->show();
    const bool slow = !report.warning.empty();
    m_mark->set(slow ? QStringLiteral("warning") : QStringLiteral("good"), slow ? &Colours::warningMark : &Colours::good);
    m_computer.value->setText(slow ? tr("Slower than it could be") : tr("Ready to train"));
    m_computer.note->setText(slow ? tr("The details say why") : tr("LibTorch %1").arg(QString::fromStdString(report.torchVersion)));
    setToolTip(QString::fromStdString(report.warning));

    const QString processor = QString::fromStdString(report.processor);
    m_processor.value->setText(cores(report.coresAllowed));
    m_processor.note->setText(QFontMetrics(m_processor.note->font()).elidedText(processor, Qt::ElideRight, 240));
    m_processor.note->setToolTip(processor);

    const core::DeviceReport* const graphics = graphicsOf(report);
    m_graphics.value->setText(graphics ? QString::fromStdString(graphics->model) : tr("None found"));
    m_graphics.note->setText(report.chosenDevice != "cpu" ? tr("training runs here") : tr("training runs on the processor"));

    m_precision.value->setText(precisionsOf(report));
    m_precision.note->setText(tr("%1, %2").arg(threads(report.threads), QString::fromStdString(report.blas)));
    const core::DeviceReport* const computer = report.device("cpu");
    const bool memoryKnown = computer && computer->memory > 0;
    if (memoryKnown) {
        m_memory.value->setText(tr("%1 free").arg(bytes(computer->freeMemory)));
        m_memory.note->setText(tr("of %1").arg(bytes(computer->memory)));
    }
    for (const Fact& fact : {m_processor, m_graphics, m_precision, m_memory})
        fact.value->parentWidget()->setVisible(true);
    m_memory.value->parentWidget()->setVisible(memoryKnown);
}

void MachineStrip::setEngineMissing(const Failure& failure)
{
    m_mark->set(QStringLiteral("error"), &Colours::error);
    m_computer.value->setText(tr("No engine"));
    m_computer.note->setText(tr("Data can be opened and looked at; training and predicting need the engine"));
    setToolTip(failure.cause + QLatin1Char(' ') + failure.wayOut);
}

namespace {

QString machine(const core::RuntimeReport& report, const std::string& name, int threadCount, const QString& precision)
{
    const core::DeviceReport* const device = report.device(name);
    const QString words = MachineStrip::tr("%1 · %2").arg(
        device && device->name != "cpu" ? QString::fromStdString(device->model) : QStringLiteral("CPU"), threads(threadCount));
    return precision.isEmpty() ? words : MachineStrip::tr("%1 · %2").arg(words, precision);
}

} // namespace

QString machineInWords(const core::RuntimeReport& report, const QString& precision)
{
    return machine(report, report.chosenDevice, report.threads, precision);
}

QString machineInWords(const core::RuntimeReport& report, const core::TrainingPlan& plan)
{
    return machine(report, plan.device, plan.threads, QString::fromStdString(plan.precision));
}

} // namespace attune::ui
