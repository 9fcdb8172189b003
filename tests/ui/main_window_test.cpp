#include "tests/support/catch.h"
#include "tests/support/reference.h"
#include "tests/ui/window_driver.h"
#include "ui/checkpoint/model_page.h"
#include "ui/dataset/data_page.h"
#include "ui/frame/machine_dialog.h"
#include "ui/frame/opener.h"
#include "ui/frame/rail.h"
#include "ui/frame/start_tile.h"
#include "ui/frame/status_strip.h"
#include "ui/prediction/predict_page.h"
#include "ui/prediction/sentence_field.h"
#include "ui/training/train_page.h"

#include <QAbstractButton>
#include <QAction>
#include <QDragEnterEvent>
#include <QElapsedTimer>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTimer>
#include <QUrl>

#include <set>

using namespace attune;
using namespace attune::test;
using namespace std::chrono_literals;
using Page = ui::MainWindow::Page;

namespace {

constexpr int kPatience = 5000; // ms

core::Engine& noEngine() { throw core::Error("The engine was not found in /nowhere.", "Install it again."); }

QAbstractButton* buttonNamed(QMessageBox* box, const QString& text)
{
    for (QAbstractButton* button : box->buttons())
        if (button->text().remove(QLatin1Char('&')) == text)
            return button;
    return nullptr;
}

QMessageBox* closeQuestion(ui::MainWindow& window)
{
    QMessageBox* box = nullptr;
    const bool asked = QTest::qWaitFor(
        [&] { return (box = window.findChild<QMessageBox*>(QStringLiteral("closeQuestion"))) && box->isVisible(); }, kPatience);
    return asked ? box : nullptr;
}

/// In the middle of a training.
void pauseAndQuit(WindowDriver& driver)
{
    driver.startTraining();
    REQUIRE(QTest::qWaitFor([&] { return driver.the<ui::TrainPage>().phase() == ui::RunPhase::Training; }, kPatience));
    driver.window().close();
    QMessageBox* question = closeQuestion(driver.window());
    REQUIRE(question);
    QTest::mouseClick(buttonNamed(question, QStringLiteral("Pause and quit")), Qt::LeftButton);
}

} // namespace

TEST_CASE("While a step blocks for two seconds a click on the rail is handled within 50 ms")
{
    WindowDriver driver({.steps = 3, .stepTime = 2000ms});
    driver.startTraining();
    REQUIRE(driver.engine().inStep);

    // The longest that the event loop is away while half a second passes, with a click and a question in it.
    QElapsedTimer sinceBeat;
    qint64 longest = 0;
    QTimer heart;
    heart.setTimerType(Qt::PreciseTimer);
    QObject::connect(&heart, &QTimer::timeout, &heart, [&] { longest = std::max(longest, sinceBeat.restart()); });
    QElapsedTimer clock;
    qint64 click = -1;
    QTimer::singleShot(100, &driver.window(), [&] {
        clock.start();
        QTest::mouseClick(driver.the<ui::Rail>().item(int(Page::Data)), Qt::LeftButton);
        click = clock.elapsed();
    });
    sinceBeat.start();
    heart.start(5);
    QTest::qWait(500);
    heart.stop();

    CHECK(driver.engine().inStep); // it has been blocking all the while
    CHECK(click >= 0);
    CHECK(click < 50);
    CHECK(longest < 50);
    CHECK(driver.window().page() == Page::Data);
}

TEST_CASE("A window that is destroyed in mid-training joins the engine's thread")
{
    WindowDriver driver({.steps = 100000, .stepTime = 50ms});
    driver.startTraining();
    QElapsedTimer clock;
    clock.start();
    driver.closeWindow();
    CHECK(clock.elapsed() < 2000);
    CHECK_FALSE(driver.engine().sessionAlive);
}

