#include "ui/prediction/sentence_pane.h"

#include "ui/frame/buttons.h"
#include "ui/frame/segmented_control.h"
#include "ui/frame/text_label.h"
#include "ui/prediction/sentence_field.h"
#include "ui/prediction/token_strip.h"
#include "ui/words.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QMenu>
#include <QScrollArea>
#include <QSettings>
#include <QSignalBlocker>
#include <QToolButton>

namespace attune::ui {

namespace {

constexpr int kStripRowsInSight = 2;
constexpr int kRoomyFrom = 820; // height of a page that can spare some for longer bars
constexpr qsizetype kEntriesInMenu = 20;
constexpr int kEntryWidth = 480; // px
const QString kPieces = QStringLiteral("predict/pieces");
const QString kSpecial = QStringLiteral("predict/specialTokens");

QString inOneLine(const PredictionText& text)
{
    return text.second ? text.text + QStringLiteral("  ▏  ") + *text.second : text.text;
}

} // namespace

SentencePane::SentencePane(QWidget* controls, QWidget* note, QWidget* parent)
    : QWidget(parent)
    , m_first(new SentenceField)
    , m_second(new SentenceField)
    , m_historyButton(iconButton(QStringLiteral("history"), tr("What was typed before")))
    , m_historyMenu(new QMenu(m_historyButton))
    , m_strip(new TokenStrip)
    , m_note(new TextLabel({}, Type::Secondary, &Colours::warning))
    , m_pair(new QCheckBox(tr("Se&cond text")))
    , m_special(new QCheckBox(tr("[CLS] and [&SEP]")))
    , m_boxes(new SegmentedControl({tr("Words"), tr("Pieces")}))
{
    m_first->setObjectName(QStringLiteral("sentence"));
    m_second->setObjectName(QStringLiteral("secondText"));
    m_second->setPlaceholderText(tr("Type the second text"));
    m_second->setAccessibleName(tr("Second text"));
    m_second->hide();
    m_note->setObjectName(QStringLiteral("tokenNote"));
    m_note->hide();
    m_historyButton->setObjectName(QStringLiteral("history"));
    m_historyButton->setPopupMode(QToolButton::InstantPopup);
    m_historyButton->setMenu(m_historyMenu);

    auto* fields = new QVBoxLayout;
    fields->setSpacing(8);
    fields->addWidget(m_first);
    fields->addWidget(m_second);
    auto* top = new QHBoxLayout;
    top->setSpacing(8);
    top->addLayout(fields, 1);
    top->addWidget(m_historyButton);

    auto* area = new QScrollArea;
    area->setWidget(m_strip);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->viewport()->setAutoFillBackground(false);
    m_strip->setAutoFillBackground(false);
    m_strip->setBarred(true);
    m_stripArea = area;
    setPageHeight(0);
    area->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored); // takes what the answer beside it leaves
    area->setAccessibleName(tr("Tokens"));

    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(16, 12, 16, 8);
    rows->setSpacing(8);
    rows->addLayout(top);
    rows->addWidget(controls);
    rows->addWidget(area, 1);
    rows->addWidget(m_note);
    rows->addWidget(note);
    rows->addWidget(stripControls());
    setFocusProxy(m_first);

    for (SentenceField* field : {m_first, m_second}) {
        connect(field, &QLineEdit::textEdited, this, [this] { m_place = -1; });
        connect(field, &QLineEdit::textChanged, this, &SentencePane::edited);
        connect(field, &QLineEdit::returnPressed, this, &SentencePane::submitted);
        connect(field, &SentenceField::olderRequested, this, [this] { goBack(1); });
        connect(field, &SentenceField::newerRequested, this, [this] { goBack(-1); });
    }
    connect(m_historyMenu, &QMenu::aboutToShow, this, &SentencePane::fillHistory);
}

void SentencePane::setPageHeight(int height)
{
    m_stripArea->setMinimumHeight(kStripRowsInSight * std::clamp(TokenStrip::kBarredRowHeight + (height - kRoomyFrom) / kStripRowsInSight,
        TokenStrip::kBarredRowHeight, TokenStrip::kRoomyRowHeight));
}

