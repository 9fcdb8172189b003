#pragma once

#include "ui/comparing/model_comparison.h"

#include <QWidget>

class QComboBox;

namespace attune::ui {

class ComparedMaps;
class ChangedHeadsPane;
class SegmentedControl;
class TextLabel;

/// The attention of one text in two models: their maps side by side, the difference, and the heads that changed most. One layer and head for all of them.
class ComparisonView : public QWidget {
    Q_OBJECT
public:
    explicit ComparisonView(QWidget* parent = nullptr);
    void show(std::shared_ptr<const ModelComparison> comparison, const QString& before, const QString& after); ///< the names of the two
    void clear();
    std::shared_ptr<const ModelComparison> comparison() const { return m_comparison; }
    void setSelection(std::size_t layer, std::optional<std::size_t> head); ///< no head: the mean of all

private:
    void fillSelectors();
    void applySelection();

    std::shared_ptr<const ModelComparison> m_comparison;
    QString m_beforeName, m_afterName;
    QComboBox* m_layer;
    QComboBox* m_head;
    SegmentedControl* m_mode;
    TextLabel* m_note;    ///< why there is no difference
    ComparedMaps* m_maps;
    TextLabel* m_reading; ///< what the mouse is on
    ChangedHeadsPane* m_heads;
};

/// "positive 87.1 %", of the class that a model names.
QString answerInWords(const core::Prediction& prediction);

} // namespace attune::ui
