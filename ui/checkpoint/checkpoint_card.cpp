#include "ui/checkpoint/checkpoint_card.h"

#include "ui/checkpoint/memory_pane.h"
#include "ui/checkpoint/model_sketch.h"
#include "ui/frame/buttons.h"
#include "ui/frame/chip.h"
#include "ui/frame/page_header.h"
#include "ui/frame/pane.h"
#include "ui/frame/text_label.h"
#include "ui/note.h"
#include "ui/words.h"

#include <QGridLayout>
#include <QPushButton>
#include <QResizeEvent>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace attune::ui {

namespace {

constexpr int kMargin = 16;
constexpr int kFactColumns = 4;
constexpr int kTwoColumns = 680; ///< from this width on
constexpr std::size_t kMostTimes = 9;

bool poolerIsNew(const core::CheckpointSummary& summary)
{
    return std::any_of(summary.missing.begin(), summary.missing.end(),
        [](const std::string& name) { return name.find("pooler") != std::string::npos; });
}

QString parametersInWords(std::int64_t parameters)
{
    return parameters < 1'000'000 ? number(static_cast<std::uint64_t>(parameters))
                                  : CheckpointCard::tr("%1 million").arg(decimal(static_cast<double>(parameters) / 1e6, 1));
}

} // namespace

CheckpointCard::CheckpointCard(QWidget* parent)
    : QWidget(parent)
    , m_refusal(new Note)
    , m_known(new QWidget)
    , m_sketch(new ModelSketch)
    , m_columns(new QBoxLayout(QBoxLayout::LeftToRight))
    , m_findings(new QVBoxLayout)
    , m_noForecast(new Note)
{
    m_refusal->setWrapped();
    m_refusal->setBoxed();
    m_refusal->hide();
    m_columns->setSpacing(32);
    m_columns->addWidget(buildFindings(), 1, Qt::AlignTop);
    m_columns->addWidget(buildForecast(), 1, Qt::AlignTop);

    auto* known = new QVBoxLayout(m_known);
    known->setContentsMargins(0, 0, 0, 0);
    known->setSpacing(16);
    known->addWidget(m_sketch);
    known->addWidget(new Separator);
    known->addWidget(buildFacts());
    known->addWidget(new Separator);
    known->addLayout(m_columns);

    auto* body = new QWidget;
    auto* bodyColumn = new QVBoxLayout(body);
    bodyColumn->setContentsMargins(kMargin, kMargin, kMargin, 24);
    bodyColumn->addWidget(m_refusal);
    bodyColumn->addWidget(m_known);
    bodyColumn->addStretch();
    auto* scrolled = new QScrollArea;
    scrolled->setWidget(body);
    scrolled->setWidgetResizable(true);
    scrolled->setFrameShape(QFrame::NoFrame);

    buildHeader();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(scrolled, 1);
    presentNoForecast(false);
}

QWidget* CheckpointCard::buildFindings()
{
    m_findings->setSpacing(10);
    m_memoryPart = new QWidget;
    m_memory = new MemoryPane;
    auto* memory = new QVBoxLayout(m_memoryPart);
    memory->setContentsMargins(0, 0, 0, 0);
    memory->setSpacing(12);
    memory->addWidget(new Separator);
    memory->addWidget(m_memory);

    auto* part = new QWidget;
    auto* column = new QVBoxLayout(part);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    column->addWidget(new TextLabel(tr("What was found in the files"), Type::PaneTitle));
    column->addLayout(m_findings);
    column->addWidget(m_memoryPart);
    return part;
}