QWidget* SentencePane::stripControls()
{
    m_pair->setToolTip(tr("For models that compare two texts, such as a question and an answer."));
    m_special->setToolTip(tr("The marks that the tokenizer puts around every text. Without them, attention is shared among the rest."));
    m_boxes->setToolTip(tr("Whole words, or the pieces that the vocabulary knows."));
    m_boxes->setAccessibleName(tr("Words or pieces"));
    m_boxes->setObjectName(QStringLiteral("units"));
    m_special->setObjectName(QStringLiteral("special"));
    const QSettings stored;
    m_special->setChecked(stored.value(kSpecial, true).toBool());
    m_boxes->setCurrent(stored.value(kPieces, false).toBool() ? 1 : 0);
    m_strip->setSpecialShown(m_special->isChecked());
    m_strip->setMerged(m_boxes->current() == 0);
    connect(m_pair, &QCheckBox::toggled, this, [this](bool pair) {
        m_second->setVisible(pair);
        Q_EMIT edited();
    });
    connect(m_special, &QCheckBox::toggled, this, [this](bool shown) {
        m_strip->setSpecialShown(shown);
        QSettings().setValue(kSpecial, shown);
        Q_EMIT unitsChanged(words(), special());
    });
    connect(m_boxes, &SegmentedControl::currentChanged, this, [this](int which) {
        m_strip->setMerged(which == 0);
        QSettings().setValue(kPieces, which == 1);
        Q_EMIT unitsChanged(words(), special());
    });
    auto* controls = new QWidget;
    auto* row = new QHBoxLayout(controls);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(16);
    row->addStretch(1);
    row->addWidget(m_pair);
    row->addWidget(m_special);
    row->addWidget(m_boxes);
    return controls;
}

bool SentencePane::words() const { return m_boxes->current() == 0; }

bool SentencePane::special() const { return m_special->isChecked(); }

PredictionText SentencePane::text() const
{
    return {m_first->text(), m_pair->isChecked() ? std::optional(m_second->text()) : std::nullopt};
}

void SentencePane::setText(const PredictionText& text)
{
    remember();
    m_place = -1;
    showRemembered(text);
}

void SentencePane::setPair(bool pair) { m_pair->setChecked(pair); }

void SentencePane::showRemembered(const PredictionText& text)
{
    {
        const QSignalBlocker first(m_first), second(m_second), pair(m_pair);
        m_first->setText(text.text);
        m_second->setText(text.second.value_or(QString()));
        m_pair->setChecked(text.second.has_value());
        m_second->setVisible(text.second.has_value());
    }
    Q_EMIT edited();
}

void SentencePane::remember()
{
    if (m_place < 0)
        m_history.add(text());
}

void SentencePane::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    remember();
}

void SentencePane::goBack(int steps)
{
    const qsizetype wanted = m_place + steps;
    if (wanted < -1 || wanted >= m_history.texts().size())
        return;
    if (m_place < 0) {
        m_draft = text();
        if (wanted == 0 && m_history.texts().first() == m_draft) { // it was remembered already: the one before is meant
            if (m_history.texts().size() < 2)
                return;
            m_place = 1;
            showRemembered(m_history.texts()[1]);
            return;
        }
    }
    m_place = wanted;
    showRemembered(wanted < 0 ? m_draft : m_history.texts()[wanted]);
}

void SentencePane::fillHistory()
{
    remember();
    m_historyMenu->clear();
    const QFontMetrics metrics(m_historyMenu->font());
    const QList<PredictionText> texts = m_history.texts().mid(0, kEntriesInMenu);
    for (const PredictionText& text : texts) {
        QString line = metrics.elidedText(inOneLine(text), Qt::ElideRight, kEntryWidth);
        m_historyMenu->addAction(line.replace(QLatin1Char('&'), QLatin1String("&&")), this, [this, text] { setText(text); });
    }
    if (texts.isEmpty())
        m_historyMenu->addAction(tr("Nothing was typed yet"))->setEnabled(false);
    m_historyMenu->addSeparator();
    QAction* clear = m_historyMenu->addAction(tr("&Clear history"), this, [this] { m_history.clear(); });
    clear->setEnabled(!texts.isEmpty());
}

void SentencePane::show(const PredictionText& text, const core::Prediction& prediction)
{
    const auto cut = prediction.fullLength - std::min(prediction.fullLength, prediction.tokens.size());
    m_first->setCount(tr("%1 of %2 tokens").arg(prediction.tokens.size()).arg(prediction.maxLength));
    m_strip->setWords(wordsOf(text, prediction.tokens, cut > 0));
    m_note->setText(counted(cut, tr("Truncated: the last token is not read."), tr("Truncated: the last %1 tokens are not read.")));
    m_note->setVisible(cut > 0);
}

void SentencePane::showAttributions(const std::vector<float>& attributions, double scale) { m_strip->setAttributions(attributions, scale); }

void SentencePane::clearTokens()
{
    m_strip->setWords({});
    m_first->setCount({});
    m_note->hide();
}

} // namespace attune::ui
