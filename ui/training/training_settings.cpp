#include "ui/training/training_settings.h"

#include "ui/frame/icon_label.h"
#include "ui/frame/pane.h"
#include "ui/frame/text_label.h"
#include "ui/training/learning_rate_box.h"

#include <QComboBox>
#include <QGridLayout>
#include <QSpinBox>

#include <algorithm>
#include <limits>

namespace attune::ui {

namespace {

constexpr int kFieldWidth = 144;
constexpr int kDefaultMaxLength = 128;

/// Batches are usually powers of two: the arrows double and halve, anything may be typed.
class DoublingSpinBox : public QSpinBox {
public:
    using QSpinBox::QSpinBox;
    void stepBy(int steps) override
    {
        int next = value();
        for (; steps > 0; --steps)
            next *= 2;
        for (; steps < 0; ++steps)
            next = std::max(1, next / 2);
        setValue(next);
    }
};

QSpinBox* spinBox(QSpinBox* box, int lowest, int highest)
{
    box->setRange(lowest, highest);
    box->setKeyboardTracking(true);
    return box;
}

} // namespace

TrainingSettings::TrainingSettings(QWidget* parent)
    : QWidget(parent)
    , m_grid(new QGridLayout)
    , m_lockNote(new QWidget)
    , m_problem(new QWidget)
    , m_problemText(new TextLabel({}, Type::Secondary, &Colours::error))
    , m_learningRate(new LearningRateBox)
    , m_epochs(spinBox(new QSpinBox, 1, 1000))
    , m_batchSize(spinBox(new DoublingSpinBox, 1, 4096))
    , m_maxLength(spinBox(new QSpinBox, 8, 512))
    , m_seed(spinBox(new QSpinBox, 0, std::numeric_limits<int>::max()))
    , m_device(new QComboBox)
{
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);

    auto* lockRow = new QHBoxLayout(m_lockNote);
    lockRow->setContentsMargins(16, 12, 16, 12);
    lockRow->setSpacing(8);
    lockRow->addWidget(new IconLabel(QStringLiteral("lock")), 0, Qt::AlignTop);
    auto* lockText = new TextLabel(
        tr("Locked while training. What you change after the run goes for the next one."), Type::Secondary, &Colours::text2);
    lockText->setWordWrap(true);
    lockRow->addWidget(lockText, 1);
    rows->addWidget(m_lockNote);
    m_lockNote->hide();

    rows->addWidget(new PaneTitle(tr("Essentials")));
    m_grid->setContentsMargins(16, 4, 16, 16);
    m_grid->setHorizontalSpacing(8);
    m_grid->setVerticalSpacing(8);
    m_grid->setColumnStretch(0, 1);
    rows->addLayout(m_grid);
    rows->addStretch(1);

    m_maxLength->setSuffix(tr(" tokens"));
    m_maxLength->setSingleStep(16);
    m_maxLength->setValue(kDefaultMaxLength);
    m_batchSize->setValue(int(m_base.batchSize));
    m_epochs->setValue(int(m_base.numTrainEpochs));
    m_seed->setValue(int(m_base.seed));
    setDevices({});

    addRow(tr("&Learning rate"), m_learningRate, tr("How far each step moves the weights, at its peak."),
        QStringLiteral("learning_rate"));
    auto* problemRow = new QHBoxLayout(m_problem);
    problemRow->setContentsMargins(0, 0, 0, 4);
    problemRow->setSpacing(6);
    problemRow->addStretch(1);
    problemRow->addWidget(new IconLabel(QStringLiteral("error"), 14, &Colours::error), 0, Qt::AlignTop);
    m_problemText->setWordWrap(true);
    m_problemText->setFixedWidth(kFieldWidth + 44);
    problemRow->addWidget(m_problemText);
    m_grid->addWidget(m_problem, m_grid->rowCount(), 0, 1, 2);
    m_problem->hide();
    addRow(tr("&Epochs"), m_epochs, tr("How often the whole data is learned from."), QStringLiteral("num_train_epochs"));
    addRow(tr("&Batch size"), m_batchSize, tr("Texts that one step learns from."), QStringLiteral("per_device_train_batch_size"));
    addRow(tr("Ma&ximum length"), m_maxLength, tr("Longer texts lose their end. Short ones cost nothing extra."),
        QStringLiteral("max_seq_length"));
    addRow(tr("&Seed"), m_seed, tr("The same seed gives the same run again."), QStringLiteral("seed"));
    addRow(tr("De&vice"), m_device, tr("Where the model is computed."), QStringLiteral("device"));

