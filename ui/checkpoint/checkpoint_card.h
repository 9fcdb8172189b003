#pragma once

#include "ui/checkpoint/checkpoint_entry.h"

#include <QWidget>

class QPushButton;
class QVBoxLayout;

namespace attune::ui {

class ModelSketch;
class Note;
class PageHeader;
class TextLabel;

/// All that is known about one checkpoint, or why it cannot be used.
class CheckpointCard : public QWidget {
    Q_OBJECT
public:
    explicit CheckpointCard(QWidget* parent = nullptr);
    void present(const CheckpointEntry& entry, const QStringList& dataLabels);
    void presentNothing();
    void setLocked(bool locked);

Q_SIGNALS:
    void useRequested();
    void folderRequested();

private:
    void buildHeader();
    QWidget* buildFacts();
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
    QVBoxLayout* m_findings;
    bool m_usable = false;
    bool m_locked = false;
};

} // namespace attune::ui
