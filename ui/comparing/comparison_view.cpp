#include "ui/comparing/comparison_view.h"

#include "ui/comparing/changed_heads_pane.h"
#include "ui/comparing/compared_maps.h"
#include "ui/explaining/attention_controls.h"
#include "ui/frame/buttons.h"
#include "ui/frame/pane.h"
#include "ui/frame/text_label.h"
#include "ui/plotting/picture.h"
#include "ui/plotting/plot_menu.h"
#include "ui/words.h"

#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace attune::ui {

namespace {

constexpr std::size_t kDoneAtOnce = 1'000'000; // shares to go through: some milliseconds
constexpr double kLeastDifference = 0.01; // a model beside itself has a scale as well

/// To one digit. What lies beyond it by as little as 16 bits are off has the colour of its end.
double roundedUp(double largest)
{
    const double decade = std::pow(10.0, std::floor(std::log10(std::max(largest, kLeastDifference)) + 1e-4));
    return std::max(kLeastDifference, std::ceil(largest / decade - 1e-3) * decade);
}

} // namespace

QString answerInWords(const core::Prediction& prediction)
{
    return QStringLiteral("%1 %2").arg(QString::fromStdString(prediction.labels[prediction.label]), percent(double(prediction.probabilities[prediction.label])));
}

ComparisonView::ComparisonView(AttentionSelection* selection, QWidget* parent)
    : QWidget(parent)
    , m_selection(selection)
    , m_note(new TextLabel({}, Type::Body, &Colours::warning))
    , m_maps(new ComparedMaps)
    , m_menu(new PlotMenu([this] { return pictureOf(*m_maps, [this](QPainter& painter) { m_maps->paint(painter); }); }, this))
    , m_reading(new TextLabel({}, Type::Secondary, &Colours::text2))
    , m_heads(new ChangedHeadsPane)
    , m_memory(new TextLabel({}, Type::Caption, &Colours::text3))
{
    m_note->setObjectName(QStringLiteral("incomparable"));
    m_note->setWordWrap(true);
    m_note->hide();
    m_reading->setObjectName(QStringLiteral("comparedReading"));
    m_reading->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_reading->setMinimumHeight(20);
    m_memory->setObjectName(QStringLiteral("comparedMemory"));
    m_memory->setWordWrap(true);
    m_memory->setContentsMargins(16, 8, 16, 10);
    m_memory->setToolTip(ui::toolTip(
        tr("Both models' attention is kept in 16 bits a value until the next comparison; only the maps on display are kept in full. By how much each head "
           "changed was computed before that.")));

    auto* title = new PaneTitle(tr("Attention side by side"));
    title->addBeside(new AttentionControls(selection, QStringLiteral("compared")));
    auto* more = iconButton(QStringLiteral("more"), tr("More"));
    more->setPopupMode(QToolButton::InstantPopup);
    more->setMenu(m_menu);
    title->addAtRight(more);
    title->setFixedHeight(44);

    auto* room = new QVBoxLayout;
    room->setContentsMargins(16, 4, 16, 8);
    room->setSpacing(4);
    room->addWidget(m_note);
    room->addWidget(m_maps, 1);
    room->addWidget(m_reading);
    auto* left = new QVBoxLayout;
    left->setSpacing(0);
    left->addWidget(title);
    left->addLayout(room, 1);
    auto* right = new QVBoxLayout;
    right->setSpacing(0);
    right->addWidget(m_heads, 1);
    right->addWidget(m_memory);
    auto* columns = new QHBoxLayout(this);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(0);
    columns->addLayout(left, 1);
    columns->addWidget(new Separator(Qt::Vertical));
    columns->addLayout(right);

    connect(m_selection, &AttentionSelection::choiceChanged, this, &ComparisonView::read);
    connect(m_heads, &ChangedHeadsPane::headChosen, m_selection, &AttentionSelection::chooseHead);
    connect(m_selection, &AttentionSelection::spotChanged, this, &ComparisonView::showSpot);
    connect(m_maps, &HeatView::described, m_reading, &QLabel::setText);
    connect(m_maps, &HeatView::hovered, this, [this](const std::optional<HeatSpot>& spot) { point(spot, &AttentionSelection::hover); });
    connect(m_maps, &HeatView::chosen, this, [this](const std::optional<HeatSpot>& spot) { point(spot, &AttentionSelection::pin); });
    m_menu->offerFit(Qt::Key_0);
    m_menu->setValues([this] { return m_maps->values(); });
    m_maps->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_maps, &QWidget::customContextMenuRequested, this, [this](QPoint at) { m_menu->popup(m_maps->mapToGlobal(at)); });
    connect(m_menu, &PlotMenu::fitRequested, m_maps, &HeatView::fit);
    connect(m_menu, &PlotMenu::failed, this, &ComparisonView::failed);
}

