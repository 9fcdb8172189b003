#pragma once

#include "core/engine/engine.h"

#include <QImage>
#include <QStringList>
#include <QWidget>

#include <optional>

namespace attune::ui {

/// Attention from each token (rows) to each token (columns) on a square-root colour scale. The mouse reads a cell, arrow keys
/// move the chosen one.
class Heatmap : public QWidget {
    Q_OBJECT
public:
    explicit Heatmap(QWidget* parent = nullptr);
    void setMaps(core::AttentionMaps maps, const QStringList& tokens);
    void clear();
    const core::AttentionMaps& maps() const { return m_maps; }
    const QStringList& tokens() const { return m_tokens; }

    void setSelection(std::size_t layer, std::optional<std::size_t> head); ///< no head: the mean over all heads of the layer
    float value(std::size_t from, std::size_t to) const; ///< as it is drawn

    struct Cell {
        std::size_t from = 0;
        std::size_t to = 0;
        bool operator==(const Cell&) const = default;
    };
    Cell cell() const { return m_hovered.value_or(m_chosen); } ///< under the mouse, else the chosen one
    QString description() const; ///< of cell(), in words
    const QImage& image() const { return m_image; } ///< one pixel a cell
    QRectF area() const; ///< where the cells are painted
    QSize sizeHint() const override { return {560, 520}; }
    QSize minimumSizeHint() const override { return {260, 200}; }

Q_SIGNALS:
    void cellChanged();

protected:
    void paintEvent(QPaintEvent*) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    struct Geometry {
        QRectF cells;
        double cell = 0;
        double labels = 0; ///< width of the row labels
        double top = 0; ///< height of the column labels
        bool labelled = false; ///< cells are large enough for labels
    };
    Geometry geometry() const;
    std::optional<Cell> cellAt(QPointF point) const;
    void rebuild();
    void tell();
    void drawLabels(QPainter& painter, const Geometry& g) const;
    void drawFrames(QPainter& painter, const Geometry& g) const;
    void drawReading(QPainter& painter, const Geometry& g) const;
    void drawScale(QPainter& painter, const Geometry& g) const;

    core::AttentionMaps m_maps;
    QStringList m_tokens;
    std::size_t m_layer = 0;
    std::optional<std::size_t> m_head;
    std::vector<float> m_shown; ///< [from, to]: the chosen head, or the mean
    QImage m_image;
    Cell m_chosen;
    std::optional<Cell> m_hovered;
};

} // namespace attune::ui
