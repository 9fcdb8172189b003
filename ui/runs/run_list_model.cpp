#include "ui/runs/run_list_model.h"

#include "ui/training/wording.h"
#include "ui/words.h"

#include <QApplication>

#include <algorithm>

namespace attune::ui {

namespace fs = std::filesystem;

namespace {

constexpr int kCalm = 300; // ms: a folder changes many times when a run begins
constexpr int kFollow = 2000; // ms: what another program trains is looked at that often

std::vector<RunEntry> readFolder(const fs::path& folder, const std::stop_token& stop)
{
    std::vector<RunEntry> found;
    for (auto& run : core::listRuns(folder, stop))
        found.push_back(RunEntry::of(std::move(run)));
    return found;
}

QVariant alignmentOf(int column)
{
    const bool number = column == RunListModel::Best || column == RunListModel::Duration;
    return QVariant::fromValue(Qt::Alignment(Qt::AlignVCenter | (number ? Qt::AlignRight : Qt::AlignLeft)));
}

} // namespace

RunListModel::RunListModel(QObject* parent)
    : QAbstractTableModel(parent)
{
    m_again.setSingleShot(true);
    m_again.setInterval(kCalm);
    connect(&m_again, &QTimer::timeout, this, &RunListModel::refresh);
    m_follow.setSingleShot(true);
    m_follow.setInterval(kFollow);
    connect(&m_follow, &QTimer::timeout, this, &RunListModel::readFollowed);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, [this] { m_again.start(); });
}

void RunListModel::setFolder(const fs::path& folder)
{
    if (!m_watcher.directories().isEmpty())
        m_watcher.removePaths(m_watcher.directories());
    m_folder = folder;
    refresh();
}

void RunListModel::refresh()
{
    if (m_folder.empty())
        return;
    std::error_code ignored;
    if (m_watcher.directories().isEmpty() && fs::is_directory(m_folder, ignored))
        m_watcher.addPath(fromPath(m_folder));
    m_queue.cancel();
    m_queue.run([folder = m_folder](const BackgroundQueue::Job& job) { return readFolder(folder, job.stop); },
        [this](Outcome<std::vector<RunEntry>> outcome) {
            if (outcome.value)
                receive(std::move(*outcome.value));
        });
}

