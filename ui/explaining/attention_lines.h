#pragma once

#include "ui/plotting/heat_painting.h"

#include <QPixmap>
#include <QWidget>

namespace attune::ui {

/// Attention as lines between two columns of words: all of them faintly, those of the word that is pointed at in full, the thicker the more. The mouse points
/// at a word, on the right at who looks there; a click pins it, arrow keys move the pin.
class AttentionLines : public QWidget {
    Q_OBJECT
public:
    explicit AttentionLines(QWidget* parent = nullptr);
    void setMatrix(HeatMatrix matrix);
    void setSpot(const HeatSpot& spot, bool pinned);
    const HeatSpot& spot() const { return m_spot; }

    struct Line {
        std::size_t from = 0, to = 0;
        float share = 0;
    };
    std::vector<Line> lines() const; ///< drawn in full
    QPointF fromPlace(std::size_t row) const; ///< where lines begin
    QPointF toPlace(std::size_t column) const;
    void paint(QPainter& painter, const QRectF& seen) const; ///< words that are `seen`
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void hovered(const std::optional<attune::ui::HeatSpot>& spot);
    void pinned(const std::optional<attune::ui::HeatSpot>& spot); ///< nothing with Escape, or by another click on the same

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    double rowHeight() const;
    std::optional<HeatSpot> spotAt(QPointF point) const;
    void hover(const std::optional<HeatSpot>& spot);
    void drawFaint(QPainter& painter) const; ///< from a picture of them
    void drawAll(QPainter& painter) const;
    void drawLines(QPainter& painter) const;
    void drawWords(QPainter& painter, const QRectF& seen) const;

    HeatMatrix m_matrix;
    HeatSpot m_spot;
    bool m_pinned = false;
    std::optional<HeatSpot> m_under; ///< the mouse
    mutable QPixmap m_faint; ///< all lines, painted once
};

} // namespace attune::ui