TEST_CASE("Closing while training asks first, and can be taken back")
{
    WindowDriver driver({.steps = 100000, .stepTime = 10ms});
    driver.startTraining();
    CHECK_FALSE(driver.window().close());
    QMessageBox* question = closeQuestion(driver.window());
    REQUIRE(question);
    QTest::mouseClick(buttonNamed(question, QStringLiteral("Continue training")), Qt::LeftButton);
    CHECK(driver.window().isVisible());
    const int before = driver.engine().stepsMade;
    CHECK(QTest::qWaitFor([&] { return driver.engine().stepsMade > before + 2; }, kPatience));
}

TEST_CASE("Stop and quit ends the training properly before the window closes")
{
    WindowDriver driver({.steps = 100000, .stepTime = 10ms});
    driver.startTraining();
    REQUIRE(QTest::qWaitFor([&] { return driver.the<ui::TrainPage>().isTraining(); }, kPatience));
    driver.window().close();
    QMessageBox* question = closeQuestion(driver.window());
    REQUIRE(question);
    QTest::mouseClick(buttonNamed(question, QStringLiteral("Stop and quit")), Qt::LeftButton);
    CHECK(QTest::qWaitFor([&] { return !driver.window().isVisible(); }, kPatience));
    CHECK_FALSE(driver.engine().sessionAlive);
    CHECK(driver.engine().stepsMade < 100000);
}

TEST_CASE("Pause and quit saves the run before the window closes")
{
    WindowDriver driver({.steps = 100000, .stepTime = 10ms});
    pauseAndQuit(driver);
    CHECK(QTest::qWaitFor([&] { return !driver.window().isVisible(); }, kPatience));
    CHECK(driver.engine().pauses == 1);
}

TEST_CASE("Pause and quit closes the window also where the training ends in that very step")
{
    FakeBehaviour behaviour{.steps = 1, .stepTime = 1500ms};
    SECTION("by being finished") {}
    SECTION("by failing") { behaviour.failingStep = 1; }
    WindowDriver driver(behaviour);
    pauseAndQuit(driver);
    REQUIRE(driver.engine().inStep); // the pause comes too late
    CHECK(QTest::qWaitFor([&] { return !driver.window().isVisible(); }, kPatience));
    CHECK(driver.engine().pauses == 0);
}

TEST_CASE("Menu and keys pause and resume, and a paused window closes without a question")
{
    WindowDriver driver({.steps = 100000, .stepTime = 5ms});
    driver.startTraining();
    auto& page = driver.the<ui::TrainPage>();
    REQUIRE(QTest::qWaitFor([&] { return page.phase() == ui::RunPhase::Training; }, kPatience));
    QTest::keyClick(&driver.window(), Qt::Key_Period, Qt::ControlModifier | Qt::ShiftModifier);
    REQUIRE(QTest::qWaitFor([&] { return page.isPaused(); }, kPatience));
    const int made = driver.engine().stepsMade;
    QTest::keyClick(&driver.window(), Qt::Key_F5, Qt::ShiftModifier);
    REQUIRE(QTest::qWaitFor([&] { return driver.engine().stepsMade > made + 2; }, kPatience));
    page.pause();
    REQUIRE(QTest::qWaitFor([&] { return page.isPaused(); }, kPatience));
    CHECK(driver.window().close());
}

TEST_CASE("A missing engine leaves the Data page working and the message bar says so")
{
    WindowDriver driver{ui::ModelWorker::EngineLoader(noEngine)};
    auto& bar = driver.messages();
    REQUIRE(QTest::qWaitFor([&] { return !bar.cause().isEmpty(); }, kPatience));
    CHECK(bar.cause() == QStringLiteral("The engine was not found in /nowhere."));
    CHECK(bar.isVisible());
    driver.openReviews();
    CHECK(driver.window().page() == Page::Data);
    CHECK(driver.the<ui::DataPage>().selection().dataset->examples.size() == 40);
    CHECK(bar.cause() == QStringLiteral("The engine was not found in /nowhere."));
    QTest::keyClick(&driver.window(), Qt::Key_F5);
    CHECK_FALSE(driver.the<ui::TrainPage>().isTraining());
}

