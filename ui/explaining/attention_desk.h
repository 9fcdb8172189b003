#pragma once

#include "ui/background_queue.h"
#include "ui/explaining/attention_units.h"
#include "ui/prediction/answer.h"

namespace attune::ui {

class AttentionPane;
class HeadsPane;
class LinesPane;
class TokenStrip;

/// Reads the attention of each answer as the selection asks, and keeps all views and the token strip at one. Makes the widgets that show it; whoever lays them
/// out owns them.
class AttentionDesk : public QObject {
    Q_OBJECT
public:
    explicit AttentionDesk(QObject* parent = nullptr);
    AttentionSelection* selection() const { return m_selection; }
    AttentionPane* pane() const { return m_pane; }
    HeadsPane* heads() const { return m_heads; }
    LinesPane* lines() const { return m_lines; }
    void connectStrip(TokenStrip* strip); ///< which points at tokens as the views do

    void show(const PredictionText& text, const Answer& answer);
    void complete(const Answer& answer); ///< the same as is on display, with all digits of another layer
    void clear();
    std::optional<std::size_t> layerInView() const; ///< none where several are; beyond the last where none was ever chosen: then the last will be
    bool holdsLayerInView() const; ///< with all digits

Q_SIGNALS:
    void failed(const attune::ui::Failure& failure);

private:
    void read();
    void display(const core::AttentionRows& rows, bool merged);
    void showSpot();

    AttentionSelection* m_selection;
    AttentionPane* m_pane;
    HeadsPane* m_heads;
    LinesPane* m_lines;
    TokenStrip* m_strip = nullptr;
    PredictionText m_text;
    Answer m_answer;
    AttentionUnits m_units; ///< on display
    BackgroundQueue m_queue;
};

} // namespace attune::ui
