#pragma once

#include "core/engine/explanation.h"
#include "ui/failure.h"

#include <QWidget>

class QPushButton;

namespace attune::ui {

class TextLabel;

/// Below the words: what attention and attribution are good for, how far an explanation has come, and by how much integrated gradients miss what they
/// share out.
class AttributionNote : public QWidget {
    Q_OBJECT
public:
    explicit AttributionNote(QWidget* parent = nullptr);
    void clear();
    void showProgress(quint64 done, quint64 total);
    void showFailure(const Failure& failure);
    void show(const core::Explanation& explanation); ///< its convergence delta, with a warning where it is large

Q_SIGNALS:
    void moreStepsRequested();

private:
    TextLabel* m_state;
    QPushButton* m_more;
};

} // namespace attune::ui
