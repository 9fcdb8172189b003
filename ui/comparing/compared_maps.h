#pragma once

#include "ui/plotting/heat_painting.h"

#include <QWidget>

namespace attune::ui {

/// Two matrices beside one another in one scale and, where their tokens are the same, their difference in colours to both sides of nothing. What the mouse
/// or the arrow keys point at is pointed at in all of them.
class ComparedMaps : public QWidget {
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
    void show(Map before, Map after, std::optional<Difference> difference); ///< what is pointed at stays where the tokens do
    void clear();
    std::size_t count() const { return m_parts.size(); } ///< 2, or 3 with a difference
    const HeatMatrix& matrix(std::size_t part) const { return m_parts[part].map.matrix; }
    const HeatScale& scale(std::size_t part) const { return m_parts[part].scale; }
    HeatPlaces places(std::size_t part) const; ///< where its cells are painted
    HeatSpot spot() const { return m_hovered ? *m_hovered : m_chosen.value_or(HeatSpot()); }
    QString reading() const; ///< what stands at the spot, in words; empty where nothing is pointed at
    QSize sizeHint() const override { return {760, 460}; }
    QSize minimumSizeHint() const override { return {420, 220}; }

Q_SIGNALS:
    void readingChanged(const QString& words);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Part {
        Map map;
        HeatScale scale;
        QImage image;        ///< one pixel a cell
        bool ownRows = true; ///< its rows' names stand beside it; else those of the first part are its own
    };
    struct Layout {
        std::vector<HeatPlaces> places;
        bool labelled = false;
    };
    Layout layOut() const;
    bool linked() const; ///< one spot means the same in all parts
    void setParts(std::vector<Part> parts);
    void paintHead(QPainter& painter, const Part& part, const HeatPlaces& at) const;
    void paintScaleBelow(QPainter& painter, const Part& part, const HeatPlaces& at) const;
    std::optional<HeatSpot> spotAt(QPointF point) const;
    void point(const std::optional<HeatSpot>& hovered, const std::optional<HeatSpot>& chosen);
    void tell();

    std::vector<Part> m_parts;
    std::optional<HeatSpot> m_hovered, m_chosen;
};

} // namespace attune::ui
