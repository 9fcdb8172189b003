#pragma once

#include "core/engine/attention_reading.h"

#include <QObject>

namespace attune::ui {

/// What of the attention is looked at, and at which token: one for all views and the token strip. Tokens are counted as the model reads them, whatever a
/// view shows of them.
class AttentionSelection : public QObject {
    Q_OBJECT
public:
    using Reading = core::AttentionChoice::Reading;
    struct Spot {
        std::optional<std::size_t> from, to;
        bool operator==(const Spot&) const = default;
    };

    explicit AttentionSelection(QObject* parent = nullptr);
    const core::AttentionChoice& choice() const { return m_choice; }
    std::size_t layers() const { return m_layers; }
    std::size_t heads() const { return m_heads; }
    std::size_t headOrLast() const { return m_lastHead; } ///< the chosen one, or the one chosen last

    /// Of a model. The choice stays where the shape does; another shape begins with the mean of its last layer.
    void setShape(std::size_t layers, std::size_t heads);

    // One head, or the mean or maximum of several: what is asked for last decides, the rest follows.
    void setReading(Reading reading);
    void setLayer(std::optional<std::size_t> layer); ///< nothing: all of them
    void setHead(std::optional<std::size_t> head);
    void chooseHead(std::size_t layer, std::size_t head); ///< that one alone
    void setUnits(bool words, bool special);

    const std::optional<Spot>& hovered() const { return m_hovered; }
    const std::optional<Spot>& pinned() const { return m_pinned; }
    Spot spot() const; ///< hovered, else pinned, else from the first token: the answer is read off there
    void hover(const std::optional<Spot>& spot);
    void pin(const std::optional<Spot>& spot); ///< stays when the mouse goes on
    void clearSpots(); ///< another text has come

Q_SIGNALS:
    void choiceChanged();
    void spotChanged();

private:
    void set(core::AttentionChoice choice);

    core::AttentionChoice m_choice;
    std::size_t m_layers = 0, m_heads = 0;
    std::size_t m_lastLayer = 0, m_lastHead = 0; ///< chosen by themselves last
    Reading m_several = Reading::Mean; ///< that was read last of several heads
    std::optional<Spot> m_hovered, m_pinned;
};

} // namespace attune::ui
