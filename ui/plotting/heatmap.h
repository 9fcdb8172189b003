#pragma once

#include "ui/plotting/heat_view.h"

namespace attune::ui {

/// A matrix in colours, with labels where they can be read and what is under the mouse in the top-left corner. What the matrix is of, and who else is told of
/// a cell, is up to its owner.
class Heatmap : public HeatView {
    Q_OBJECT
public:
    explicit Heatmap(QWidget* parent = nullptr);
    void setMatrix(HeatMatrix matrix, const HeatScale& scale); ///< zoom and choice stay where the shape does
    void clear() { setMatrix({}, m_scale); }
    const HeatMatrix& matrix() const { return m_matrix; }
    const HeatScale& scale() const { return m_scale; }
    QString description() const override;

    const QImage& image() const { return m_image; } ///< one pixel a cell
    HeatPlaces places() const { return layOut().places.front(); }
    QRectF area() const { return places().view; } ///< where cells are painted
    void paint(QPainter& painter) const override;
    QSize sizeHint() const override { return {560, 520}; }
    QSize minimumSizeHint() const override { return {260, 200}; }

private:
    std::size_t matrices() const override { return 1; }
    const HeatMatrix& matrixAt(std::size_t) const override { return m_matrix; }
    QPointF corner(std::size_t index, bool labelled) const override;
    QSizeF room(bool labelled) const override;
    void paletteChanged() override;
    void drawReading(QPainter& painter, const QRectF& view) const;

    HeatMatrix m_matrix;
    HeatScale m_scale = HeatScale::shares();
    QImage m_image;
    double m_widestRow = 0, m_slant = 0; ///< room that labels need
};

} // namespace attune::ui
