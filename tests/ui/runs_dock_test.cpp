#include "core/hub/places.h"
#include "core/runs/run_care.h"
#include "core/runs/run_directory.h"
#include "core/runs/run_lock.h"
#include "tests/support/catch.h"
#include "tests/support/environment.h"
#include "tests/support/temporary_directory.h"
#include "tests/ui/window_driver.h"
#include "ui/frame/rail.h"
#include "ui/runs/run_comparison.h"
#include "ui/runs/run_list_model.h"
#include "ui/runs/run_table.h"
#include "ui/runs/runs_dock.h"
#include "ui/training/train_page.h"
#include "ui/words.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QTimer>

#include <fstream>

using namespace attune;
using namespace attune::ui;
namespace fs = std::filesystem;

namespace {

constexpr int kPatience = 5000; // ms

/// A run that ended well, with a model.
fs::path makeRun(const fs::path& directory, double learningRate, double macroF1, core::RunStatus status = core::RunStatus::Finished)
{
    core::TrainingOptions options;
    options.learningRate = learningRate;
    core::TrainingPlan plan;
    plan.totalSteps = 20;
    core::RunDirectory run(directory, options, {"/data/reviews.csv", {}, "/models/bert"}, plan);
    core::RunSummary summary;
    summary.status = status;
    summary.steps = 20;
    summary.seconds = 75;
    summary.best.samples = 10;
    summary.best.macroF1 = summary.best.accuracy = macroF1;
    fs::create_directories(directory / "model");
    std::ofstream(directory / "model" / "config.json") << "{}";
    fs::create_directories(directory / "checkpoint");
    std::ofstream(directory / "checkpoint" / "state-000000020.safetensors") << "";
    run.finish(summary);
    return directory;
}

/// The dock over a folder with three runs.
struct Shown {
    test::TemporaryDirectory folder;
    fs::path first = makeRun(folder / "run-0001", 1e-4, 0.7), second = makeRun(folder / "run-0002", 2e-4, 0.9),
             paused = makeRun(folder / "run-0003", 1e-4, 0.8, core::RunStatus::Paused);
    RunListModel runs;
    RunsDock dock{&runs};
    QSignalSpy failures{&dock, &RunsDock::failed};
    QSignalSpy sentences{&dock, &RunsDock::told};

    Shown()
    {
        runs.setFolder(folder.path());
        dock.resize(1200, 300);
        dock.show();
        REQUIRE(QTest::qWaitFor([&] { return runs.rowCount() == 3; }, kPatience));
    }

    QTableView* view() { return dock.findChild<QTableView*>(); }
    RunTable* table() { return dock.findChild<RunTable*>(); }

    void choose(const std::vector<fs::path>& directories)
    {
        view()->clearSelection();
        for (const auto& directory : directories)
            view()->selectionModel()->select(table()->find(directory), QItemSelectionModel::Select | QItemSelectionModel::Rows);
        if (!directories.empty())
            view()->selectionModel()->setCurrentIndex(table()->find(directories.back()), QItemSelectionModel::NoUpdate);
    }

    QAction* action(const char* words)
    {
        for (auto* action : view()->actions())
            if (QString(action->text()).remove(QLatin1Char('&')) == QString::fromUtf8(words))
                return action;
        FAIL("no action " << words);
        return nullptr;
    }
};

} // namespace

TEST_CASE("The dock's table of runs is a sound model, sorted by any column and narrowed by words")
{
    Shown shown;
    const QAbstractItemModelTester tester(shown.table(), QAbstractItemModelTester::FailureReportingMode::Fatal);
    shown.view()->sortByColumn(RunListModel::Best, Qt::DescendingOrder);
    CHECK(shown.table()->entry(shown.table()->index(0, 0))->directory == shown.second);
    CHECK(shown.table()->entry(shown.table()->index(2, 0))->directory == shown.first);

    auto* find = shown.dock.findChild<QLineEdit*>();
    QTest::keyClicks(find, QStringLiteral("paus"));
    REQUIRE(shown.table()->rowCount() == 1);
    CHECK(shown.table()->entry(shown.table()->index(0, 0))->directory == shown.paused);
    find->clear();
    CHECK(shown.table()->rowCount() == 3);
    CHECK(shown.dock.liveLine() == QStringLiteral("3"));
    shown.runs.setShown(shown.first, true);
    CHECK(shown.dock.liveLine() == QStringLiteral("3, 1 shown"));
}

TEST_CASE("What can be done follows from the runs that are chosen")
{
    Shown shown;
    shown.choose({});
    for (const char* words : {"Open", "Resume", "Rename", "Compare", "Delete"})
        CHECK_FALSE(shown.action(words)->isEnabled());
    shown.choose({shown.first});
    CHECK(shown.action("Open")->isEnabled());
    CHECK_FALSE(shown.action("Resume")->isEnabled()); // it came to its end
    CHECK_FALSE(shown.action("Compare")->isEnabled());
    shown.choose({shown.paused});
    CHECK(shown.action("Resume")->isEnabled());
    shown.dock.setTraining(true);
    CHECK_FALSE(shown.action("Resume")->isEnabled());
    shown.choose({shown.first, shown.second});
    CHECK(shown.action("Compare")->isEnabled());
    CHECK(shown.action("Delete")->isEnabled());
    CHECK_FALSE(shown.action("Open")->isEnabled());
}

