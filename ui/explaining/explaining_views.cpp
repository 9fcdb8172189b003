#include "ui/explaining/explaining_views.h"

#include "ui/explaining/attention_desk.h"
#include "ui/explaining/attention_pane.h"
#include "ui/explaining/heads_pane.h"
#include "ui/explaining/lines_pane.h"
#include "ui/frame/buttons.h"
#include "ui/frame/pane.h"
#include "ui/frame/segmented_control.h"
#include "ui/plotting/plot_menu.h"

#include <QHBoxLayout>
#include <QSettings>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QToolButton>

#include <algorithm>

namespace attune::ui {

namespace {

const QString kView = QStringLiteral("predict/view");
constexpr int kWideFrom = 1240;
constexpr int kHeadsWidth = 384; // at least
constexpr int kBesideHeatmap = 40; // width that a square map takes beyond the height of its pane, with names and scale
constexpr int kTurnsWidth = 288, kTurnsWidthNarrow = 400;

} // namespace

ExplainingViews::ExplainingViews(AttentionDesk* attention, QWidget* scores, QWidget* parent)
    : QWidget(parent)
    , m_attention(attention)
    , m_scores(scores)
    , m_columns(new QHBoxLayout(this))
    , m_headsColumn(new QWidget)
    , m_turns(new QWidget)
    , m_stack(new QStackedWidget)
    , m_two(new SegmentedControl({tr("Lines"), tr("Scores")}))
    , m_three(new SegmentedControl({tr("All heads"), tr("Lines"), tr("Scores")}))
    , m_more(iconButton(QStringLiteral("more"), tr("More")))
    , m_view(View(std::clamp(QSettings().value(kView, int(View::Heads)).toInt(), int(View::Heads), int(View::Scores))))
{
    m_two->setObjectName(QStringLiteral("twoViews"));
    m_three->setObjectName(QStringLiteral("threeViews"));
    for (SegmentedControl* views : {m_two, m_three}) {
        views->setAccessibleName(tr("View"));
        views->setToolTip(tr("The attention of all heads, attention as lines between words, or what each word did to the score."));
    }
    m_more->setPopupMode(QToolButton::InstantPopup);
    auto* heads = new QHBoxLayout(m_headsColumn);
    heads->setContentsMargins(0, 0, 0, 0);
    heads->setSpacing(0);
    heads->addWidget(new Separator(Qt::Vertical));

    auto* strip = new QHBoxLayout;
    strip->setContentsMargins(16, 8, 16, 8);
    strip->addWidget(m_two);
    strip->addWidget(m_three);
    strip->addStretch(1);
    strip->addWidget(m_more);
    auto* turns = new QVBoxLayout(m_turns);
    turns->setContentsMargins(0, 0, 0, 0);
    turns->setSpacing(0);
    turns->addLayout(strip);
    turns->addWidget(m_stack, 1);
    m_stack->addWidget(m_attention->lines());
    m_stack->addWidget(m_scores);

    m_columns->setContentsMargins(0, 0, 0, 0);
    m_columns->setSpacing(0);
    m_columns->addWidget(m_attention->pane(), 1);
    m_columns->addWidget(m_headsColumn);
    m_columns->addWidget(new Separator(Qt::Vertical));
    m_columns->addWidget(m_turns);
    connect(m_two, &SegmentedControl::currentChanged, this, [this](int view) { setView(View(view + 1)); });
    connect(m_three, &SegmentedControl::currentChanged, this, [this](int view) { setView(View(view)); });
    connect(m_attention->heads(), &HeadsPane::usualWidthChanged, this, [this] { m_headsColumn->setFixedWidth(headsWidth()); });
    arrange();
}

/// What the heatmap leaves of a wide window, as long as thumbnails grow by it.
int ExplainingViews::headsWidth() const
{
    const int heatmap = std::max(height() + kBesideHeatmap, m_attention->pane()->sizeHint().width());
    const int left = width() - kTurnsWidth - 1 - heatmap;
    return std::clamp(left, kHeadsWidth, std::max(kHeadsWidth, m_attention->heads()->usualWidth() + 1)); // and the line before it
}

void ExplainingViews::setView(View view)
{
    m_view = view;
    QSettings().setValue(kView, int(view));
    arrange();
}

void ExplainingViews::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    if (m_wide != (width() >= kWideFrom))
        arrange();
    m_headsColumn->setFixedWidth(headsWidth());
}

void ExplainingViews::arrange()
{
    m_wide = width() >= kWideFrom;
    HeadsPane* heads = m_attention->heads();
    if (m_wide && heads->parentWidget() != m_headsColumn)
        m_headsColumn->layout()->addWidget(heads);
    else if (!m_wide && m_stack->indexOf(heads) < 0)
        m_stack->addWidget(heads);
    heads->setTitled(m_wide);
    m_headsColumn->setVisible(m_wide);
    m_turns->setFixedWidth(m_wide ? kTurnsWidth : kTurnsWidthNarrow);
    m_two->setVisible(m_wide);
    m_three->setVisible(!m_wide);
    const View shown = m_wide ? std::max(m_view, View::Lines) : m_view;
    const QSignalBlocker two(m_two), three(m_three);
    m_two->setCurrent(int(shown) - 1);
    m_three->setCurrent(int(m_view));
    m_stack->setCurrentWidget(shown == View::Heads ? static_cast<QWidget*>(heads) : shown == View::Lines ? m_attention->lines() : m_scores);
    heads->setVisible(m_wide || shown == View::Heads); // a stack does not hide what came to it shown
    m_more->setVisible(shown != View::Scores);
    m_more->setMenu(shown == View::Heads ? heads->menu() : m_attention->lines()->menu());
}

} // namespace attune::ui
