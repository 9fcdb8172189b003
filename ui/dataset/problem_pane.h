#pragma once

#include "ui/background_queue.h"
#include "ui/dataset/preview.h"

#include <QWidget>

class QTableView;

namespace attune::ui {

class PaneTitle;
class ProblemModel;

/// "6 rows with problems": what is wrong with each, under the preview. A click leads to the row.
class ProblemPane : public QWidget {
    Q_OBJECT
public:
    explicit ProblemPane(QWidget* parent = nullptr);
    void set(const std::shared_ptr<const Preview>& preview);
    void save(); ///< asks where to: the whole list as CSV

Q_SIGNALS:
    void rowRequested(std::size_t position);
    void closed();
    void failed(const attune::ui::Failure& failure);
    void saved(const QString& sentence);

private:
    void write(const QString& file);

    std::shared_ptr<const Preview> m_preview;
    ProblemModel* m_model;
    QTableView* m_list;
    PaneTitle* m_title;
    BackgroundQueue m_writer; ///< last: it waits for its work before the rest goes
};

/// "6 rows with problems"
QString problemCount(std::size_t problems);

/// line, kind, reason, action, row: the list as CSV.
std::string problemsAsCsv(const Preview& preview);

} // namespace attune::ui