TEST_CASE("A run is opened by Return and resumed by its action")
{
    Shown shown;
    QSignalSpy opened(&shown.dock, &RunsDock::openRequested), resumed(&shown.dock, &RunsDock::resumeRequested);
    shown.choose({shown.paused});
    shown.dock.activateWindow();
    REQUIRE(QTest::qWaitForWindowActive(&shown.dock));
    shown.view()->setFocus();
    QTest::keyClick(shown.view(), Qt::Key_Return);
    REQUIRE(opened.count() == 1);
    CHECK(opened[0][0].toString() == fromPath(shown.paused));
    shown.action("Resume")->trigger();
    REQUIRE(resumed.count() == 1);
    CHECK(resumed[0][0].toString() == fromPath(shown.paused));
}

TEST_CASE("A run gets another name in place, and an empty one gives the folder's back")
{
    Shown shown;
    const auto rename = [&](const QString& name) {
        shown.choose({shown.first});
        shown.action("Rename")->trigger();
        auto* editor = shown.view()->viewport()->findChild<QLineEdit*>();
        REQUIRE(editor);
        editor->selectAll();
        if (name.isEmpty())
            QTest::keyClick(editor, Qt::Key_Delete);
        QTest::keyClicks(editor, name);
        QTest::keyClick(editor, Qt::Key_Return);
    };
    rename(QStringLiteral("With pairs"));
    REQUIRE(QTest::qWaitFor([&] { return shown.runs.entry(shown.first)->name() == QStringLiteral("With pairs"); }, kPatience));
    CHECK(core::storedRunName(shown.first) == "With pairs");
    rename({});
    REQUIRE(QTest::qWaitFor([&] { return shown.runs.entry(shown.first)->name() == QStringLiteral("Run 1"); }, kPatience));
    CHECK(shown.failures.isEmpty());
}

TEST_CASE("Runs are moved to the bin, but not one that somebody trains")
{
    Shown shown;
    QStringList binned;
    bool works = true;
    shown.dock.setRemover([&](const QString& directory) {
        binned << directory;
        return works && fs::remove_all(toPath(directory)) > 0;
    });
    shown.choose({shown.first, shown.second});
    shown.action("Delete")->trigger();
    REQUIRE(QTest::qWaitFor([&] { return shown.runs.rowCount() == 1; }, kPatience));
    CHECK(binned.size() == 2);
    CHECK(shown.sentences.last()[0].toString() == QStringLiteral("2 runs were moved to the bin."));

    works = false;
    shown.choose({shown.paused});
    shown.action("Delete")->trigger();
    REQUIRE(QTest::qWaitFor([&] { return shown.failures.count() == 1; }, kPatience));
    CHECK(shown.failures[0][0].value<Failure>().cause.contains(QStringLiteral("could not be moved to the bin")));
    CHECK(shown.failures[0][0].value<Failure>().wayOut.contains(QStringLiteral("stays where it is")));

    works = true;
    const core::RunLock training(shown.paused); // another window, begun after the list was read
    shown.action("Delete")->trigger();
    REQUIRE(QTest::qWaitFor([&] { return shown.failures.count() == 2; }, kPatience));
    CHECK(shown.failures[1][0].value<Failure>().cause.contains(QStringLiteral("being trained by another window")));
    CHECK(fs::exists(shown.paused));
}

TEST_CASE("Runs are compared by what differs, and the table is copied as text")
{
    Shown shown;
    shown.choose({shown.first, shown.second});
    shown.action("Compare")->trigger();
    auto* dialog = shown.dock.findChild<ComparisonDialog*>();
    REQUIRE(dialog);
    dialog->activateWindow();
    REQUIRE(QTest::qWaitForWindowActive(dialog));
    auto* comparison = dialog->findChild<RunComparison*>();
    const QAbstractItemModelTester tester(comparison, QAbstractItemModelTester::FailureReportingMode::Fatal);
    QStringList rows;
    for (int row = 0; row < comparison->rowCount(); ++row)
        rows << comparison->headerData(row, Qt::Vertical, Qt::DisplayRole).toString();
    CHECK(rows == QStringList{QStringLiteral("Best accuracy"), QStringLiteral("Best macro-F1"), QStringLiteral("Learning rate")});
    const auto copiedBy = [](const auto& act) {
        QApplication::clipboard()->clear();
        act();
        return QApplication::clipboard()->text();
    };
    auto* table = dialog->findChild<QTableView*>();
    table->setCurrentIndex(comparison->index(0, 0));
    const auto copied = copiedBy([table] { QTest::keySequence(table, QKeySequence::Copy); });
    CHECK(copied.contains(QStringLiteral("Learning rate\t")));
    CHECK(copied.contains(QStringLiteral("Run 2")));
    CHECK(copiedBy([dialog] { QTest::keySequence(dialog->findChild<QCheckBox*>(), QKeySequence::Copy); }) == copied);
    for (QPushButton* button : dialog->findChildren<QPushButton*>())
        if (button->text() == QStringLiteral("&Copy"))
            CHECK(copiedBy([button] { QTest::mouseClick(button, Qt::LeftButton); }) == copied);
    comparison->setOnlyDifferences(false);
    CHECK(comparison->rowCount() > 30);
    dialog->close();
}

