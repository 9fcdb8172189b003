#pragma once

#include "ui/background_queue.h"
#include "ui/checkpoint/checkpoint_entry.h"
#include "ui/checkpoint/forecaster.h"

#include <QStringList>
#include <QWidget>

class QLineEdit;
class QPushButton;

namespace attune::ui {

class CheckpointCard;
class CheckpointList;
class CheckpointModel;

/// Lists checkpoints that can be had, opens any folder, says what a checkpoint is, whether it can be used, and what its training would take.
class ModelPage : public QWidget {
    Q_OBJECT
public:
    explicit ModelPage(QWidget* parent = nullptr);
    std::optional<core::CheckpointSummary> chosen() const { return m_chosen; }
    std::filesystem::path opening() const { return m_opening; } ///< what is asked for and not known yet; empty: nothing
    Forecaster* forecaster() { return &m_forecaster; } ///< knows all checkpoints that can be used here

public Q_SLOTS:
    void open(const QString& directory); ///< a checkpoint or run folder: inspected away from the GUI thread, shown and chosen
    void chooseFolder();
    void chooseStarter(); ///< for "Try the sample"
    void setData(const attune::ui::DataSelection& selection); ///< for the forecasts, and its labels for the sketch's classifier
    /// The best models of the newest runs can be trained further: name and checkpoint of each, the newest first.
    void offerRuns(const std::vector<std::pair<QString, std::filesystem::path>>& runs);
    void setLocked(bool locked);

Q_SIGNALS:
    void chosenChanged(const attune::core::CheckpointSummary& summary); ///< "Use this model" or a default choice at start; not when it is in use already
    void liveLineChanged(const QString& line); ///< "all-MiniLM-L6-v2, 22.7 M"
    void failed(const attune::ui::Failure& failure); ///< what the page itself does not show: it is out of sight, or locked
    void trainRequested(); ///< the primary action leads to the Train page

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    /// What happens once a checkpoint is known.
    enum class Then { Nothing, ChooseUnlessChosen, Choose };

    QWidget* buildList();
    void offerKnown();
    void offerCached();
    void offerRecent();
    void add(CheckpointEntry entry, Then then);
    void inspected(const std::filesystem::path& directory, const Outcome<core::CheckpointSummary>& outcome, Then then);
    void choose(const CheckpointEntry& entry);
    void useShown();
    void showFolder();
    void showCurrent();
    void showForecast(const CheckpointEntry& entry);
    void takeForecast(const std::filesystem::path& directory);
    const CheckpointEntry* current() const;

    std::optional<core::CheckpointSummary> m_chosen;
    std::filesystem::path m_opening;
    std::filesystem::path m_wanted; ///< the checkpoint that was asked for last: only it is chosen once it is known
    QStringList m_labels;
    bool m_dataOpen = false;
    std::vector<std::filesystem::path> m_ofRuns; ///< what offerRuns offered last
    bool m_locked = false;
    BackgroundQueue m_inspector;
    Forecaster m_forecaster;
    CheckpointModel* m_model;
    CheckpointList* m_list;
    CheckpointCard* m_card;
    QLineEdit* m_find;
    QPushButton* m_openFolder;
};

} // namespace attune::ui
