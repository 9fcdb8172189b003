#pragma once

#include "ui/failure.h"

#include <QScrollArea>

namespace attune::ui {

class AttentionLines;
class Heatmap;
class PlotMenu;

/// The lines of a text, which may be longer than the pane.
class LinesPane : public QScrollArea {
    Q_OBJECT
public:
    /// What `heatmap` shows is also what lines are saved as, in figures.
    explicit LinesPane(const Heatmap* heatmap, QWidget* parent = nullptr);
    AttentionLines* lines() const { return m_lines; }
    PlotMenu* menu() const { return m_menu; }
    void bringIntoView(std::size_t row); ///< after keys have moved there

Q_SIGNALS:
    void failed(const attune::ui::Failure& failure);

private:
    AttentionLines* m_lines;
    PlotMenu* m_menu;
};

} // namespace attune::ui
