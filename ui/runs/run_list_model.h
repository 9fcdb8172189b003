#pragma once

#include "ui/background_queue.h"
#include "ui/runs/run_entry.h"

#include <QAbstractTableModel>
#include <QFileSystemWatcher>
#include <QTimer>

#include <map>
#include <set>
#include <vector>

namespace attune::ui {

/// All runs of a folder, the newest first. Reads them away from the GUI thread, again whenever the folder changes. Which of them are shown on
/// the charts is kept here, too, since two views show the same list: the check box of the first column.
class RunListModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Name, Data, Checkpoint, Status, Best, Duration, Started, ColumnCount };
    enum Role { DirectoryRole = Qt::UserRole, SeriesRole }; ///< path as QString; colour on the charts, -1 where it is not shown
    static constexpr int kSeries = 6; ///< colours there are; 0 is that of the run in view

    explicit RunListModel(QObject* parent = nullptr);
    void setFolder(const std::filesystem::path& folder); ///< and reads it
    void refresh(); ///< reads the folder anew
    /// While the list is in sight somewhere, runs that another program trains are followed; what happened meanwhile is read when it comes into sight.
    void setInSight(const void* view, bool inSight);
    const RunEntry* entry(const QModelIndex& index) const;
    const RunEntry* entry(const std::filesystem::path& directory) const;
    const std::vector<RunEntry>& entries() const { return m_entries; }

    /// The run that this window trains: what it tells goes before what its folder tells. Without a directory there is none.
    void setLive(const std::filesystem::path& directory, RunState state);
    void setLive(const core::RunSummary& summary);
    std::filesystem::path live() const { return m_live; }

    /// The run from the disk that the Train page shows as its own while it trains none: it has the first colour.
    void setInView(const std::filesystem::path& directory);
    std::filesystem::path inView() const; ///< that run, or the live one; empty where there is neither

    bool isShown(const std::filesystem::path& directory) const { return seriesOf(directory) >= 0; }
    int seriesOf(const std::filesystem::path& directory) const; ///< 0..kSeries - 1, or -1
    void setShown(const std::filesystem::path& directory, bool shown); ///< as far as there are colours

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

Q_SIGNALS:
    void shownChanged(); ///< which runs are shown on the charts
    void refreshed(); ///< the folder was read

private:
    void receive(std::vector<RunEntry> entries);
    void applyLive(RunEntry& entry) const;
    int rowOf(const std::filesystem::path& directory) const;
    void follow(); ///< looks again at the runs that are trained elsewhere, in a while
    void readFollowed();
    void receiveFollowed(std::vector<RunEntry> entries);
    void rowChanged(const std::filesystem::path& directory);
    QString text(const RunEntry& entry, int column) const;

    std::filesystem::path m_folder;
    std::vector<RunEntry> m_entries;
    std::map<std::filesystem::path, int> m_shown; ///< with their colour
    std::filesystem::path m_live;
    RunState m_liveState = RunState::Training;
    std::optional<core::RunSummary> m_liveSummary;
    BackgroundQueue m_queue;
    QFileSystemWatcher m_watcher;
    QTimer m_again;
    std::set<const void*> m_inSight; ///< the views that are
    BackgroundQueue m_followed;      ///< not the folder's: a run that is looked at is no reason to read the folder later
    QTimer m_follow;
};

} // namespace attune::ui
