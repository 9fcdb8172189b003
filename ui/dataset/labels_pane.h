#pragma once

#include "ui/dataset/dataset_reader.h"

#include <QWidget>

class QSpinBox;

namespace attune::ui {

class LabelModel;
class Note;
class PaneTitle;
class SegmentedControl;
class TextLabel;

/// The right side of the Data page: the classes with their rows, what stands against learning them, and which rows are held back
/// to check.
class LabelsPane : public QWidget {
    Q_OBJECT
public:
    explicit LabelsPane(QWidget* parent = nullptr);
    void set(const ReadResult& result, bool useSplitColumn);
    void setSplit(const SplitResult& split);
    void setSplitFailure(const Failure& failure);
    void setLocked(bool locked);
    double share() const;

Q_SIGNALS:
    void shareChanged(double share);
    void splitColumnChosen(bool use);

private:
    void showWay(bool useSplitColumn);

    LabelModel* m_model;
    PaneTitle* m_labels;
    TextLabel* m_leftOut;
    Note* m_message;
    QWidget* m_check;
    SegmentedControl* m_way;
    QWidget* m_shareRow;
    QSpinBox* m_share;
    TextLabel* m_mix;
    TextLabel* m_counts;
    Note* m_notes;
};

} // namespace attune::ui
