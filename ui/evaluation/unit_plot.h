#pragma once

#include "ui/plotting/plot_library.h"

namespace attune::ui {

/// A plot of shares against shares, in the window's palette: drag pans, wheel zooms, double click fits. The name of the bottom
/// axis stands in its row of ticks, at the right.
class UnitPlot : public QCustomPlot {
    Q_OBJECT
public:
    explicit UnitPlot(const QString& bottomName, QWidget* parent = nullptr);
    void setExtent(double left); ///< from `left` to 1 along the bottom, 0 to 1 upwards
    void fit();
    QSize sizeHint() const override { return {240, 240}; }
    QSize minimumSizeHint() const override { return {160, 130}; }

Q_SIGNALS:
    void coloursWanted(); ///< the palette has changed

protected:
    virtual QString reading(QPointF at) const = 0; ///< what lies under the mouse, in words; empty where nothing does
    void changeEvent(QEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void applyColours();

    double m_left = 0;
};

} // namespace attune::ui
