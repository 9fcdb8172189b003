#pragma once

#include "core/engine/engine.h"

#include <QWidget>

class QComboBox;

namespace attune::ui {

class BarList;
class Heatmap;
class PaneTitle;
class SegmentedControl;

/// The attention of one text: a heatmap of one head or of a layer's mean, and what the token under the mouse looks at most.
class AttentionPane : public QWidget {
    Q_OBJECT
public:
    explicit AttentionPane(QWidget* parent = nullptr);
    void show(const core::AttentionMaps& maps, const QStringList& tokens);
    void clear();
    Heatmap* heatmap() const { return m_heatmap; }

private:
    void fillSelectors(std::size_t layers, std::size_t heads);
    void applySelection();
    void showRow();

    core::AttentionMaps m_maps;
    QStringList m_tokens;
    Heatmap* m_heatmap;
    QComboBox* m_layer;
    QComboBox* m_head;
    SegmentedControl* m_mode;
    QWidget* m_row;
    PaneTitle* m_rowTitle;
    BarList* m_rowBars;
};

} // namespace attune::ui
