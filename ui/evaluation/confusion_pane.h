#pragma once

#include "ui/evaluation/row_arrangement.h"

#include <QWidget>

class QStackedWidget;
class QTableView;

namespace attune::ui {

class ClassModel;
class ConfusionMatrix;
class SegmentedControl;

/// Which labels are taken for which: as a matrix of counts or of shares, or as a table of each label's figures.
class ConfusionPane : public QWidget {
    Q_OBJECT
public:
    explicit ConfusionPane(QWidget* parent = nullptr);
    void show(std::shared_ptr<const Evaluation> evaluation);
    ConfusionMatrix* matrix() const { return m_matrix; }
    QTableView* classes() const { return m_classes; }

private:
    QTableView* classTable();
    void copy() const;
    void copyPicture() const;

    ClassModel* m_model;
    ConfusionMatrix* m_matrix;
    QTableView* m_classes;
    SegmentedControl* m_view;
    QStackedWidget* m_stack;
};

} // namespace attune::ui
