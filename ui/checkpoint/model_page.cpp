#include "ui/checkpoint/model_page.h"

#include "core/hub/hub_cache.h"
#include "core/hub/places.h"
#include "core/runs/run_directory.h"
#include "ui/checkpoint/checkpoint_card.h"
#include "ui/checkpoint/checkpoint_list.h"
#include "ui/checkpoint/recent_checkpoints.h"
#include "ui/frame/buttons.h"
#include "ui/frame/pane.h"
#include "ui/frame/theme.h"
#include "ui/words.h"

#include <QDesktopServices>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace attune::ui {

namespace {

constexpr int kListWidth = 376;
constexpr std::size_t kMostRuns = 5;

/// The name that a folder deserves: of a run's model/, the run's.
QString nameOf(const std::filesystem::path& checkpoint, const std::filesystem::path& asked)
{
    const auto folder = asked == checkpoint && checkpoint.filename() == "model" ? checkpoint.parent_path() : asked;
    return fromPath(folder.filename());
}

/// Whether both are one model, as far as its training is concerned: a folder may hold another one by now.
bool sameModel(const core::CheckpointSummary& a, const core::CheckpointSummary& b)
{
    return a.directory == b.directory && a.maxLength == b.maxLength && a.vocabularySize == b.vocabularySize && a.config.toJson() == b.config.toJson();
}

/// The one local folder that is dragged; empty when it is something else.
QString folderOf(const QMimeData* dragged)
{
    const auto urls = dragged->urls();
    const auto path = urls.size() == 1 && urls.front().isLocalFile() ? urls.front().toLocalFile() : QString();
    return !path.isEmpty() && QFileInfo(path).isDir() ? path : QString();
}

} // namespace

ModelPage::ModelPage(QWidget* parent)
    : QWidget(parent)
    , m_model(new CheckpointModel(this))
    , m_card(new CheckpointCard)
{
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(buildList());
    row->addWidget(new Separator(Qt::Vertical));
    row->addWidget(m_card, 1);

    connect(m_list, &CheckpointList::shown, this, &ModelPage::showCurrent);
    connect(m_list, &CheckpointList::activated, this, &ModelPage::useShown);
    connect(m_openFolder, &QPushButton::clicked, this, &ModelPage::chooseFolder);
    connect(m_card, &CheckpointCard::useRequested, this, &ModelPage::useShown);
    connect(m_card, &CheckpointCard::settingsRequested, this, &ModelPage::useShown);
    connect(m_card, &CheckpointCard::folderRequested, this, &ModelPage::showFolder);
    connect(m_find, &QLineEdit::textChanged, m_list, &CheckpointList::setFilter);
    connect(&m_forecaster, &Forecaster::changed, this, &ModelPage::takeForecast);
    setAcceptDrops(true);
    showCurrent();
    offerKnown();
    offerRecent();
    offerCached();
}

QWidget* ModelPage::buildList()
{
    m_list = new CheckpointList(m_model);
    m_openFolder = secondaryButton(tr("Open f&older…"), QStringLiteral("open"), ButtonSize::Pane);
    m_openFolder->setToolTip(tr("Choose a folder with a checkpoint in HuggingFace's format, or a run"));
    m_find = new QLineEdit;
    m_find->setPlaceholderText(tr("Find a model"));
    m_find->setAccessibleName(tr("Find a model by its name"));
    m_find->setClearButtonEnabled(true);
    m_find->addAction(icon(QStringLiteral("search"), &Colours::text3), QLineEdit::LeadingPosition);
    auto* top = new QHBoxLayout;
    top->setContentsMargins(16, 12, 16, 4);
    top->setSpacing(8);
    top->addWidget(m_find, 1);
    top->addWidget(m_openFolder);
    auto* pane = new QWidget;
    pane->setFixedWidth(kListWidth);
    auto* column = new QVBoxLayout(pane);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(top);
    column->addWidget(m_list, 1);
    return pane;
}

void ModelPage::offerKnown()
{
    auto then = Then::ChooseUnlessChosen;
    for (const auto& known : core::knownCheckpoints()) {
        const auto origin = known.bundled ? CheckpointEntry::Origin::Included : CheckpointEntry::Origin::Fetched;
        add({origin, known.bundled ? tr("Starter") : QString::fromStdString(known.name), known.directory, {}, {}, {}}, then);
    }
}

