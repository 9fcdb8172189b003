#pragma once

#include "ui/background_queue.h"
#include "ui/checkpoint/checkpoint_entry.h"
#include "ui/selection.h"

#include <QStringList>
#include <QWidget>

class QPushButton;

namespace attune::ui {

class CheckpointCard;
class CheckpointList;
class CheckpointModel;

/// Lists checkpoints that can be had, opens any folder, says what a checkpoint is and whether it can be used.
class ModelPage : public QWidget {
    Q_OBJECT
public:
    explicit ModelPage(QWidget* parent = nullptr);
    std::optional<core::CheckpointSummary> chosen() const { return m_chosen; }

public Q_SLOTS:
    void open(const QString& directory); ///< a checkpoint or run folder: inspected away from the GUI thread, shown and chosen
    void chooseFolder();
    void chooseStarter(); ///< for "Try the sample"
    void setLabels(const QStringList& labels); ///< of the data, for the sketch's classifier
    void setLocked(bool locked);

Q_SIGNALS:
    void chosenChanged(const attune::core::CheckpointSummary& summary); ///< "Use this model" or a default choice at start
    void liveLineChanged(const QString& line); ///< "all-MiniLM-L6-v2, 22.7 M"
    void failed(const attune::ui::Failure& failure); ///< what the page itself does not show: it is out of sight, or locked
    void trainRequested(); ///< the primary action leads to the Train page

private:
    /// What happens once a checkpoint is known.
    enum class Then { Nothing, ChooseUnlessChosen, Choose };

    QWidget* buildList();
    void offerKnown();
    void add(CheckpointEntry entry, Then then);
    void inspected(const std::filesystem::path& directory, const Outcome<core::CheckpointSummary>& outcome, Then then);
    void choose(const CheckpointEntry& entry);
    void useShown();
    void showFolder();
    void showCurrent();
    const CheckpointEntry* current() const;

    std::optional<core::CheckpointSummary> m_chosen;
    std::filesystem::path m_wanted; ///< the checkpoint that was asked for last: only it is chosen once it is known
    QStringList m_labels;
    bool m_locked = false;
    BackgroundQueue m_inspector;
    CheckpointModel* m_model;
    CheckpointList* m_list;
    CheckpointCard* m_card;
    QPushButton* m_openFolder;
};

} // namespace attune::ui
