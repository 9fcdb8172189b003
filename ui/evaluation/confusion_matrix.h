#pragma once

#include "ui/evaluation/row_arrangement.h"

#include <QWidget>

namespace attune::ui {

/// How often each label was taken for each: rows are the true labels, columns the predicted ones, with recall and F1 at the right
/// and precision below. A click or Return chooses a cell, arrow keys go from cell to cell.
class ConfusionMatrix : public QWidget {
    Q_OBJECT
public:
    explicit ConfusionMatrix(QWidget* parent = nullptr);
    void set(std::shared_ptr<const Evaluation> evaluation);
    void setNormalised(bool normalised); ///< shares of the true label's rows come first, counts second
    bool normalised() const { return m_normalised; }
    void setChosen(std::optional<ConfusionCell> cell);
    std::optional<ConfusionCell> chosen() const { return m_chosen; }
    std::int64_t count(ConfusionCell cell) const;
    double share(ConfusionCell cell) const; ///< of the true label's rows
    QString description(ConfusionCell cell) const;
    QRectF cellRect(ConfusionCell cell) const;
    QString asText() const; ///< tab-separated, with labels
    QSize sizeHint() const override { return {400, 250}; }
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void cellChosen(std::optional<attune::ui::ConfusionCell> cell); ///< nothing: it was given up

protected:
    void paintEvent(QPaintEvent*) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Geometry {
        double left = 0, top = 0; ///< of the cells
        double width = 0, height = 0; ///< of one
        bool upright = false; ///< the predicted labels stand on end
    };
    Geometry geometry() const;
    std::size_t labels() const { return m_evaluation ? m_evaluation->labels().size() : 0; }
    std::optional<ConfusionCell> cellAt(QPointF point) const;
    void choose(ConfusionCell cell);
    void goTo(ConfusionCell cell);
    void drawCell(QPainter& painter, ConfusionCell cell, const QRectF& rect) const;
    void drawLabels(QPainter& painter, const Geometry& g) const;
    void drawFigures(QPainter& painter, const Geometry& g) const;

    std::shared_ptr<const Evaluation> m_evaluation;
    bool m_normalised = false;
    ConfusionCell m_current; ///< where the keyboard is
    std::optional<ConfusionCell> m_chosen;
};

} // namespace attune::ui