    connect(m_learningRate, &LearningRateBox::problemChanged, this, &TrainingSettings::showProblem);
    connect(m_learningRate, &LearningRateBox::valueChanged, this, &TrainingSettings::changed);
    for (QSpinBox* box : {m_epochs, m_batchSize, m_maxLength, m_seed})
        connect(box, &QSpinBox::valueChanged, this, &TrainingSettings::changed);
    connect(m_device, &QComboBox::currentIndexChanged, this, &TrainingSettings::changed);
}

void TrainingSettings::addRow(const QString& name, QWidget* field, const QString& meaning, const QString& huggingFaceName)
{
    const int row = m_grid->rowCount();
    auto* label = new TextLabel(name, Type::Body);
    label->setBuddy(field);
    const QString tip =
        QStringLiteral("<b>%1</b><br>%2<br>%3").arg(QString(name).remove(QLatin1Char('&')), meaning, huggingFaceName);
    label->setToolTip(tip);
    field->setToolTip(tip);
    field->setAccessibleName(QString(name).remove(QLatin1Char('&')));
    field->setAccessibleDescription(meaning);
    field->setObjectName(huggingFaceName);
    field->setFixedWidth(kFieldWidth);
    m_grid->addWidget(label, row, 0);
    m_grid->addWidget(field, row, 1);
    m_fields.push_back(field);
}

void TrainingSettings::showProblem(const QString& problem)
{
    m_problemText->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    Q_EMIT changed();
}

void TrainingSettings::setDefaults(const core::CheckpointSummary& checkpoint)
{
    m_base = core::defaultOptions(checkpoint.config);
    m_learningRate->setSuggestion(m_base.learningRate);
    m_learningRate->setValue(m_base.learningRate);
    m_epochs->setValue(int(m_base.numTrainEpochs));
    m_batchSize->setValue(int(m_base.batchSize));
    const auto longest = int(std::min<std::size_t>(checkpoint.maxLength, std::size_t(checkpoint.config.maxPositionEmbeddings)));
    m_maxLength->setRange(std::min(8, longest), longest);
    m_maxLength->setValue(std::min(kDefaultMaxLength, longest));
}

void TrainingSettings::setMaxLength(int tokens)
{
    m_maxLength->setValue(tokens);
}

void TrainingSettings::setDevices(const core::RuntimeReport& report)
{
    const QVariant before = m_device->currentData();
    const auto inWords = [](const core::DeviceReport& device) {
        const QString name = QString::fromStdString(device.name).toUpper();
        return device.name == "cpu" || device.model.empty() ? name : QStringLiteral("%1 (%2)").arg(QString::fromStdString(device.model), name);
    };
    m_device->clear();
    const core::DeviceReport* const chosen = report.device(report.chosenDevice);
    m_device->addItem(chosen ? tr("Automatic (%1)").arg(inWords(*chosen)) : tr("Automatic"), QStringLiteral("auto"));
    for (const core::DeviceReport& device : report.devices)
        m_device->addItem(inWords(device), QString::fromStdString(device.name));
    m_device->setCurrentIndex(std::max(0, m_device->findData(before)));
}

void TrainingSettings::setLocked(bool locked)
{
    m_lockNote->setVisible(locked);
    for (QWidget* field : m_fields)
        field->setEnabled(!locked);
}

bool TrainingSettings::acceptable() const
{
    return m_learningRate->acceptable();
}

core::TrainingOptions TrainingSettings::options() const
{
    core::TrainingOptions options = m_base;
    options.learningRate = m_learningRate->value();
    options.numTrainEpochs = m_epochs->value();
    options.batchSize = m_batchSize->value();
    options.maxSeqLength = m_maxLength->value();
    options.seed = std::uint64_t(m_seed->value());
    options.device = m_device->currentData().toString().toStdString();
    return options;
}

} // namespace attune::ui
