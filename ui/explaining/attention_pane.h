#pragma once

#include "ui/failure.h"

#include <QWidget>

class QComboBox;

namespace attune::ui {

class AttentionSelection;
class Heatmap;
struct HeatMatrix;
class PlotMenu;
class SegmentedControl;

/// The heatmap of what is chosen of the attention, and the choice: a layer, a head, the mean or maximum of several, or rollout.
class AttentionPane : public QWidget {
    Q_OBJECT
public:
    explicit AttentionPane(AttentionSelection* selection, QWidget* parent = nullptr);
    Heatmap* heatmap() const { return m_heatmap; }
    PlotMenu* menu() const { return m_menu; }

Q_SIGNALS:
    void failed(const attune::ui::Failure& failure);

private:
    void showChoice();

    AttentionSelection* m_selection;
    Heatmap* m_heatmap;
    QComboBox* m_layer;
    QComboBox* m_head;
    SegmentedControl* m_reading;
    PlotMenu* m_menu;
};

/// From each row to each column, as CSV.
QString valuesOf(const HeatMatrix& matrix);

} // namespace attune::ui