TEST_CASE("The message bar is seen on every page")
{
    WindowDriver driver{ui::ModelWorker::EngineLoader(noEngine)};
    auto& bar = driver.messages();
    REQUIRE(QTest::qWaitFor([&] { return !bar.cause().isEmpty(); }, kPatience));
    for (const Page page : {Page::Start, Page::Data, Page::Model, Page::Train, Page::Evaluate, Page::Predict, Page::Start}) {
        driver.window().showPage(page);
        CAPTURE(int(page));
        CHECK(QTest::qWaitFor([&] { return bar.isVisible() && bar.height() >= 28 && bar.width() > 300; }, kPatience));
    }
    bar.dismiss();
    driver.window().showPage(Page::Data);
    QTest::qWait(20);
    CHECK_FALSE(bar.isVisible());
}

TEST_CASE("The engine begins to load only when the window has been painted")
{
    FakeEngine engine;
    bool loaded = false;
    ui::MainWindow window([&]() -> core::Engine& {
        loaded = true;
        return engine;
    });
    QSignalSpy painted(&window, &ui::MainWindow::firstPainted);
    QTest::qWait(50);
    CHECK_FALSE(loaded);
    window.show();
    REQUIRE(QTest::qWaitFor([&] { return !window.findChild<ui::StatusStrip*>()->machine().isEmpty(); }, kPatience));
    CHECK(painted.count() == 1);
    CHECK(window.findChild<ui::StatusStrip*>()->machine() == QStringLiteral("CPU · 2 threads"));

    // All that it found is told on request.
    auto* details = window.findChild<QPushButton*>(QStringLiteral("machineDetails"));
    REQUIRE(details);
    REQUIRE(details->isVisible());
    QTest::mouseClick(details, Qt::LeftButton);
    auto* dialog = window.findChild<ui::MachineDialog*>();
    REQUIRE(dialog);
    QStringList values;
    for (auto* label : dialog->findChildren<QLabel*>())
        values.append(label->text());
    CHECK(values.contains(QStringLiteral("Device cpu")));
    CHECK(values.contains(QString::fromStdString(engine.runtime().processor)));
    dialog->accept();
}

