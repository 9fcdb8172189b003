#pragma once

#include "ui/background_queue.h"
#include "ui/comparing/comparison_reading.h"
#include "ui/explaining/attention_units.h"

#include <QWidget>

namespace attune::ui {

class ComparedMaps;
class ChangedHeadsPane;
class PlotMenu;
class TextLabel;

/// The attention of one text in two models: their maps side by side, the difference, and the heads that changed most. What of it is looked at is chosen for
/// all views of attention.
class ComparisonView : public QWidget {
    Q_OBJECT
public:
    explicit ComparisonView(AttentionSelection* selection, QWidget* parent = nullptr);
    /// Of `text`; the names of the two.
    void show(std::shared_ptr<const ModelComparison> comparison, const PredictionText& text, const QString& before, const QString& after);
    void clear();
    void setPointsTogether(bool together); ///< what is pointed at here is pointed at in every view of attention; at first it is
    std::shared_ptr<const ModelComparison> comparison() const { return m_comparison; }
    PlotMenu* menu() const { return m_menu; }

Q_SIGNALS:
    void failed(const attune::ui::Failure& failure);

protected:
    void showEvent(QShowEvent* event) override;

private:
    /// What is on display, and the end of its scale of differences.
    struct Displayed {
        ComparisonReading reading;
        float largest = 0;
    };
    std::optional<float> knownLargest(const core::AttentionChoice& way) const;
    void read();
    void display(const core::AttentionChoice& choice, const Displayed& displayed);
    void say(const Failure& why);
    void point(const std::optional<HeatSpot>& spot, void (AttentionSelection::*how)(const std::optional<AttentionSelection::Spot>&));
    void showSpot();

    AttentionSelection* m_selection;
    std::shared_ptr<const ModelComparison> m_comparison;
    PredictionText m_text;
    QString m_beforeName, m_afterName;
    AttentionUnits m_units; ///< on display, of the second model
    bool m_together = true;
    std::vector<std::pair<core::AttentionChoice, float>> m_largest; ///< by the way of reading, as far as they were needed
    TextLabel* m_note;                                              ///< why there is no difference
    ComparedMaps* m_maps;
    PlotMenu* m_menu;
    TextLabel* m_reading; ///< what the mouse is on
    ChangedHeadsPane* m_heads;
    TextLabel* m_memory;
    BackgroundQueue m_queue;
};

/// "positive 87.1 %", of the class that a model names.
QString answerInWords(const core::Prediction& prediction);

} // namespace attune::ui
