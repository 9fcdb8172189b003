#pragma once

#include "ui/background_queue.h"

#include <QKeySequence>
#include <QMenu>

#include <functional>

class QCustomPlot;

namespace attune::ui {

struct Picture;

/// What can be done with any plot, or any other picture: copy it, save it, save its values, show all of it.
class PlotMenu : public QMenu {
    Q_OBJECT
public:
    PlotMenu(QCustomPlot* plot, QWidget* parent);
    PlotMenu(std::function<Picture()> picture, QWidget* parent); ///< as it stands when it is asked for
    void offerFit(const QKeySequence& key); ///< adds "Show everything"; the widget itself heeds the key
    using Csv = std::function<QString()>;
    void setValues(std::function<Csv()> values) { m_values = std::move(values); } ///< what is saved as CSV, to be put into words away from the GUI thread
    void saveTo(const QString& file); ///< .png, .svg or .pdf at once, .csv in the background; tells of a failure

Q_SIGNALS:
    void fitRequested();
    void failed(const attune::ui::Failure& failure);

private:
    void addActions();
    void chooseFile(const QString& ending);

    std::function<void()> m_copy;
    std::function<void(const QString& file)> m_save;
    std::function<Csv()> m_values;
    BackgroundQueue m_writer;
};

} // namespace attune::ui
