#pragma once

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

Q_SIGNALS:
    void rowRequested(int previewRow);
    void closed();

private:
    ProblemModel* m_model;
    QTableView* m_list;
    PaneTitle* m_title;
};

/// "6 rows with problems"
QString problemCount(std::size_t problems);

} // namespace attune::ui