void ModelPage::offerRecent()
{
    struct Found {
        QStringList there, gone;
    };
    m_inspector.run(
        [](const BackgroundQueue::Job&) {
            Found found;
            for (const auto& folder : recentCheckpoints::all())
                (QFileInfo(folder).isDir() ? found.there : found.gone) << folder;
            return found;
        },
        [this](const Outcome<Found>& found) {
            if (!found.value)
                return;
            for (const auto& folder : found.value->gone)
                recentCheckpoints::remove(folder);
            for (const auto& folder : found.value->there) {
                const auto directory = toPath(folder);
                add({CheckpointEntry::Origin::Opened, nameOf(directory, directory), directory, {}, {}, {}}, Then::Nothing);
            }
        });
}

/// What HuggingFace's tools have fetched: looked for away from the GUI thread, the cache may lie on a slow disk.
void ModelPage::offerCached()
{
    m_inspector.run([](const BackgroundQueue::Job&) { return core::cachedModels(); },
        [this](const Outcome<std::vector<core::CachedModel>>& found) {
            if (!found.value)
                return;
            for (const auto& model : *found.value) {
                CheckpointEntry entry{CheckpointEntry::Origin::Cached, QString::fromStdString(model.name), model.directory, {}, {}, {}};
                if (model.obstacle.empty()) {
                    add(std::move(entry), Then::Nothing);
                } else {
                    m_model->add(std::move(entry));
                    m_model->setRefusal(model.directory, {QString::fromStdString(model.obstacle), tr("Fetch it again."), {}});
                }
            }
        });
}

void ModelPage::offerRuns(const std::vector<std::pair<QString, std::filesystem::path>>& runs)
{
    std::vector<std::filesystem::path> offered;
    for (const auto& [name, directory] : runs) {
        if (offered.size() == kMostRuns)
            break;
        offered.push_back(directory);
        if (!m_model->find(directory).isValid())
            add({CheckpointEntry::Origin::Run, tr("%1, best").arg(name), directory, {}, {}, {}}, Then::Nothing);
    }
    const bool usesOne = m_chosen && std::find(m_ofRuns.begin(), m_ofRuns.end(), m_chosen->directory) != m_ofRuns.end();
    for (const auto& before : m_ofRuns)
        if (std::find(offered.begin(), offered.end(), before) == offered.end()) {
            if (usesOne && before == m_chosen->directory)
                offered.push_back(before); // what is in use stays in sight
            else
                m_model->remove(before);
        }
    m_ofRuns = std::move(offered);
}

void ModelPage::add(CheckpointEntry entry, Then then)
{
    const auto directory = entry.directory;
    const auto index = m_model->add(std::move(entry));
    if (then == Then::Choose)
        m_opening = m_wanted = directory;
    if (then == Then::Choose || !m_list->currentIndex().isValid())
        m_list->setCurrentIndex(index);
    m_inspector.run([directory](const BackgroundQueue::Job&) { return core::inspectCheckpoint(directory); },
        [this, directory, then](const Outcome<core::CheckpointSummary>& outcome) { inspected(directory, outcome, then); });
}

void ModelPage::inspected(const std::filesystem::path& directory, const Outcome<core::CheckpointSummary>& outcome, Then then)
{
    if (outcome.value) {
        m_model->setSummary(directory, *outcome.value);
        m_forecaster.want(*outcome.value);
    } else {
        m_model->setRefusal(directory, outcome.failure);
    }
    const auto index = m_model->find(directory);
    if (outcome.value && then == Then::Choose && m_model->entry(index)->origin == CheckpointEntry::Origin::Opened)
        recentCheckpoints::add(fromPath(directory));
    if (index == m_list->currentIndex())
        showCurrent();
    const bool wanted =
        then == Then::Choose ? directory == m_wanted : then == Then::ChooseUnlessChosen && !m_chosen && m_wanted.empty();
    if (outcome.value && wanted && !m_locked) {
        m_list->setCurrentIndex(index);
        choose(*m_model->entry(index));
    }
    if (then == Then::Choose && directory == m_opening && !(outcome.value && m_locked)) // what a training keeps from being chosen is still asked for
        m_opening.clear();
    if (!outcome.value && then == Then::Choose && !isVisible())
        Q_EMIT failed(outcome.failure);
}