QWidget* CheckpointCard::buildForecast()
{
    m_steps = new TextLabel({}, Type::Secondary, &Colours::text2);
    m_times = new TimeChart;
    m_timeNote = new TextLabel({}, Type::Secondary, &Colours::text2);
    m_timeNote->setWordWrap(true);
    m_options = new TextLabel({}, Type::Body);
    m_options->setWordWrap(true);
    m_settings = linkButton(tr("&Change on the Train page"));
    m_settings->setToolTip(tr("Use this model and show the settings that its training begins with"));
    m_noForecast->setWrapped();

    m_timePart = new QWidget;
    auto* time = new QVBoxLayout(m_timePart);
    time->setContentsMargins(0, 0, 0, 0);
    time->setSpacing(12);
    time->addWidget(m_times);
    time->addWidget(m_timeNote);
    time->addWidget(new Separator);
    time->addWidget(new TextLabel(tr("Settings it would begin with"), Type::PaneTitle));
    time->addWidget(m_options);
    time->addWidget(m_settings, 0, Qt::AlignLeft);

    auto* title = new QHBoxLayout;
    title->addWidget(new TextLabel(tr("Time to train on your rows"), Type::PaneTitle));
    title->addStretch();
    title->addWidget(m_steps);
    auto* part = new QWidget;
    auto* column = new QVBoxLayout(part);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    column->addLayout(title);
    column->addWidget(m_noForecast);
    column->addWidget(m_timePart);
    connect(m_settings, &QPushButton::clicked, this, &CheckpointCard::settingsRequested);
    return part;
}

