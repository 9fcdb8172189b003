#pragma once

#include "ui/failure.h"
#include "ui/plotting/plot_library.h"

namespace attune::ui {

class PlotMenu;

/// A plot of shares against shares, in the window's palette: drag pans, wheel zooms, double click fits. The name of the bottom
/// axis stands in its row of ticks, at the right. A menu copies and saves it.
class UnitPlot : public QCustomPlot {
    Q_OBJECT
public:
    explicit UnitPlot(const QString& bottomName, QWidget* parent = nullptr);
    void setExtent(double left); ///< from `left` to 1 along the bottom, 0 to 1 upwards
    void fit();
    PlotMenu* menu() const { return m_menu; }
    QSize sizeHint() const override { return {240, 240}; }
    QSize minimumSizeHint() const override { return {160, 130}; }

Q_SIGNALS:
    void coloursWanted(); ///< the palette has changed
    void failed(const attune::ui::Failure& failure);

protected:
    virtual QString reading(QPointF at) const = 0; ///< what lies under the mouse, in words; empty where nothing does
    virtual QString values() const = 0; ///< what is drawn, as CSV
    void changeEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    PlotMenu* m_menu;
    double m_left = 0;
};

} // namespace attune::ui
