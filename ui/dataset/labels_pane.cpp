#include "ui/dataset/labels_pane.h"

#include "ui/dataset/label_list.h"
#include "ui/frame/pane.h"
#include "ui/frame/segmented_control.h"
#include "ui/frame/text_label.h"
#include "ui/note.h"
#include "ui/words.h"

#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

namespace attune::ui {

namespace {

constexpr int kMargin = 16;

QVBoxLayout* margined()
{
    auto* column = new QVBoxLayout;
    column->setContentsMargins(kMargin, 0, kMargin, kMargin);
    column->setSpacing(8);
    return column;
}

} // namespace

LabelsPane::LabelsPane(QWidget* parent)
    : QWidget(parent)
    , m_model(new LabelModel(this))
    , m_labels(new PaneTitle(tr("Labels")))
    , m_leftOut(new TextLabel({}, Type::Secondary, &Colours::text2))
    , m_message(new Note)
    , m_check(new QWidget)
    , m_way(new SegmentedControl({tr("Held &back"), tr("Split col&umn")}))
    , m_shareRow(new QWidget)
    , m_share(new QSpinBox)
    , m_mix(new TextLabel({}, Type::Secondary, &Colours::text2))
    , m_counts(new TextLabel({}, Type::Secondary, &Colours::text2))
    , m_notes(new Note)
{
    m_leftOut->setContentsMargins(24, 4, 0, 0);
    m_message->setWrapped();
    m_notes->setWrapped();

    auto* labels = margined();
    labels->setContentsMargins(kMargin, 0, kMargin, 12);
    labels->addWidget(m_leftOut);
    labels->addWidget(m_message);

    m_share->setRange(1, 50);
    m_share->setValue(10);
    m_share->setSuffix(tr(" %"));
    m_share->setFixedWidth(72);
    m_share->setKeyboardTracking(false);
    m_share->setAccessibleName(tr("Share of the rows held back"));
    m_share->setToolTip(
        tr("Rows that the model never learns from: they show how well it does on texts that it has not seen.\nvalidation_split"));
    auto* shareCaption = new TextLabel(tr("Share he&ld back"));
    shareCaption->setBuddy(m_share);
    auto* shareRow = new QHBoxLayout(m_shareRow);
    shareRow->setContentsMargins(0, 0, 0, 0);
    shareRow->addWidget(shareCaption);
    shareRow->addStretch();
    shareRow->addWidget(m_share);

    m_way->setAccessibleName(tr("Where the rows to check with come from"));
    auto* mixRow = new QHBoxLayout;
    mixRow->addWidget(m_mix);
    mixRow->addStretch();
    mixRow->addWidget(m_counts);
    m_counts->setToolTip(tr("Rows to learn from + rows to check with"));

    auto* checkRows = margined();
    checkRows->addWidget(m_shareRow);
    checkRows->addLayout(mixRow);
    checkRows->addWidget(m_notes);
    auto* check = new QVBoxLayout(m_check);
    check->setContentsMargins(0, 0, 0, 0);
    check->setSpacing(0);
    check->addWidget(new Separator);
    auto* checkTitle = new PaneTitle(tr("Check rows"));
    checkTitle->addAtRight(m_way);
    check->addWidget(checkTitle);
    check->addLayout(checkRows);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_labels);
    column->addWidget(new LabelList(m_model));
    column->addLayout(labels);
    column->addWidget(m_check);
    column->addStretch();

    connect(m_share, &QSpinBox::valueChanged, this, [this] { Q_EMIT shareChanged(share()); });
    connect(m_way, &SegmentedControl::currentChanged, this, [this](int way) {
        showWay(way == 1);
        Q_EMIT splitColumnChosen(way == 1);
    });
}

double LabelsPane::share() const
{
    return m_share->value() / 100.0;
}

void LabelsPane::set(const ReadResult& result, bool useSplitColumn)
{
    if (result.dataset)
        m_model->set(result.dataset->labels, result.dataset->labelCounts());
    else
        m_model->set({}, {});
    m_labels->setFact(result.dataset ? tr("%1 used").arg(number(result.dataset->labels.size())) : QString());

    const auto leftOut = result.preview->problems().size();
    m_leftOut->setVisible(result.dataset && leftOut > 0);
    m_leftOut->setText(tr("Left out: %1 of %2 rows").arg(number(leftOut), number(result.preview->size())));
    m_message->setVisible(result.unusable.has_value());
    if (result.unusable)
        m_message->set(Note::Tone::Error, result.unusable->cause, result.unusable->wayOut);

    m_check->setVisible(result.dataset != nullptr);
    m_way->setVisible(result.roles && result.roles->split);
    {
        const QSignalBlocker quiet(m_way);
        m_way->setCurrent(useSplitColumn ? 1 : 0);
    }
    m_counts->clear();
    m_notes->hide();
    showWay(useSplitColumn);
}

void LabelsPane::showWay(bool useSplitColumn)
{
    m_shareRow->setVisible(!useSplitColumn);
    m_mix->setText(useSplitColumn ? tr("As the column says") : tr("Same label mix in both parts"));
}

void LabelsPane::setSplit(const SplitResult& split)
{
    m_counts->setText(QStringLiteral("%1 + %2").arg(number(split.train), number(split.validation)));
    m_counts->setAccessibleName(
        tr("%1 rows to learn from, %2 rows to check with").arg(number(split.train), number(split.validation)));
    m_notes->setVisible(!split.notes.isEmpty());
    m_notes->set(Note::Tone::Info, split.notes.join(QLatin1Char('\n')));
}

void LabelsPane::setSplitFailure(const Failure& failure)
{
    m_counts->clear();
    m_notes->show();
    m_notes->set(Note::Tone::Error, failure.cause, failure.wayOut);
}

void LabelsPane::setLocked(bool locked)
{
    m_share->setEnabled(!locked);
    m_way->setEnabled(!locked);
}

} // namespace attune::ui