void CheckpointCard::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_columns->setDirection(event->size().width() < kTwoColumns ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

void CheckpointCard::presentForecast(
    const core::TrainingForecast& forecast, const core::TrainingOptions& options, std::vector<TimeChart::Row> others)
{
    m_noForecast->hide();
    m_memoryPart->show();
    m_timePart->show();
    m_memory->set(forecast);
    const auto steps = number(static_cast<std::uint64_t>(forecast.steps.total));
    m_steps->setText(options.maxSteps ? tr("%1 steps").arg(steps) : tr("%1 epochs, %2 steps").arg(options.numTrainEpochs).arg(steps));
    m_options->setText(optionsLine(options, forecast));
    // The shown one and those around it.
    std::stable_sort(others.begin(), others.end(), [](const auto& a, const auto& b) { return a.seconds < b.seconds; });
    while (others.size() > kMostTimes)
        others.erase(others.back().chosen ? others.begin() : others.end() - 1);
    m_times->setVisible(!others.empty());
    m_times->set(std::move(others));
    m_timeNote->setText(forecast.seconds ? tr("Measured with a few steps on this computer; the line shows the likely range.")
                                         : tr("The engine has not measured yet how fast such a model trains here."));
    if (m_usable) {
        m_header->chip()->set(forecast.fits ? tr("Fits this computer") : tr("Does not fit in memory"),
            forecast.fits ? Chip::Tone::Good : Chip::Tone::Warning, forecast.fits ? QStringLiteral("check") : QStringLiteral("warning"));
        m_header->chip()->setToolTip(QString::fromStdString(forecast.obstacle));
    }
}

void CheckpointCard::presentNoForecast(bool dataOpen)
{
    m_memoryPart->hide();
    m_timePart->hide();
    m_steps->clear();
    m_noForecast->show();
    m_noForecast->set(Note::Tone::Info,
        dataOpen ? tr("The tokens of your rows are being counted.")
                 : tr("Once a data file is open, this tells how long its training takes and how much memory."));
}

void CheckpointCard::buildHeader()
{
    m_header = new PageHeader;
    m_folder = secondaryButton(tr("Show &in folder"), QStringLiteral("external"));
    m_folder->setToolTip(tr("Open the folder of this model in the file manager"));
    m_use = primaryButton(tr("&Use this model"), QStringLiteral("check"));
    m_header->addAction(m_folder);
    m_header->addAction(m_use);
    connect(m_folder, &QPushButton::clicked, this, &CheckpointCard::folderRequested);
    connect(m_use, &QPushButton::clicked, this, &CheckpointCard::useRequested);
}

QWidget* CheckpointCard::buildFacts()
{
    const std::pair<QString, QString> captions[] = {
        {tr("Layers"), QStringLiteral("num_hidden_layers")},
        {tr("Hidden size"), QStringLiteral("hidden_size")},
        {tr("Attention heads"), QStringLiteral("num_attention_heads")},
        {tr("Parameters"), tr("Numbers that training changes")},
        {tr("Vocabulary"), QStringLiteral("vocab_size")},
        {tr("Longest input"), QStringLiteral("model_max_length, max_position_embeddings")},
        {tr("Licence"), tr("As README.md or LICENSE states it")},
        {tr("File"), tr("Format, number type and size of the stored weights")},
    };
    auto* facts = new QWidget;
    auto* grid = new QGridLayout(facts);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setVerticalSpacing(12);
    for (const auto& [caption, toolTipText] : captions) {
        const auto position = static_cast<int>(m_values.size());
        auto* fact = new QVBoxLayout;
        fact->setSpacing(2);
        auto* captionLabel = new TextLabel(caption, Type::Secondary, &Colours::text2);
        auto* value = new TextLabel({}, Type::Body);
        auto bold = value->font();
        bold.setWeight(QFont::Medium);
        value->setFont(bold);
        captionLabel->setToolTip(toolTipText);
        value->setToolTip(toolTipText);
        value->setWordWrap(true);
        fact->addWidget(captionLabel);
        fact->addWidget(value);
        grid->addLayout(fact, position / kFactColumns, position % kFactColumns, Qt::AlignTop);
        m_values.push_back(value);
    }
    for (int column = 0; column < kFactColumns; ++column)
        grid->setColumnStretch(column, 1);
    return facts;
}

void CheckpointCard::present(const CheckpointEntry& entry, const QStringList& dataLabels)
{
    m_header->setTitle(entry.name);
    m_usable = entry.summary.has_value();
    m_known->setVisible(m_usable);
    m_refusal->setVisible(entry.refusal.has_value());
    if (entry.summary) {
        showSummary(entry, dataLabels);
    } else {
        m_header->setFacts(tr("In %1").arg(shortPath(entry.directory)));
        if (entry.refusal) {
            m_header->chip()->set(tr("Cannot be used"), Chip::Tone::Error, QStringLiteral("error"));
            m_refusal->set(Note::Tone::Error, refusalCause(entry), entry.refusal->wayOut);
        } else {
            m_header->chip()->set(tr("Looking into the files"));
        }
    }
    m_folder->setEnabled(true);
    updateUse();
}

void CheckpointCard::presentNothing()
{
    m_header->setTitle(tr("No model yet"));
    m_header->setFacts(tr("Open a folder with a checkpoint in HuggingFace's format."));
    m_header->chip()->set({});
    m_usable = false;
    m_known->hide();
    m_refusal->hide();
    updateUse();
    m_folder->setEnabled(false);
}

void CheckpointCard::showSummary(const CheckpointEntry& entry, const QStringList& dataLabels)
{
    const auto& summary = *entry.summary;
    const bool isNew = classifierIsNew(summary, dataLabels);
    m_header->chip()->set(tr("Ready to train"), Chip::Tone::Good, QStringLiteral("check"));
    m_header->chip()->setToolTip({});
    m_header->setFacts(factsLine(entry));
    m_sketch->set(summary.config, isNew ? dataLabels : storedLabels(summary), isNew, poolerIsNew(summary));
    showFacts(summary);
    showFindings(findings(summary, dataLabels));
}

void CheckpointCard::showFacts(const core::CheckpointSummary& summary)
{
    const auto& config = summary.config;
    const auto whole = [](auto value) { return number(static_cast<std::uint64_t>(value)); };
    const QString values[] = {
        whole(config.numHiddenLayers),
        whole(config.hiddenSize),
        tr("%1 per layer").arg(whole(config.numAttentionHeads)),
        parametersInWords(summary.parameters),
        tr("%1, %2").arg(whole(summary.vocabularySize), summary.lowerCase ? tr("uncased") : tr("cased")),
        tr("%1 tokens").arg(whole(summary.maxLength)),
        summary.licence.empty() ? tr("not stated") : QString::fromStdString(summary.licence),
        weightsLine(summary),
    };
    for (std::size_t i = 0; i < m_values.size(); ++i)
        m_values[i]->setText(values[i]);
}

void CheckpointCard::showFindings(const std::vector<Finding>& found)
{
    while (auto* item = m_findings->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const auto& finding : found) {
        auto* note = new Note;
        note->setWrapped();
        note->set(finding.good ? Note::Tone::Good : Note::Tone::Info, finding.cause, finding.detail);
        m_findings->addWidget(note);
    }
}

void CheckpointCard::setLocked(bool locked)
{
    m_locked = locked;
    updateUse();
}

void CheckpointCard::updateUse()
{
    m_use->setEnabled(m_usable && !m_locked);
    m_use->setToolTip(m_locked ? tr("Locked while a training uses its model")
            : m_usable         ? tr("Train this model on your rows")
                               : tr("This model cannot be used"));
}

} // namespace attune::ui