void RunListModel::receive(std::vector<RunEntry> entries)
{
    for (RunEntry& entry : entries)
        applyLive(entry);
    const auto sameOrder = std::equal(entries.begin(), entries.end(), m_entries.begin(), m_entries.end(),
        [](const RunEntry& a, const RunEntry& b) { return a.directory == b.directory; });
    if (sameOrder) {
        m_entries = std::move(entries);
        if (!m_entries.empty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    } else {
        beginResetModel();
        m_entries = std::move(entries);
        endResetModel();
    }
    const auto gone = std::erase_if(m_shown, [&](const auto& shown) { return shown.first != m_live && rowOf(shown.first) < 0; });
    if (gone > 0)
        Q_EMIT shownChanged();
    Q_EMIT refreshed();
    follow();
}

void RunListModel::setInSight(const void* view, bool inSight)
{
    const bool before = !m_inSight.empty();
    if (inSight)
        m_inSight.insert(view);
    else
        m_inSight.erase(view);
    if (m_inSight.empty())
        m_follow.stop();
    else if (!before)
        refresh();
}

void RunListModel::follow()
{
    const bool any = std::any_of(m_entries.begin(), m_entries.end(), [](const RunEntry& run) { return run.state == RunState::Elsewhere; });
    if (any && !m_inSight.empty())
        m_follow.start();
    else
        m_follow.stop();
}

void RunListModel::readFollowed()
{
    std::vector<fs::path> directories;
    for (const RunEntry& run : m_entries)
        if (run.state == RunState::Elsewhere)
            directories.push_back(run.directory);
    m_followed.cancel();
    m_followed.run(
        [directories](const BackgroundQueue::Job& job) {
            std::vector<RunEntry> entries;
            for (const fs::path& directory : directories) {
                if (job.stop.stop_requested())
                    break;
                try {
                    entries.push_back(RunEntry::read(directory));
                } catch (const core::Error&) { // it is being deleted: the folder tells
                }
            }
            return entries;
        },
        [this](const Outcome<std::vector<RunEntry>>& outcome) {
            if (outcome.value)
                receiveFollowed(*outcome.value);
        });
}

void RunListModel::receiveFollowed(std::vector<RunEntry> entries)
{
    bool turned = false; // what others than this list have to know
    for (RunEntry& entry : entries) {
        const int row = rowOf(entry.directory);
        if (row < 0 || entry.directory == m_live)
            continue;
        RunEntry& before = m_entries[std::size_t(row)];
        turned = turned || entry.state != before.state || entry.hasModel != before.hasModel;
        before = std::move(entry);
        rowChanged(before.directory);
    }
    if (turned)
        Q_EMIT refreshed();
    follow();
}

void RunListModel::setLive(const fs::path& directory, RunState state)
{
    const fs::path before = std::exchange(m_live, directory);
    m_liveState = state;
    if (before != directory) {
        m_liveSummary.reset();
        // The colour of the run in progress is the new one's.
        std::erase_if(m_shown, [&](const auto& shown) { return shown.second == 0 || shown.first == directory; });
        if (!directory.empty())
            m_shown[directory] = 0;
        refresh();
        Q_EMIT shownChanged();
    }
    const int row = rowOf(directory);
    if (row < 0)
        return;
    applyLive(m_entries[std::size_t(row)]);
    rowChanged(directory);
}

void RunListModel::setLive(const core::RunSummary& summary)
{
    m_liveSummary = summary;
    const int row = rowOf(m_live);
    if (row < 0)
        return;
    applyLive(m_entries[std::size_t(row)]);
    rowChanged(m_live);
}

void RunListModel::setInView(const fs::path& directory)
{
    m_live.clear();
    m_liveSummary.reset();
    std::erase_if(m_shown, [&](const auto& shown) { return shown.second == 0 || shown.first == directory; });
    m_shown[directory] = 0;
    if (!m_entries.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    refresh(); // what the run that was live has come to is told by its folder from now on
    Q_EMIT shownChanged();
}

fs::path RunListModel::inView() const
{
    const auto first = std::find_if(m_shown.begin(), m_shown.end(), [](const auto& one) { return one.second == 0; });
    return first == m_shown.end() ? fs::path() : first->first;
}

void RunListModel::applyLive(RunEntry& entry) const
{
    if (m_live.empty() || entry.directory != m_live)
        return;
    entry.state = m_liveState;
    if (!m_liveSummary)
        return;
    entry.saved.summary = *m_liveSummary;
    entry.hasModel = entry.hasModel || m_liveSummary->best.samples > 0;
}

int RunListModel::rowOf(const fs::path& directory) const
{
    const auto found =
        std::find_if(m_entries.begin(), m_entries.end(), [&](const RunEntry& one) { return one.directory == directory; });
    return found == m_entries.end() ? -1 : int(found - m_entries.begin());
}

void RunListModel::rowChanged(const fs::path& directory)
{
    if (const int row = rowOf(directory); row >= 0)
        Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

const RunEntry* RunListModel::entry(const QModelIndex& index) const
{
    return checkIndex(index, CheckIndexOption::IndexIsValid) ? &m_entries[std::size_t(index.row())] : nullptr;
}

const RunEntry* RunListModel::entry(const fs::path& directory) const
{
    const int row = rowOf(directory);
    return row < 0 ? nullptr : &m_entries[std::size_t(row)];
}

int RunListModel::seriesOf(const fs::path& directory) const
{
    const auto found = m_shown.find(directory);
    return found == m_shown.end() ? -1 : found->second;
}

void RunListModel::setShown(const fs::path& directory, bool shown)
{
    if (shown == isShown(directory) || seriesOf(directory) == 0) // the run in view is always shown
        return;
    if (shown) {
        int series = 0;
        const auto taken = [&] {
            return std::any_of(m_shown.begin(), m_shown.end(), [&](const auto& one) { return one.second == series; });
        };
        // The first colour is kept for the run in view.
        for (series = 1; series < kSeries && taken();)
            ++series;
        if (series == kSeries)
            return;
        m_shown[directory] = series;
    } else {
        m_shown.erase(directory);
    }
    rowChanged(directory);
    Q_EMIT shownChanged();
}

int RunListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_entries.size());
}

int RunListModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString RunListModel::text(const RunEntry& entry, int column) const
{
    const core::RunSummary& summary = entry.saved.summary;
    switch (column) {
    case Name:
        return entry.name();
    case Data:
        return entry.data();
    case Checkpoint:
        return entry.checkpoint();
    case Status:
        return lookOf(entry.state).words;
    case Best:
        return summary.best.samples > 0 ? tr("%1 %2").arg(entry.bestMetric(), decimal(entry.bestValue(), 3)) : QStringLiteral("–");
    case Duration:
        return summary.seconds > 0 ? duration(summary.seconds) : QStringLiteral("–");
    case Started:
        return dayInWords(entry.started(), QDateTime::currentDateTime());
    default:
        return {};
    }
}

QVariant RunListModel::data(const QModelIndex& index, int role) const
{
    const RunEntry* run = entry(index);
    if (!run)
        return {};
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return text(*run, column);
    case Qt::TextAlignmentRole:
        return alignmentOf(column);
    case Qt::CheckStateRole:
        return column == Name ? QVariant(int(isShown(run->directory) ? Qt::Checked : Qt::Unchecked)) : QVariant();
    case Qt::DecorationRole:
        return column == Status ? QVariant(icon(lookOf(run->state).icon, lookOf(run->state).ink)) : QVariant();
    case Qt::ForegroundRole:
        return column == Status ? QVariant(QBrush(colours(QApplication::palette()).*lookOf(run->state).ink)) : QVariant();
    case Qt::ToolTipRole:
        if (column == Status && !run->saved.failure.empty())
            return ui::toolTip(QString::fromStdString(run->saved.failure));
        if (column == Name)
            return ui::toolTip(shortPath(run->directory));
        if (column == Data)
            return ui::toolTip(shortPath(run->saved.sources.dataFile));
        if (column == Best && run->saved.summary.best.samples > 0)
            return ui::toolTip(tr("Accuracy %1, macro-F1 %2, validation loss %3, at step %4")
                                   .arg(decimal(run->saved.summary.best.accuracy, 3), decimal(run->saved.summary.best.macroF1, 3),
                                       decimal(run->saved.summary.best.loss, 3), number(std::uint64_t(run->saved.summary.best.step))));
        if (column == Checkpoint)
            return ui::toolTip(shortPath(run->saved.sources.checkpoint));
        return {};
    case DirectoryRole:
        return fromPath(run->directory);
    case SeriesRole:
        return seriesOf(run->directory);
    default:
        return {};
    }
}

bool RunListModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    const RunEntry* run = entry(index);
    if (!run || role != Qt::CheckStateRole || index.column() != Name)
        return false;
    const fs::path directory = run->directory;
    setShown(directory, value.toInt() == Qt::Checked);
    return isShown(directory) == (value.toInt() == Qt::Checked);
}

QVariant RunListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return alignmentOf(section);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Run");
    case Data:
        return tr("Data");
    case Checkpoint:
        return tr("Checkpoint");
    case Status:
        return tr("Status");
    case Best:
        return tr("Best");
    case Duration:
        return tr("Duration");
    default:
        return tr("Started");
    }
}

Qt::ItemFlags RunListModel::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index) | Qt::ItemNeverHasChildren;
    return index.column() == Name ? flags | Qt::ItemIsUserCheckable : flags;
}

} // namespace attune::ui