void ComparisonView::show(std::shared_ptr<const ModelComparison> comparison, const PredictionText& text, const QString& before, const QString& after)
{
    m_comparison = std::move(comparison);
    m_text = text;
    m_beforeName = before;
    m_afterName = after;
    m_largest.clear();
    m_heads->setChange(m_comparison->change ? &*m_comparison->change : nullptr);
    m_note->hide();
    if (!m_comparison->change)
        say(m_comparison->incomparable);
    m_selection->setShape(m_comparison->after.attention->layers(), m_comparison->after.attention->heads());
    read();
}

void ComparisonView::clear()
{
    m_queue.cancel();
    m_comparison.reset();
    m_units = {};
    m_largest.clear();
    m_maps->clear();
    m_heads->setChange(nullptr);
    m_note->hide();
    m_memory->clear();
}

void ComparisonView::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    read();
}

/// Short texts at once; what would keep the window waiting in the background, and the newest choice counts.
void ComparisonView::read()
{
    m_queue.cancel();
    if (!m_comparison || !isVisible() || m_comparison->before.attention->empty() || m_comparison->after.attention->empty())
        return;
    const core::AttentionChoice choice = m_selection->choice(), way = wayOfReading(choice);
    const std::optional<float> known = knownLargest(way);
    const auto work = [comparison = m_comparison, choice, way, known](std::stop_token stop) {
        return Displayed{readComparison(*comparison, choice, stop), known ? *known : largestDifference(*comparison, way, stop)};
    };
    const std::size_t shares = comparisonWork(*m_comparison, choice) + (known ? 0 : comparisonWork(*m_comparison, {choice.reading}));
    if (shares <= kDoneAtOnce)
        return display(choice, work({}));
    m_queue.run([work](const BackgroundQueue::Job& job) { return work(job.stop); },
        [this, choice](const Outcome<Displayed>& outcome) {
            if (outcome.value)
                display(choice, *outcome.value);
            else
                say(outcome.failure);
        });
}

std::optional<float> ComparisonView::knownLargest(const core::AttentionChoice& way) const
{
    const auto found = std::find_if(m_largest.begin(), m_largest.end(), [&](const auto& known) { return known.first == way; });
    return found == m_largest.end() ? std::nullopt : std::optional(found->second);
}

/// One scale for all heads, and one for all means of heads, so that their colours can be compared.
void ComparisonView::display(const core::AttentionChoice& choice, const Displayed& displayed)
{
    if (const core::AttentionChoice way = wayOfReading(choice); !knownLargest(way))
        m_largest.emplace_back(way, displayed.largest);
    std::size_t shown = 0;
    const Answer &before = m_comparison->before, &after = m_comparison->after;
    const ComparisonReading& reading = displayed.reading;
    const auto unitsOf = [&](const Answer& answer, const core::AttentionRows& rows) { return attentionUnits(rows.units, choice.words, m_text, answer.prediction->tokens); };
    const auto matrix = [&](const AttentionUnits& units, const std::vector<float>& values) {
        shown += values.size() * sizeof(float);
        return HeatMatrix{units.axis, units.axis, values};
    };
    m_units = unitsOf(after, reading.after);
    std::optional<ComparedMaps::Difference> difference;
    if (m_comparison->change)
        difference = {matrix(m_units, reading.difference), HeatScale::differences(roundedUp(double(displayed.largest)))};
    m_maps->show({m_beforeName, answerInWords(*before.prediction), matrix(unitsOf(before, reading.before), reading.before.values)},
        {m_afterName, answerInWords(*after.prediction), matrix(m_units, reading.after.values)}, std::move(difference));
    const bool one = choice.reading == AttentionSelection::Reading::One;
    m_heads->setHead(choice.layer.value_or(0), one ? choice.head : std::nullopt);
    m_memory->setText(tr("Memory: %1 for both models' %2 maps, %3 for those shown").arg(bytes(m_comparison->bytes()), number(m_comparison->maps()), bytes(shown)));
    showSpot();
}

void ComparisonView::setPointsTogether(bool together)
{
    m_together = together;
    showSpot();
}

void ComparisonView::point(const std::optional<HeatSpot>& spot, void (AttentionSelection::*how)(const std::optional<AttentionSelection::Spot>&))
{
    if (m_together)
        (m_selection->*how)(spot ? std::optional(m_units.tokens(*spot)) : std::nullopt);
}

void ComparisonView::showSpot()
{
    if (!m_together)
        return;
    m_maps->setHovered(m_units.shown(m_selection->hovered()));
    m_maps->setChosen(m_units.shown(m_selection->pinned()));
}

void ComparisonView::say(const Failure& why)
{
    m_note->setText(why.wayOut.isEmpty() ? why.cause : why.cause + QLatin1Char(' ') + why.wayOut);
    m_note->show();
}

} // namespace attune::ui
