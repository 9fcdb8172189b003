#pragma once

#include "ui/plotting/heat_painting.h"

#include <QWidget>

namespace attune::ui {

/// A matrix in colours, with labels where they can be read and what is under the mouse in the top-left corner. The wheel zooms, dragging pans, a click
/// chooses a cell and arrow keys move the choice. What the matrix is of, and who else is told of a cell, is up to its owner.
class Heatmap : public QWidget {
    Q_OBJECT
public:
    explicit Heatmap(QWidget* parent = nullptr);
    void setMatrix(HeatMatrix matrix, const HeatScale& scale); ///< zoom and choice stay where the shape does
    void clear() { setMatrix({}, m_scale); }
    const HeatMatrix& matrix() const { return m_matrix; }
    const HeatScale& scale() const { return m_scale; }

    void setHovered(const std::optional<HeatSpot>& spot); ///< as if the mouse were there
    void setChosen(const std::optional<HeatSpot>& spot);
    HeatSpot spot() const { return m_hovered ? *m_hovered : m_chosen.value_or(HeatSpot()); } ///< under the mouse, else the chosen one
    QString description() const; ///< of spot(), in words

    void zoomAt(QPointF point, double factor); ///< what is at `point` stays there
    void panBy(QPointF distance);
    void fit(); ///< shows everything
    bool zoomed() const { return m_zoom > 1; }

    const QImage& image() const { return m_image; } ///< one pixel a cell
    HeatPlaces places() const { return layOut().places; }
    QRectF area() const { return places().view; } ///< where cells are painted
    bool labelled() const { return layOut().labelled; }
    void paint(QPainter& painter) const; ///< all of it, for the screen or for a picture
    QSize sizeHint() const override { return {560, 520}; }
    QSize minimumSizeHint() const override { return {260, 200}; }

Q_SIGNALS:
    void hovered(const std::optional<attune::ui::HeatSpot>& spot); ///< by the mouse; nothing when it left
    void chosen(const std::optional<attune::ui::HeatSpot>& spot); ///< by a click or by keys; nothing with Escape

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Layout {
        HeatPlaces places;
        bool labelled = false; ///< cells are large enough for labels
        QPointF furthest; ///< that the matrix can be panned to
    };
    Layout layOut() const;
    double fittingCell(bool& labelled) const;
    QSizeF room(bool labelled) const;
    QPointF corner(bool labelled) const;
    void hover(const std::optional<HeatSpot>& spot);
    void choose(HeatSpot spot);
    void bringIntoView(HeatCell cell);
    void tell();
    void drawReading(QPainter& painter, const QRectF& view) const;

    HeatMatrix m_matrix;
    HeatScale m_scale = HeatScale::shares();
    QImage m_image;
    double m_widestRow = 0, m_slant = 0; ///< room that labels need
    double m_zoom = 1;
    QPointF m_offset; ///< that the matrix was panned by
    std::optional<HeatSpot> m_hovered, m_chosen;
    std::optional<QPointF> m_pressed; ///< where the mouse was pressed and not yet dragged away from
    QPointF m_dragged; ///< where it was last
    bool m_dragging = false;
};

} // namespace attune::ui
