#pragma once

#include "ui/failure.h"

#include <QMenu>

#include <functional>

class QCustomPlot;

namespace attune::ui {

/// What can be done with any plot: copy its picture, save it, save its values, show all of it.
class PlotMenu : public QMenu {
    Q_OBJECT
public:
    PlotMenu(QCustomPlot* plot, QWidget* parent);
    void setValues(std::function<QString()> csv) { m_csv = std::move(csv); } ///< what is saved as CSV
    void saveTo(const QString& file); ///< .png, .svg, .pdf or .csv; tells of a failure

Q_SIGNALS:
    void fitRequested();
    void failed(const attune::ui::Failure& failure);

private:
    void chooseFile(const QString& ending);

    QCustomPlot* m_plot;
    std::function<QString()> m_csv;
};

} // namespace attune::ui
