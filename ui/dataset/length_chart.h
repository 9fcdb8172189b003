#pragma once

#include "ui/dataset/length_counter.h"
#include "ui/plotting/plot_library.h"

namespace attune::ui {

/// How long the texts are, and where the maximum length cuts them: a line that can be dragged, or moved with the arrow keys.
class LengthChart : public QCustomPlot {
    Q_OBJECT
public:
    explicit LengthChart(QWidget* parent = nullptr);
    void setLengths(std::shared_ptr<const TokenLengths> lengths);
    void setMaximum(int tokens);
    void setLimits(int least, int most) { m_least = least, m_most = most; }
    void setLocked(bool locked);
    int maximum() const { return m_maximum; }
    const TokenLengths* lengths() const { return m_lengths.get(); }
    double pixelOf(int tokens) const { return xAxis->coordToPixel(tokens); }
    bool dragging() const { return m_dragging; }

Q_SIGNALS:
    void maximumMoved(int tokens); ///< by hand
    void fitRequested(); ///< a double click: as the data want it

protected:
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void applyColours();
    void fill();
    void moveTo(int tokens);

    std::shared_ptr<const TokenLengths> m_lengths;
    QCPBars* m_kept;
    QCPBars* m_cut;
    int m_maximum = 128;
    int m_least = 8;
    int m_most = 512;
    bool m_dragging = false;
    bool m_locked = false;
};

} // namespace attune::ui
