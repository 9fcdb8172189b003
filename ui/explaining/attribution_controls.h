#pragma once

#include "core/engine/explanation.h"

#include <QStringList>
#include <QWidget>

class QComboBox;

namespace attune::ui {

class SegmentedControl;

/// Whose score is explained and how, above the words that it is shown on.
class AttributionControls : public QWidget {
    Q_OBJECT
public:
    explicit AttributionControls(QWidget* parent = nullptr);
    void setLabels(const QStringList& labels, int predicted); ///< an own choice stays where the labels do
    std::optional<std::size_t> label() const; ///< nothing before there are labels
    core::ExplainMethod method() const;

    static QString nameOf(core::ExplainMethod method);

Q_SIGNALS:
    void labelChosen();
    void methodChosen();

private:
    QComboBox* m_label;
    SegmentedControl* m_method;
    QStringList m_labels;
    bool m_chosen = false; ///< the label is the user's choice, not the prediction's
};

} // namespace attune::ui
