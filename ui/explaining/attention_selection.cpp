#include "ui/explaining/attention_selection.h"

#include <algorithm>

namespace attune::ui {

AttentionSelection::AttentionSelection(QObject* parent)
    : QObject(parent)
{
}

void AttentionSelection::setShape(std::size_t layers, std::size_t heads)
{
    if (layers == m_layers && heads == m_heads)
        return;
    m_layers = layers;
    m_heads = heads;
    m_lastLayer = std::max<std::size_t>(1, layers) - 1;
    m_lastHead = 0;
    core::AttentionChoice choice = m_choice;
    choice.reading = m_several = Reading::Mean;
    choice.layer = m_lastLayer;
    choice.head.reset();
    set(choice);
}

void AttentionSelection::set(core::AttentionChoice choice)
{
    m_lastLayer = choice.layer.value_or(m_lastLayer);
    m_lastHead = choice.head.value_or(m_lastHead);
    if (choice.reading == Reading::Mean || choice.reading == Reading::Maximum)
        m_several = choice.reading;
    m_choice = choice;
    Q_EMIT choiceChanged();
}

void AttentionSelection::setReading(Reading reading)
{
    core::AttentionChoice choice = m_choice;
    choice.reading = reading;
    if (reading == Reading::One) {
        choice.layer = m_lastLayer;
        choice.head = m_lastHead;
    } else if (reading != Reading::Rollout && choice.layer && choice.head) {
        choice.head.reset();
    }
    if (choice != m_choice)
        set(choice);
}

void AttentionSelection::setLayer(std::optional<std::size_t> layer)
{
    core::AttentionChoice choice = m_choice;
    choice.layer = layer;
    choice.reading = layer && choice.head ? Reading::One : m_several;
    if (choice != m_choice)
        set(choice);
}

void AttentionSelection::setHead(std::optional<std::size_t> head)
{
    core::AttentionChoice choice = m_choice;
    choice.head = head;
    choice.reading = head && choice.layer ? Reading::One : m_several;
    if (choice != m_choice)
        set(choice);
}

void AttentionSelection::chooseHead(std::size_t layer, std::size_t head)
{
    core::AttentionChoice choice = m_choice;
    choice.reading = Reading::One;
    choice.layer = layer;
    choice.head = head;
    if (choice != m_choice)
        set(choice);
}

void AttentionSelection::setUnits(bool words, bool special)
{
    core::AttentionChoice choice = m_choice;
    choice.words = words;
    choice.special = special;
    if (choice != m_choice)
        set(choice);
}

AttentionSelection::Spot AttentionSelection::spot() const { return m_hovered ? *m_hovered : m_pinned.value_or(Spot{0, {}}); }

void AttentionSelection::hover(const std::optional<Spot>& spot)
{
    if (spot == m_hovered)
        return;
    m_hovered = spot;
    Q_EMIT spotChanged();
}

void AttentionSelection::pin(const std::optional<Spot>& spot)
{
    if (spot == m_pinned)
        return;
    m_pinned = spot;
    Q_EMIT spotChanged();
}

void AttentionSelection::clearSpots()
{
    m_hovered.reset();
    m_pinned.reset();
    Q_EMIT spotChanged();
}

} // namespace attune::ui
