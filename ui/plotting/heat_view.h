#pragma once

#include "ui/plotting/heat_painting.h"

#include <QWidget>

namespace attune::ui {

/// One matrix in colours, or several of the same tokens that move together. The wheel zooms, dragging pans, a click chooses a cell and arrow keys move the
/// choice. How they lie and what stands around them is up to the class that paints them.
class HeatView : public QWidget {
    Q_OBJECT
public:
    explicit HeatView(double smallestLabelled, QWidget* parent = nullptr); ///< side of a cell from which on labels stand beside it

    void setHovered(const std::optional<HeatSpot>& spot); ///< as if the mouse were there
    void setChosen(const std::optional<HeatSpot>& spot);
    HeatSpot spot() const { return m_hovered ? *m_hovered : m_chosen.value_or(HeatSpot()); } ///< under the mouse, else the chosen one
    virtual QString description() const = 0; ///< of spot(), in words

    void zoomAt(QPointF point, double factor); ///< what is at `point` stays there
    void panBy(QPointF distance);
    void fit(); ///< shows everything
    bool zoomed() const { return m_zoom > 1; }
    bool labelled() const { return layOut().labelled; }

    virtual void paint(QPainter& painter) const = 0; ///< all of it, for the screen or for a picture

Q_SIGNALS:
    void hovered(const std::optional<attune::ui::HeatSpot>& spot); ///< by the mouse; nothing when it left
    void chosen(const std::optional<attune::ui::HeatSpot>& spot); ///< by a click or by keys; nothing with Escape
    void described(const QString& words); ///< what stands at spot() now

protected:
    struct Layout {
        std::vector<HeatPlaces> places; ///< of each matrix
        bool labelled = false; ///< cells are large enough for labels
        QPointF furthest; ///< that the matrices can be panned to
    };
    virtual std::size_t matrices() const = 0;
    virtual const HeatMatrix& matrixAt(std::size_t index) const = 0;
    virtual bool pointsAt(std::size_t) const { return true; } ///< what is pointed at is a cell of this one, too; of the last it always is
    virtual QPointF corner(std::size_t index, bool labelled) const = 0; ///< where cells of a matrix begin
    virtual QSizeF room(bool labelled) const = 0; ///< that each has for its cells
    virtual void paletteChanged() = 0;

    Layout layOut() const;
    void forgetView(); ///< matrices of another shape have come
    bool pointing() const { return m_hovered || m_chosen; }
    void tell();

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
    bool blank() const { return matrices() == 0 || matrixAt(matrices() - 1).empty(); }
    double fittingCell(bool& labelled) const;
    std::size_t matrixUnder(QPointF point) const; ///< or the last
    std::optional<HeatSpot> spotAt(QPointF point) const;
    void hover(const std::optional<HeatSpot>& spot);
    void choose(HeatSpot spot);
    void bringIntoView(HeatCell cell);

    double m_smallestLabelled;
    double m_zoom = 1;
    QPointF m_offset; ///< that the matrices were panned by
    std::optional<HeatSpot> m_hovered, m_chosen;
    std::optional<QPointF> m_pressed; ///< where the mouse was pressed and not yet dragged away from
    QPointF m_dragged; ///< where it was last
    bool m_dragging = false;
};

} // namespace attune::ui
