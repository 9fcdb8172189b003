#pragma once

#include <QWidget>

class QComboBox;

namespace attune::ui {

class AttentionSelection;
class SegmentedControl;

/// The choice of what of the attention is looked at: a layer, a head, the mean or maximum of several, or rollout. Wherever it stands, it is the same choice.
class AttentionControls : public QWidget {
    Q_OBJECT
public:
    /// `name`: that the controls' object names begin with.
    AttentionControls(AttentionSelection* selection, const QString& name, QWidget* parent = nullptr);

private:
    void showChoice();

    AttentionSelection* m_selection;
    QComboBox* m_layer;
    QComboBox* m_head;
    SegmentedControl* m_reading;
};

} // namespace attune::ui
