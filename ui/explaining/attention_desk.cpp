#include "ui/explaining/attention_desk.h"

#include "ui/explaining/attention_lines.h"
#include "ui/explaining/attention_pane.h"
#include "ui/explaining/heads_pane.h"
#include "ui/explaining/lines_pane.h"
#include "ui/plotting/heatmap.h"
#include "ui/prediction/token_strip.h"

#include <cmath>
#include <limits>

namespace attune::ui {

namespace {

constexpr std::size_t kDoneAtOnce = 1'000'000; // shares to go through: less than a millisecond

bool sameTokens(const core::Prediction& one, const core::Prediction& other)
{
    return std::equal(one.tokens.begin(), one.tokens.end(), other.tokens.begin(), other.tokens.end(),
        [](const core::Token& a, const core::Token& b) { return a.id == b.id && a.segment == b.segment; });
}

/// A model that was trained further says something else, if only in the last digits.
bool sameAnswer(const core::Prediction& one, const core::Prediction& other)
{
    const auto near = [](float a, float b) { return std::abs(a - b) <= 1e-5F * std::max(1.0F, std::abs(a)); };
    return sameTokens(one, other) && std::equal(one.logits.begin(), one.logits.end(), other.logits.begin(), other.logits.end(), near);
}

/// A choice may be made for a comparison of another model, whose answer is still to come.
bool hasPlace(const core::AttentionStore& store, const core::AttentionChoice& choice)
{
    return choice.layer.value_or(0) < store.layers() && choice.head.value_or(0) < store.heads();
}

} // namespace

AttentionDesk::AttentionDesk(QObject* parent)
    : QObject(parent)
    , m_selection(new AttentionSelection(this))
    , m_pane(new AttentionPane(m_selection))
    , m_heads(new HeadsPane(m_selection))
    , m_lines(new LinesPane(m_pane->heatmap()))
{
    const auto spotOf = [this](const std::optional<HeatSpot>& spot) { return spot ? std::optional(m_units.tokens(*spot)) : std::nullopt; };
    const auto hover = [this, spotOf](const std::optional<HeatSpot>& spot) { m_selection->hover(spotOf(spot)); };
    const auto pin = [this, spotOf](const std::optional<HeatSpot>& spot) { m_selection->pin(spotOf(spot)); };
    connect(m_pane->heatmap(), &Heatmap::hovered, this, hover);
    connect(m_pane->heatmap(), &Heatmap::chosen, this, pin);
    connect(m_lines->lines(), &AttentionLines::hovered, this, hover);
    connect(m_lines->lines(), &AttentionLines::pinned, this, [this, pin](const std::optional<HeatSpot>& spot) {
        pin(spot);
        if (spot)
            m_lines->bringIntoView(spot->row ? *spot->row : *spot->column);
    });
    connect(m_selection, &AttentionSelection::choiceChanged, this, &AttentionDesk::read);
    connect(m_selection, &AttentionSelection::spotChanged, this, &AttentionDesk::showSpot);
    connect(m_pane, &AttentionPane::failed, this, &AttentionDesk::failed);
    connect(m_heads, &HeadsPane::failed, this, &AttentionDesk::failed);
    connect(m_lines, &LinesPane::failed, this, &AttentionDesk::failed);
}

void AttentionDesk::connectStrip(TokenStrip* strip)
{
    m_strip = strip;
    const auto spotOf = [](std::optional<std::size_t> token) { return token ? std::optional(AttentionSelection::Spot{token, {}}) : std::nullopt; };
    connect(strip, &TokenStrip::hovered, this, [this, spotOf](std::optional<std::size_t> token) { m_selection->hover(spotOf(token)); });
    connect(strip, &TokenStrip::pinned, this, [this, spotOf](std::optional<std::size_t> token) { m_selection->pin(spotOf(token)); });
}

void AttentionDesk::show(const PredictionText& text, const Answer& answer)
{
    const bool sameText = m_answer.prediction && sameTokens(*m_answer.prediction, *answer.prediction);
    m_text = text;
    m_answer = answer;
    if (!sameText)
        m_selection->clearSpots();
    m_heads->clear(); // what is chosen may have no place in the old answer
    m_selection->setShape(m_answer.attention->layers(), m_answer.attention->heads());
    m_heads->show(m_answer.attention, m_answer.prediction->tokens);
    read();
}

void AttentionDesk::complete(const Answer& answer)
{
    if (!m_answer.prediction || !sameAnswer(*m_answer.prediction, *answer.prediction))
        return;
    m_answer.attention = answer.attention;
    m_heads->show(m_answer.attention, m_answer.prediction->tokens);
    read();
}

std::optional<std::size_t> AttentionDesk::layerInView() const
{
    if (m_selection->layers() == 0)
        return std::numeric_limits<std::size_t>::max();
    return m_selection->choice().reading == AttentionSelection::Reading::Rollout ? std::nullopt : m_selection->choice().layer;
}

bool AttentionDesk::holdsLayerInView() const
{
    const std::optional<std::size_t> layer = layerInView();
    return !layer || !m_answer.attention || m_answer.attention->exactLayer() == layer;
}

void AttentionDesk::clear()
{
    m_queue.cancel();
    m_answer = {};
    m_units = {};
    m_pane->heatmap()->clear();
    m_lines->lines()->setMatrix({});
    m_heads->clear();
    m_selection->clearSpots();
}

/// Short texts and single heads at once; what would keep the window waiting in the background, and the newest choice counts.
void AttentionDesk::read()
{
    m_queue.cancel();
    if (!m_answer.attention || m_answer.attention->empty() || !hasPlace(*m_answer.attention, m_selection->choice()))
        return;
    const core::AttentionChoice choice = m_selection->choice();
    const auto attention = m_answer.attention;
    const auto prediction = m_answer.prediction;
    if (core::attentionWork(*attention, choice) <= kDoneAtOnce)
        return display(core::readAttention(*attention, prediction->tokens, choice), choice.words);
    m_queue.run([attention, prediction, choice](const BackgroundQueue::Job& job) { return core::readAttention(*attention, prediction->tokens, choice, job.stop); },
        [this, choice](const Outcome<core::AttentionRows>& outcome) {
            if (outcome.value)
                display(*outcome.value, choice.words);
            else
                Q_EMIT failed(outcome.failure);
        });
}

void AttentionDesk::display(const core::AttentionRows& rows, bool merged)
{
    m_units = attentionUnits(rows.units, merged, m_text, m_answer.prediction->tokens);
    const HeatMatrix matrix{m_units.axis, m_units.axis, rows.values};
    m_pane->heatmap()->setMatrix(matrix, HeatScale::shares());
    m_lines->lines()->setMatrix(matrix);
    showSpot();
}

void AttentionDesk::showSpot()
{
    const auto hovered = m_units.shown(m_selection->hovered()), pinned = m_units.shown(m_selection->pinned());
    m_pane->heatmap()->setHovered(hovered);
    m_pane->heatmap()->setChosen(pinned);
    const HeatSpot first = m_units.spans.empty() ? HeatSpot() : HeatSpot{0, {}};
    m_lines->lines()->setSpot(hovered ? *hovered : pinned.value_or(first), pinned && (!hovered || hovered == pinned));
    if (m_strip) {
        const AttentionSelection::Spot spot = m_selection->hovered() ? *m_selection->hovered() : m_selection->pinned().value_or(AttentionSelection::Spot());
        m_strip->setSpot(spot.from, spot.to);
    }
}

} // namespace attune::ui