void ModelPage::open(const QString& directory)
{
    if (m_locked) {
        Q_EMIT failed({tr("%1 was not opened: a training is using the model chosen here.").arg(directory),
            tr("Stop the training or wait until it ends, then open the folder again."), {}});
        return;
    }
    auto asked = toPath(directory).lexically_normal();
    if (asked.filename().empty())
        asked = asked.parent_path();
    const auto checkpoint = core::checkpointOf(asked);
    add({CheckpointEntry::Origin::Opened, nameOf(checkpoint, asked), checkpoint, {}, {}, {}}, Then::Choose);
}

void ModelPage::chooseFolder()
{
    auto* dialog = new QFileDialog(this, tr("Open a folder with a checkpoint"));
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, &ModelPage::open);
    dialog->open();
}

void ModelPage::chooseStarter()
{
    if (!m_locked)
        add({CheckpointEntry::Origin::Included, tr("Starter"), core::starterCheckpoint(), {}, {}, {}}, Then::Choose);
}

void ModelPage::setData(const DataSelection& selection)
{
    m_dataOpen = selection.ready();
    m_labels.clear();
    if (m_dataOpen)
        for (const auto& label : selection.dataset->labels)
            m_labels << QString::fromStdString(label);
    m_forecaster.setData(selection);
    showCurrent();
}

void ModelPage::setLocked(bool locked)
{
    m_locked = locked;
    m_forecaster.setBusy(locked);
    m_openFolder->setEnabled(!locked);
    m_card->setLocked(locked);
}

const CheckpointEntry* ModelPage::current() const
{
    return m_model->entry(m_list->currentIndex());
}

void ModelPage::showCurrent()
{
    const auto* entry = current();
    if (!entry) {
        m_card->presentNothing();
        return;
    }
    m_card->present(*entry, m_labels);
    showForecast(*entry);
}

void ModelPage::showForecast(const CheckpointEntry& entry)
{
    const auto* forecast = m_forecaster.of(entry.directory);
    if (!forecast) {
        m_card->presentNoForecast(m_dataOpen);
        return;
    }
    std::vector<TimeChart::Row> times;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const auto* other = m_model->entry(m_model->index(row));
        if (other && other->forecast && other->forecast->seconds)
            times.push_back({other->name, *other->forecast->seconds, other->forecast->leastSeconds(), other->forecast->mostSeconds(),
                other->forecast->fits, other == &entry});
    }
    m_card->presentForecast(*forecast, *m_forecaster.optionsOf(entry.directory), std::move(times));
}

void ModelPage::takeForecast(const std::filesystem::path& directory)
{
    const auto* forecast = m_forecaster.of(directory);
    m_model->setForecast(directory, forecast ? std::optional(*forecast) : std::nullopt);
    if (const auto* entry = current(); entry && entry->summary)
        showForecast(*entry);
}

void ModelPage::dragEnterEvent(QDragEnterEvent* event)
{
    if (!m_locked && !folderOf(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void ModelPage::dropEvent(QDropEvent* event)
{
    open(folderOf(event->mimeData()));
    event->acceptProposedAction();
}

void ModelPage::choose(const CheckpointEntry& entry)
{
    const auto before = std::exchange(m_chosen, entry.summary);
    m_model->setChosen(entry.directory);
    Q_EMIT liveLineChanged(QStringLiteral("%1, %2").arg(entry.name, count(entry.summary->parameters)));
    if (!before || !sameModel(*before, *m_chosen)) // the one in use brings nothing new with it
        Q_EMIT chosenChanged(*m_chosen);
}

void ModelPage::useShown()
{
    const auto* entry = current();
    if (!entry || !entry->summary || m_locked)
        return;
    m_wanted = entry->directory;
    m_opening.clear();
    choose(*entry);
    Q_EMIT trainRequested();
}

void ModelPage::showFolder()
{
    if (const auto* entry = current())
        QDesktopServices::openUrl(QUrl::fromLocalFile(fromPath(entry->directory)));
}

} // namespace attune::ui
