#pragma once

#include "ui/plotting/heat_view.h"

#include <functional>

namespace attune::ui {

/// Two matrices beside one another in one scale and, where their tokens are the same, their difference in colours to both sides of nothing. They zoom and pan
/// together, and what the mouse or the arrow keys point at is pointed at in all of them.
class ComparedMaps : public HeatView {
    Q_OBJECT
public:
    struct Map {
        QString name;   ///< whose attention it is
        QString answer; ///< below the name
        HeatMatrix matrix;
    };
    struct Difference {
        HeatMatrix matrix;
        HeatScale scale;
    };

    explicit ComparedMaps(QWidget* parent = nullptr);
    void show(Map before, Map after, std::optional<Difference> difference); ///< view and choice stay where the tokens do
    void clear();
    std::size_t count() const { return m_parts.size(); } ///< 2, or 3 with a difference
    const HeatMatrix& matrix(std::size_t part) const { return m_parts[part].map.matrix; }
    const HeatScale& scale(std::size_t part) const { return m_parts[part].scale; }
    HeatPlaces places(std::size_t part) const { return layOut().places[part]; } ///< where its cells are painted
    QString description() const override;
    std::function<QString()> values() const; ///< what puts each pair of tokens in all of them, as they stand now, into CSV
    void paint(QPainter& painter) const override;
    QSize sizeHint() const override { return {760, 460}; }
    QSize minimumSizeHint() const override { return {420, 220}; }

private:
    struct Part {
        Map map;
        HeatScale scale;
        QImage image = {};          ///< one pixel a cell
        bool ownRows = true;        ///< its rows' names stand beside it; else those of the first part are its own
        double names = 0, slant = 0, overhang = 0; ///< room that labels need
    };
    std::size_t matrices() const override { return m_parts.size(); }
    const HeatMatrix& matrixAt(std::size_t index) const override { return m_parts[index].map.matrix; }
    bool pointsAt(std::size_t index) const override { return linked() || index + 1 == m_parts.size(); }
    QPointF corner(std::size_t index, bool labelled) const override;
    QSizeF room(bool labelled) const override;
    void paletteChanged() override;
    bool linked() const; ///< one spot means the same in all parts
    double slant(bool labelled) const;
    void setParts(std::vector<Part> parts);
    void paintHead(QPainter& painter, const Part& part, const HeatPlaces& at, double room) const;
    void paintScaleBelow(QPainter& painter, const Part& part, const HeatPlaces& at) const;

    std::vector<Part> m_parts;
};

} // namespace attune::ui
