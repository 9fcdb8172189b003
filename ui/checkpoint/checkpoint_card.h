#pragma once

#include "ui/checkpoint/checkpoint_entry.h"
#include "ui/checkpoint/time_chart.h"

#include <QWidget>

class QBoxLayout;
class QPushButton;
class QVBoxLayout;

namespace attune::ui {

class MemoryPane;
class ModelSketch;
class Note;
class PageHeader;
class TextLabel;

/// All that is known about one checkpoint, and what training it would take here; or why it cannot be used.
class CheckpointCard : public QWidget {
    Q_OBJECT
public:
    explicit CheckpointCard(QWidget* parent = nullptr);
    void present(const CheckpointEntry& entry, const QStringList& dataLabels);
    void presentNothing();
    /// What its training takes with the data that are open, by `options`; `others` are the times of all models that there are forecasts of.
    void presentForecast(const core::TrainingForecast& forecast, const core::TrainingOptions& options, std::vector<TimeChart::Row> others);
    void presentNoForecast(bool dataOpen);
    void setLocked(bool locked);

Q_SIGNALS:
    void useRequested();
    void folderRequested();
    void settingsRequested();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void buildHeader();
    QWidget* buildFacts();
    QWidget* buildFindings();
    QWidget* buildForecast();
    void showSummary(const CheckpointEntry& entry, const QStringList& dataLabels);
    void showFacts(const core::CheckpointSummary& summary);
    void showFindings(const std::vector<Finding>& found);
    void updateUse();

    PageHeader* m_header;
    QPushButton* m_folder;
    QPushButton* m_use;
    Note* m_refusal;
    QWidget* m_known; ///< what is shown of a checkpoint that can be used
    ModelSketch* m_sketch;
    std::vector<TextLabel*> m_values; ///< of the facts, in order
    QBoxLayout* m_columns; ///< findings and memory beside the time, or above it where there is no room
    QVBoxLayout* m_findings;
    QWidget* m_memoryPart;
    MemoryPane* m_memory;
    QWidget* m_timePart;
    TextLabel* m_steps;
    TimeChart* m_times;
    TextLabel* m_timeNote;
    TextLabel* m_options;
    QPushButton* m_settings;
    Note* m_noForecast;
    bool m_usable = false;
    bool m_locked = false;
};

} // namespace attune::ui