TEST_CASE("The status bar tells what trains: device, threads, the precision that was chosen, and how much memory is in use")
{
    WindowDriver driver({.steps = 100000, .stepTime = std::chrono::milliseconds(5)});
    driver.startTraining();
    auto& status = driver.the<ui::StatusStrip>();
    CHECK(QTest::qWaitFor([&] { return status.machine() == QStringLiteral("CPU · 2 threads · bf16"); }, kPatience));
    CHECK(status.memory().startsWith(QStringLiteral("Memory ")));
    CHECK(ui::memoryInWords(2'130'000'000, 15'500'000'000) == QStringLiteral("Memory 2.1 of 15.5 GB"));
    CHECK(ui::memoryInWords(0, 15'500'000'000).isEmpty());
}

TEST_CASE("Who goes to the Predict page types into its field at once")
{
    WindowDriver driver({.steps = 100000, .stepTime = std::chrono::milliseconds(5)});
    driver.startTraining();
    REQUIRE(QTest::qWaitFor([&] { return driver.the<ui::PredictPage>().source().kind != ui::PredictionSource::Kind::None; }, kPatience));
    driver.window().showPage(Page::Predict);
    CHECK(driver.window().focusWidget() == &driver.the<ui::SentenceField>());
}

TEST_CASE("Every item of the rail is reached and used by keyboard alone")
{
    WindowDriver driver;
    auto& rail = driver.the<ui::Rail>();
    driver.window().setFocus();
    std::set<QWidget*> reached;
    for (int presses = 0; presses < 60; ++presses) {
        QTest::keyClick(&driver.window(), Qt::Key_Tab);
        if (QWidget* focused = QApplication::focusWidget())
            reached.insert(focused);
    }
    REQUIRE(rail.count() == 5);
    for (int i = 0; i < rail.count(); ++i) {
        CHECK(reached.count(rail.item(i)) == 1);
        rail.item(i)->setFocus(Qt::TabFocusReason);
        QTest::keyClick(rail.item(i), Qt::Key_Space);
        CHECK(driver.window().page() == Page(i));
    }
    for (ui::StartTile* tile : driver.window().findChildren<ui::StartTile*>())
        CHECK(reached.count(tile) == 1);
}

TEST_CASE("Ctrl+1 to Ctrl+5 go to the pages")
{
    WindowDriver driver;
    for (int i = 0; i < 5; ++i) {
        QTest::keyClick(&driver.window(), Qt::Key(Qt::Key_1 + i), Qt::ControlModifier);
        CHECK(driver.window().page() == Page(i));
    }
}

TEST_CASE("No shortcut is given twice, and within a menu no mnemonic")
{
    WindowDriver driver;
    std::set<QString> shortcuts;
    std::set<const QAction*> seen; // one may stand in two menus
    int entries = 0;
    for (const QMenu* menu : driver.window().menuBar()->findChildren<QMenu*>()) {
        std::set<QChar> mnemonics;
        for (const QAction* action : menu->actions()) {
            if (action->isSeparator())
                continue;
            ++entries;
            CAPTURE(action->text().toStdString());
            const auto at = action->text().indexOf(QLatin1Char('&'));
            REQUIRE(at >= 0);
            CHECK(mnemonics.insert(action->text().at(at + 1).toLower()).second);
            if (seen.insert(action).second && !action->shortcut().isEmpty())
                CHECK(shortcuts.insert(action->shortcut().toString()).second);
        }
    }
    CHECK(entries >= 28);
    CHECK(shortcuts.size() >= 18);
}

namespace {

/// Whether the window took it; a widget that takes no drops is not even asked, as on a desktop.
bool drop(WindowDriver& driver, const QMimeData& dragged)
{
    if (!driver.window().acceptDrops())
        return false;
    QDragEnterEvent enter({10, 10}, Qt::CopyAction, &dragged, Qt::LeftButton, Qt::NoModifier);
    enter.ignore();
    QCoreApplication::sendEvent(&driver.window(), &enter);
    if (!enter.isAccepted())
        return false;
    QDropEvent let({10, 10}, Qt::CopyAction, &dragged, Qt::LeftButton, Qt::NoModifier);
    let.ignore();
    QCoreApplication::sendEvent(&driver.window(), &let);
    return let.isAccepted();
}

} // namespace

TEST_CASE("Data and model cannot be exchanged while a training uses them")
{
    WindowDriver driver({.steps = 100000, .stepTime = 10ms});
    driver.startTraining();
    REQUIRE(QTest::qWaitFor([&] { return driver.the<ui::TrainPage>().isTraining(); }, kPatience));
    for (const QAction* action : driver.window().menuBar()->findChildren<QAction*>())
        if (action->text().contains(QStringLiteral("Open CSV")) || action->text().contains(QStringLiteral("sample")))
            CHECK_FALSE(action->isEnabled());

    // What is dropped then is told why it is not opened; what takes nothing from the training is opened.
    const auto data = driver.the<ui::DataPage>().selection().table;
    QMimeData file, checkpoint, classifier;
    const QString name = QString::fromStdString(driver.writeReviews().string());
    file.setUrls({QUrl::fromLocalFile(name)});
    CHECK(drop(driver, file));
    CHECK(driver.messages().cause() == name + QStringLiteral(" was not opened: a training uses the rows shown here."));
    CHECK(driver.the<ui::DataPage>().selection().table == data);
    checkpoint.setUrls({QUrl::fromLocalFile(QString::fromStdString((dataDirectory() / "no-pooler").string()))});
    const auto chosen = driver.the<ui::ModelPage>().chosen()->directory;
    CHECK(drop(driver, checkpoint));
    CHECK(QTest::qWaitFor([&] { return driver.messages().cause().contains(QStringLiteral("a training is using the model chosen here")); }, kPatience));
    CHECK(driver.the<ui::ModelPage>().chosen()->directory == chosen);
    classifier.setUrls({QUrl::fromLocalFile(QString::fromStdString((dataDirectory() / "classifier-safetensors").string()))});
    CHECK(drop(driver, classifier));
    CHECK(QTest::qWaitFor([&] { return driver.window().page() == Page::Predict && driver.messages().cause().isEmpty(); }, kPatience));
    CHECK(QTest::qWaitFor([&] { return driver.the<ui::PredictPage>().openedModel().contains(QStringLiteral("classifier-safetensors")); }, kPatience));
    CHECK(driver.the<ui::TrainPage>().isTraining());
}

TEST_CASE("A file that does not exist is named in the message bar")
{
    WindowDriver driver;
    driver.window().open(QStringLiteral("/nowhere/at all.csv"));
    CHECK(driver.messages().cause() == QStringLiteral("/nowhere/at all.csv does not exist."));
    CHECK(driver.window().page() == Page::Start);
}

TEST_CASE("A folder is opened on the page that it is for")
{
    WindowDriver driver;
    SECTION("one that can classify, on Predict")
    {
        driver.window().open(QString::fromStdString((dataDirectory() / "classifier-safetensors").string()));
        CHECK(QTest::qWaitFor([&] { return driver.window().page() == Page::Predict; }, kPatience));
    }
    SECTION("one to train, on Model")
    {
        driver.window().open(QString::fromStdString((dataDirectory() / "no-pooler").string()));
        CHECK(QTest::qWaitFor([&] { return driver.window().page() == Page::Model; }, kPatience));
    }
    SECTION("anything else stays where it was and says why")
    {
        driver.window().open(QString::fromStdString(dataDirectory().string()));
        CHECK(QTest::qWaitFor([&] { return !driver.messages().cause().isEmpty(); }, kPatience));
        CHECK(driver.window().page() == Page::Start);
    }
}

TEST_CASE("One local file or folder can be dropped, nothing else")
{
    QMimeData one, two, web, words;
    one.setUrls({QUrl::fromLocalFile(QStringLiteral("/a b.csv"))});
    two.setUrls({QUrl::fromLocalFile(QStringLiteral("/a.csv")), QUrl::fromLocalFile(QStringLiteral("/b.csv"))});
    web.setUrls({QUrl(QStringLiteral("https://example.org/a.csv"))});
    words.setText(QStringLiteral("/a.csv"));
    CHECK(ui::Opener::pathOf(&one) == QStringLiteral("/a b.csv"));
    CHECK(ui::Opener::pathOf(&two).isEmpty());
    CHECK(ui::Opener::pathOf(&web).isEmpty());
    CHECK(ui::Opener::pathOf(&words).isEmpty());
}

TEST_CASE("What is dropped on the window is opened on the page that it is for; words are not taken")
{
    WindowDriver driver;
    QMimeData words, file, folder;
    words.setText(QStringLiteral("/a.csv"));
    CHECK_FALSE(drop(driver, words));
    CHECK(driver.window().page() == Page::Start);

    file.setUrls({QUrl::fromLocalFile(QString::fromStdString(driver.writeReviews().string()))});
    CHECK(drop(driver, file));
    CHECK(driver.window().page() == Page::Data);
    CHECK(QTest::qWaitFor([&] { return driver.the<ui::DataPage>().selection().ready(); }, kPatience));

    const auto checkpoint = dataDirectory() / "no-pooler";
    folder.setUrls({QUrl::fromLocalFile(QString::fromStdString(checkpoint.string()))});
    CHECK(drop(driver, folder));
    CHECK(QTest::qWaitFor([&] { return driver.window().page() == Page::Model; }, kPatience));
    CHECK(QTest::qWaitFor(
        [&] {
            const auto chosen = driver.the<ui::ModelPage>().chosen();
            return chosen && chosen->directory == checkpoint;
        },
        kPatience));
}

TEST_CASE("The menus stand in the order that desktops have them")
{
    WindowDriver driver;
    QStringList names;
    for (const QAction* action : driver.window().menuBar()->actions())
        names.append(action->text().remove(QLatin1Char('&')));
    CHECK(names.join(QLatin1Char(' ')) == QStringLiteral("File Edit View Dataset Model Training Window Help"));
}
