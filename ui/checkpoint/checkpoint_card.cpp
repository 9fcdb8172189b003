#include "ui/checkpoint/checkpoint_card.h"

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
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace attune::ui {

namespace {

constexpr int kMargin = 16;
constexpr int kFactColumns = 4;

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
    , m_findings(new QVBoxLayout)
{
    m_refusal->setWrapped();
    m_refusal->setBoxed();
    m_refusal->hide();
    m_findings->setSpacing(10);

    auto* known = new QVBoxLayout(m_known);
    known->setContentsMargins(0, 0, 0, 0);
    known->setSpacing(16);
    known->addWidget(m_sketch);
    known->addWidget(new Separator);
    known->addWidget(buildFacts());
    known->addWidget(new Separator);
    known->addWidget(new TextLabel(tr("What was found in the files"), Type::PaneTitle));
    known->addLayout(m_findings);

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
        {tr("Weights"), tr("Format, number type and size of the stored weights")},
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
        fact->addWidget(captionLabel);
        fact->addWidget(value);
        const int column = position % kFactColumns;
        const bool last = position + 1 == static_cast<int>(std::size(captions));
        grid->addLayout(fact, position / kFactColumns, column, 1, last ? kFactColumns - column : 1);
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