TEST_CASE("The rail's foot tells how many runs there are, shows the dock and hides it again")
{
    const test::TemporaryDirectory home;
    const test::EnvironmentVariable dataHome("XDG_DATA_HOME", home.path().string());
    const auto run = makeRun(core::runsDirectory() / "run-0001", 1e-4, 0.7);
    test::WindowDriver driver;
    auto& dock = driver.the<RunsDock>();
    RailButton* foot = nullptr;
    for (auto* button : driver.window().findChildren<RailButton*>())
        if (button->text() == QStringLiteral("Runs"))
            foot = button;
    REQUIRE(foot);
    REQUIRE(QTest::qWaitFor([&] { return foot->liveLine() == QStringLiteral("1"); }, kPatience));
    CHECK_FALSE(dock.isVisible());
    QTest::mouseClick(foot, Qt::LeftButton);
    REQUIRE(QTest::qWaitFor([&] { return dock.isVisible(); }, kPatience));
    CHECK(foot->isChecked());

    // Opened from there, its model answers on the Predict page, and its curves are those in view on the Train page.
    Q_EMIT dock.openRequested(fromPath(run));
    CHECK(driver.window().page() == MainWindow::Page::Predict);
    CHECK(foot->liveLine() == QStringLiteral("1, 1 shown"));
    CHECK(driver.the<RunListModel>().inView() == run); // there as the run in view
    CHECK(driver.the<TrainPage>().phase() == RunPhase::Ended);
    QTest::mouseClick(foot, Qt::LeftButton);
    REQUIRE(QTest::qWaitFor([&] { return !dock.isVisible(); }, kPatience));
    CHECK_FALSE(foot->isChecked());
}

TEST_CASE("The Window menu shows the list of runs and offers what can be done with those that are chosen, while they are in sight")
{
    const test::TemporaryDirectory home;
    const test::EnvironmentVariable dataHome("XDG_DATA_HOME", home.path().string());
    makeRun(core::runsDirectory() / "run-0001", 1e-4, 0.7);
    test::WindowDriver driver;
    auto& dock = driver.the<RunsDock>();
    QMenu* chosen = nullptr;
    for (auto* menu : driver.window().menuBar()->findChildren<QMenu*>())
        if (menu->title() == QStringLiteral("C&hosen runs"))
            chosen = menu;
    REQUIRE(chosen);
    QStringList offered;
    for (const auto* action : chosen->actions())
        offered << QString(action->text()).remove(QLatin1Char('&'));
    for (const char* words : {"Open", "Resume", "Rename", "Compare", "Export model…", "Delete"})
        CHECK(offered.contains(QString::fromUtf8(words)));
    REQUIRE(QTest::qWaitFor([&] { return driver.the<RunListModel>().rowCount() == 1; }, kPatience));
    CHECK_FALSE(dock.isVisible());
    CHECK_FALSE(chosen->isEnabled());

    QTest::keyClick(&driver.window(), Qt::Key_6, Qt::ControlModifier);
    REQUIRE(QTest::qWaitFor([&] { return dock.isVisible() && chosen->isEnabled(); }, kPatience));
    CHECK(QApplication::focusWidget() == dock.findChild<QTableView*>());
    CHECK(chosen->actions().at(2)->isEnabled()); // the first run is chosen: it can be renamed
    QTest::keyClick(&driver.window(), Qt::Key_6, Qt::ControlModifier);
    REQUIRE(QTest::qWaitFor([&] { return !dock.isVisible(); }, kPatience));
    CHECK_FALSE(chosen->isEnabled());
}

TEST_CASE("Hundreds of runs are read without holding up the window")
{
    const test::TemporaryDirectory folder;
    for (int i = 0; i < 300; ++i)
        makeRun(folder / ("run-" + std::to_string(1000 + i)), 1e-4, 0.5);
    RunListModel runs;
    RunsDock dock(&runs);
    dock.show();
    qint64 longest = 0;
    QElapsedTimer since;
    QTimer pulse;
    QObject::connect(&pulse, &QTimer::timeout, [&] { longest = std::max(longest, since.restart()); });
    pulse.start(0);
    since.start();
    runs.setFolder(folder.path());
    REQUIRE(QTest::qWaitFor([&] { return runs.rowCount() == 300; }, 20'000));
    INFO("longest " << longest << " ms");
    CHECK(longest < 150); // reading all of them takes several times as long
}
