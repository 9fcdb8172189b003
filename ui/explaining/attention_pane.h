#pragma once

#include "ui/failure.h"

#include <QWidget>

namespace attune::ui {

class AttentionSelection;
class Heatmap;
struct HeatMatrix;
class PlotMenu;

/// The heatmap of what is chosen of the attention, and the choice.
class AttentionPane : public QWidget {
    Q_OBJECT
public:
    explicit AttentionPane(AttentionSelection* selection, QWidget* parent = nullptr);
    Heatmap* heatmap() const { return m_heatmap; }
    PlotMenu* menu() const { return m_menu; }

Q_SIGNALS:
    void failed(const attune::ui::Failure& failure);

private:
    Heatmap* m_heatmap;
    PlotMenu* m_menu;
};

/// From each row to each column, as CSV.
QString valuesOf(const HeatMatrix& matrix);

} // namespace attune::ui
