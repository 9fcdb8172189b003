#pragma once

#include "ui/plotting/stroke.h"

#include <QWidget>

class QHBoxLayout;

namespace attune::ui {

class Chart;

/// The title of a chart's pane: what it shows and, instead of a legend, a sample of each line with its value at the crosshair.
class ChartTitle : public QWidget {
    Q_OBJECT
public:
    struct Sample {
        Stroke stroke;
        QString name;
        QString value;
    };
    explicit ChartTitle(const QString& title, QWidget* parent = nullptr);
    void setSamples(const QString& where, const QList<Sample>& samples); ///< where: "at step 301", empty for the latest values
    QString text() const; ///< as it can be read: "Loss at step 301, train 0.332, ..."
    QSize sizeHint() const override { return {240, 36}; }
    QSize minimumSizeHint() const override { return {120, 36}; }

protected:
    void paintEvent(QPaintEvent*) override;

private:
    QString m_title;
    QString m_where;
    QList<Sample> m_samples;
};

/// A chart under its title, with room for controls at the title's right.
class ChartPane : public QWidget {
    Q_OBJECT
public:
    ChartPane(const QString& title, Chart* chart, QWidget* parent = nullptr);
    ChartTitle* title() const { return m_title; }
    Chart* chart() const { return m_chart; }
    void addControl(QWidget* control);

private:
    ChartTitle* m_title;
    Chart* m_chart;
    QHBoxLayout* m_titleRow;
};

} // namespace attune::ui
