#include "ui/checkpoint/model_page.h"

#include "core/hub/places.h"
#include "core/runs/run_directory.h"
#include "ui/checkpoint/checkpoint_card.h"
#include "ui/checkpoint/checkpoint_list.h"
#include "ui/frame/buttons.h"
#include "ui/frame/pane.h"
#include "ui/words.h"

#include <QDesktopServices>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

namespace attune::ui {

namespace {

constexpr int kListWidth = 376;

/// The name that a folder deserves: of a run's model/, the run's.
QString nameOf(const std::filesystem::path& checkpoint, const std::filesystem::path& asked)
{
    const auto folder = asked == checkpoint && checkpoint.filename() == "model" ? checkpoint.parent_path() : asked;
    return fromPath(folder.filename());
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
    connect(m_card, &CheckpointCard::folderRequested, this, &ModelPage::showFolder);
    showCurrent();
    offerKnown();
}

QWidget* ModelPage::buildList()
{
    m_list = new CheckpointList(m_model);
    m_openFolder = secondaryButton(tr("Open f&older…"), QStringLiteral("open"), ButtonSize::Pane);
    m_openFolder->setToolTip(tr("Choose a folder with a checkpoint in HuggingFace's format, or a run"));
    auto* top = new QHBoxLayout;
    top->setContentsMargins(16, 12, 16, 4);
    top->addWidget(m_openFolder);
    top->addStretch();
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
        add({origin, known.bundled ? tr("Starter") : QString::fromStdString(known.name), known.directory, {}, {}}, then);
    }
}

void ModelPage::add(CheckpointEntry entry, Then then)
{
    const auto directory = entry.directory;
    const auto index = m_model->add(std::move(entry));
    if (then == Then::Choose)
        m_wanted = directory;
    if (then == Then::Choose || !m_list->currentIndex().isValid())
        m_list->setCurrentIndex(index);
    m_inspector.run([directory](const BackgroundQueue::Job&) { return core::inspectCheckpoint(directory); },
        [this, directory, then](const Outcome<core::CheckpointSummary>& outcome) { inspected(directory, outcome, then); });
}

void ModelPage::inspected(const std::filesystem::path& directory, const Outcome<core::CheckpointSummary>& outcome, Then then)
{
    if (outcome.value)
        m_model->setSummary(directory, *outcome.value);
    else
        m_model->setRefusal(directory, outcome.failure);
    const auto index = m_model->find(directory);
    if (index == m_list->currentIndex())
        showCurrent();
    const bool wanted =
        then == Then::Choose ? directory == m_wanted : then == Then::ChooseUnlessChosen && !m_chosen && m_wanted.empty();
    if (outcome.value && wanted && !m_locked) {
        m_list->setCurrentIndex(index);
        choose(*m_model->entry(index));
    }
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
    add({CheckpointEntry::Origin::Opened, nameOf(checkpoint, asked), checkpoint, {}, {}}, Then::Choose);
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
        add({CheckpointEntry::Origin::Included, tr("Starter"), core::starterCheckpoint(), {}, {}}, Then::Choose);
}

void ModelPage::setLabels(const QStringList& labels)
{
    m_labels = labels;
    showCurrent();
}

void ModelPage::setLocked(bool locked)
{
    m_locked = locked;
    m_openFolder->setEnabled(!locked);
    m_card->setLocked(locked);
}

const CheckpointEntry* ModelPage::current() const
{
    return m_model->entry(m_list->currentIndex());
}

void ModelPage::showCurrent()
{
    if (const auto* entry = current())
        m_card->present(*entry, m_labels);
    else
        m_card->presentNothing();
}

void ModelPage::choose(const CheckpointEntry& entry)
{
    m_chosen = entry.summary;
    m_model->setChosen(entry.directory);
    Q_EMIT liveLineChanged(QStringLiteral("%1, %2").arg(entry.name, count(entry.summary->parameters)));
    Q_EMIT chosenChanged(*m_chosen);
}

void ModelPage::useShown()
{
    const auto* entry = current();
    if (!entry || !entry->summary || m_locked)
        return;
    m_wanted = entry->directory;
    choose(*entry);
    Q_EMIT trainRequested();
}

void ModelPage::showFolder()
{
    if (const auto* entry = current())
        QDesktopServices::openUrl(QUrl::fromLocalFile(fromPath(entry->directory)));
}

} // namespace attune::ui
