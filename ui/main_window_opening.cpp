#include "ui/main_window.h"

#include "core/hub/places.h"
#include "core/runs/events.h"
#include "ui/checkpoint/model_page.h"
#include "ui/dataset/data_page.h"
#include "ui/frame/menus.h"
#include "ui/frame/opener.h"
#include "ui/frame/rail.h"
#include "ui/frame/settings.h"
#include "ui/frame/start_page.h"
#include "ui/prediction/predict_page.h"
#include "ui/selection_sources.h"
#include "ui/training/train_page.h"
#include "ui/words.h"

#include <QDir>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QMimeData>

/// How things come into the window: menus, tiles, drops, what was open before; and how that is remembered.
namespace attune::ui {

namespace {

/// Nothing where there are none, or where another version wrote what this one does not know.
std::optional<core::TrainingOptions> optionsFrom(const QString& text)
{
    const auto json = nlohmann::ordered_json::parse(text.toStdString(), nullptr, false);
    if (!json.is_object())
        return std::nullopt;
    try {
        const auto options = core::withJson({}, json, "the session");
        options.check();
        return options;
    } catch (const core::Error&) {
        return std::nullopt;
    }
}

} // namespace

void MainWindow::connectOpening()
{
    const auto openData = [this] {
        showPage(Page::Data);
        m_data->chooseFile();
    };
    const auto openModel = [this] { m_opener->chooseFolder(this); };
    connect(m_menus, &Menus::openDataRequested, this, openData);
    connect(m_start, &StartPage::openDataRequested, this, openData);
    connect(m_menus, &Menus::openModelRequested, this, openModel);
    connect(m_start, &StartPage::openModelRequested, this, openModel);
    connect(m_menus, &Menus::sampleRequested, this, &MainWindow::trySample);
    connect(m_menus, &Menus::chooseModelRequested, this, [this] {
        showPage(Page::Model);
        m_model->chooseFolder();
    });
    connect(m_menus, &Menus::chooseStarterRequested, this, [this] {
        showPage(Page::Model);
        m_model->chooseStarter();
    });
    connect(m_start, &StartPage::sampleRequested, this, &MainWindow::trySample);

    connect(m_opener, &Opener::failed, this, [this](const Failure& failure) { report(m_opener, failure); });
    connect(m_opener, &Opener::dataFound, this, [this](const QString& file) {
        showPage(Page::Data);
        m_data->open(file);
    });
    connect(m_opener, &Opener::classifierFound, this, [this](const QString& directory) {
        settle(m_opener);
        showPage(Page::Predict);
        m_predict->openModel(directory);
    });
    connect(m_predict, &PredictPage::modelOpened, this, &MainWindow::noteOpened); // there, here, from the list of runs, or the last time
    connect(m_opener, &Opener::checkpointFound, this, [this](const QString& directory) {
        settle(m_opener);
        showPage(Page::Model);
        m_model->open(directory);
    });

    connect(m_data, &DataPage::selectionChanged, this, [this](const DataSelection& selection) {
        if (selection.ready())
            settle(m_data);
        m_model->setData(selection);
        m_train->setData(selection);
        updateTitle();
        updateTrainable();
        continueSample();
    });
    connect(m_data, &DataPage::maxLengthChosen, m_train, &TrainPage::setMaxLength);
    connect(m_train, &TrainPage::maxLengthChanged, m_data, &DataPage::setMaxLength);
    connect(m_model, &ModelPage::chosenChanged, this, [this](const core::CheckpointSummary& summary) {
        settle(m_model);
        m_train->setCheckpoint(summary);
        const bool restored = m_restoredOptions && m_restoredOptions->first == summary.directory;
        const bool awaited = m_restoredOptions && !restored && m_model->opening() == m_restoredOptions->first; // a new window begins with another
        if (restored)
            m_train->setOptions(m_restoredOptions->second);
        if (!awaited)
            m_restoredOptions.reset();
        m_data->setCheckpoint(summary);
        updateTrainable();
        continueSample();
    });
}

void MainWindow::connectRecent()
{
    connect(m_start, &StartPage::recentRequested, this, &MainWindow::open);
    connect(m_menus, &Menus::recentRequested, this, &MainWindow::open);
    connect(m_data, &DataPage::selectionChanged, this, [this](const DataSelection& selection) {
        if (!selection.ready() || selection.table->file == core::sampleFile())
            return;
        QStringList labels;
        for (const std::string& label : selection.dataset->labels)
            labels.append(QString::fromStdString(label));
        m_recent.add({RecentItem::Kind::Data, fromPath(selection.table->file),
            tr("%1 rows, labels %2").arg(number(selection.dataset->examples.size()), labels.join(QStringLiteral(", "))), {}, {}});
    });
    connect(m_model, &ModelPage::chosenChanged, this, [this](const core::CheckpointSummary& summary) {
        if (summary.directory == core::starterCheckpoint() || summary.directory.parent_path() == core::fetchedCheckpoints())
            return; // those are offered anyway
        m_recent.add({RecentItem::Kind::Checkpoint, fromPath(summary.directory),
            tr("%1 layers, %2 parameters, in %3")
                .arg(summary.config.numHiddenLayers)
                .arg(count(summary.parameters), shortPath(summary.directory.parent_path())),
            {}, {}});
    });
    connect(m_engine.worker(), &ModelWorker::trainingEnded, this, [this](const core::RunSummary& summary) {
        QString figure;
        if (summary.best.step > 0)
            figure = tr("accuracy %1").arg(decimal(summary.best.accuracy, 3));
        m_recent.add({RecentItem::Kind::Run, fromPath(summary.directory), m_train->about(), figure, {}});
    });
}

/// A run or a model that answers from now on; what was known about it is kept.
void MainWindow::noteOpened(const QString& directory)
{
    RecentItem item{RecentItem::Kind::Checkpoint, directory, tr("Trained model, in %1").arg(shortPath(toPath(directory).parent_path())), {}, {}};
    if (QFileInfo::exists(QDir(directory).filePath(QStringLiteral("run.json")))) {
        item.kind = RecentItem::Kind::Run;
        item.facts = tr("Run, in %1").arg(shortPath(toPath(directory).parent_path()));
    }
    for (const RecentItem& known : m_recent.items())
        if (known.path == directory)
            item = known;
    m_recent.add(item);
}

void MainWindow::open(const QString& path)
{
    for (const QObject* source : std::initializer_list<const QObject*>{m_opener, m_data, m_model})
        settle(source); // what could not be opened before was read, now that something else is
    m_samplePending = false;
    if (!QFileInfo::exists(path))
        m_recent.remove(path);
    m_opener->open(path);
}

void MainWindow::trySample()
{
    const auto known = core::knownCheckpoints();
    if (!known.empty() && !known.front().bundled)
        m_model->open(QString::fromStdString(known.front().directory.string()));
    else
        m_model->chooseStarter();
    open(QString::fromStdString(core::sampleFile().string()));
    m_samplePending = true;
}

/// The sample is read and a model chosen: all that is left is to press Train.
void MainWindow::continueSample()
{
    const DataSelection& selection = m_data->selection();
    if (!m_samplePending || !selection.ready() || !m_model->chosen() || selection.table->file != core::sampleFile())
        return;
    m_samplePending = false;
    showPage(Page::Train);
}

void MainWindow::restoreSession()
{
    const settings::Session session = settings::session();
    m_restored = session;
    for (int i = 0; i < m_rail->count(); ++i)
        if (nameOf(Page(i)) == session.page)
            showPage(Page(i));
    const auto there = [](const QString& path) { return !path.isEmpty() && QFileInfo::exists(path); };
    if (there(session.data)) {
        const auto remembered = rememberedFrom(session.reading.toStdString());
        if (remembered && remembered->sources.dataFile == std::filesystem::absolute(toPath(session.data)))
            m_data->restore(*remembered);
        else
            m_data->open(session.data);
    }
    if (there(session.checkpoint)) {
        if (const auto options = optionsFrom(session.options))
            m_restoredOptions.emplace(toPath(session.checkpoint), *options);
        m_model->open(session.checkpoint);
    }
    if (there(session.model))
        m_predict->openModel(session.model);
}

/// What was to be restored stands until something else is there: it may not be read yet, or reading it was cancelled.
void MainWindow::keepSession()
{
    settings::Session session = m_restored.value_or(settings::Session());
    session.page = nameOf(page());
    if (const DataSelection& selection = m_data->selection(); selection.table) {
        session.data = fromPath(selection.table->file);
        session.reading = QString::fromStdString(remembered(selection));
    }
    // Until it is known, another one is chosen by itself.
    const bool awaited = !session.checkpoint.isEmpty() && m_model->opening() == toPath(session.checkpoint);
    if (const auto checkpoint = m_model->chosen(); checkpoint && !awaited) {
        session.checkpoint = fromPath(checkpoint->directory);
        session.options = QString::fromStdString(core::toText(core::toJson(m_train->options())));
    }
    if (const QString model = m_predict->openedModel(); !model.isEmpty())
        session.model = model;
    settings::setSession(session);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (!Opener::pathOf(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    open(Opener::pathOf(event->mimeData()));
    event->acceptProposedAction();
}

} // namespace attune::ui
