#include "tests/support/catch.h"
#include "tests/support/reference.h"
#include "tests/ui/interrupted_run.h"
#include "tests/ui/window_driver.h"
#include "ui/runs/run_list_model.h"
#include "ui/training/train_page.h"

#include <QPushButton>

#include <fstream>
#include <future>

using namespace attune;
using namespace attune::test;
using Page = ui::MainWindow::Page;

namespace {

constexpr int kPatience = 5000; // ms

/// With its data and its checkpoint.
void leaveInterrupted(const TemporaryDirectory& folder)
{
    std::ofstream data(folder / "reviews.csv");
    data << "review,sentiment\n";
    for (int i = 0; i < 20; ++i)
        data << "good number " << i << ",positive\nbad number " << i << ",negative\n";
    data.close();
    core::RunSources sources;
    sources.dataFile = folder / "reviews.csv";
    sources.checkpoint = folder / "training-plain";
    std::filesystem::copy(dataDirectory() / "training-plain", sources.checkpoint);
    sources.validationSplit = 0.1;
    attune::test::leaveInterrupted(sources);
}

} // namespace

TEST_CASE("A run that a crash interrupted is offered for resuming at the next start")
{
    const TemporaryDirectory folder;
    core::useRunsDirectory(folder / "runs");
    leaveInterrupted(folder);
    WindowDriver driver({.steps = 100000, .stepTime = std::chrono::milliseconds(5)});
    REQUIRE(QTest::qWaitFor([&] { return !driver.messages().cause().isEmpty(); }, kPatience));
    CHECK(driver.messages().cause() == QStringLiteral("Run 1 was interrupted: its program ended in the middle."));
    auto* resume = driver.messages().findChild<QPushButton*>(QStringLiteral("messageAction"));
    REQUIRE(resume->isVisible());
    CHECK(resume->text() == QStringLiteral("Resume"));
    QTest::mouseClick(resume, Qt::LeftButton);
    CHECK(driver.window().page() == Page::Train);
    CHECK(QTest::qWaitFor([&] { return driver.the<ui::TrainPage>().isTraining(); }, kPatience));
    core::useRunsDirectory({});
}

TEST_CASE("A run that was paused when the window was closed is offered for resuming at the next start")
{
    const TemporaryDirectory folder;
    core::useRunsDirectory(folder / "runs");
    leaveInterrupted(folder);
    auto run = nlohmann::ordered_json::parse(std::ifstream(folder / "runs" / "run-0001" / "run.json"));
    run["status"] = "paused";
    run["summary"]["steps"] = 12;
    std::ofstream(folder / "runs" / "run-0001" / "run.json") << run.dump();
    WindowDriver driver({.steps = 100000, .stepTime = std::chrono::milliseconds(5)});
    REQUIRE(QTest::qWaitFor([&] { return !driver.messages().cause().isEmpty(); }, kPatience));
    CHECK(driver.messages().cause() == QStringLiteral("Run 1 is paused at step 12."));
    auto* resume = driver.messages().findChild<QPushButton*>(QStringLiteral("messageAction"));
    REQUIRE(resume->isVisible());
    QTest::mouseClick(resume, Qt::LeftButton);
    CHECK(QTest::qWaitFor([&] { return driver.the<ui::TrainPage>().isTraining(); }, kPatience));
    core::useRunsDirectory({});
}

TEST_CASE("A message at the start puts the offer to resume off until it is dismissed")
{
    const TemporaryDirectory folder;
    core::useRunsDirectory(folder / "runs");
    leaveInterrupted(folder);
    FakeEngine engine;
    std::promise<void> loaded;
    WindowDriver driver{ui::ModelWorker::EngineLoader([&]() -> core::Engine& {
        loaded.get_future().wait();
        return engine;
    })};
    driver.window().open(QStringLiteral("/nowhere/at all.csv"));
    loaded.set_value();
    const QString missing = QStringLiteral("/nowhere/at all.csv does not exist.");
    REQUIRE(driver.messages().cause() == missing);
    REQUIRE(QTest::qWaitFor([&] { return driver.the<ui::TrainPage>().engineReady() && !driver.the<ui::RunListModel>().entries().empty(); }, kPatience));
    QTest::qWait(50);
    CHECK(driver.messages().cause() == missing);
    driver.messages().dismiss();
    CHECK(QTest::qWaitFor([&] { return driver.messages().cause().startsWith(QStringLiteral("Run 1 was interrupted")); }, kPatience));

    // What takes its place does not answer it.
    driver.window().open(QStringLiteral("/nowhere/at all.csv"));
    REQUIRE(driver.messages().cause() == missing);
    QTest::qWait(50);
    CHECK(driver.messages().cause() == missing);
    driver.messages().dismiss();
    REQUIRE(QTest::qWaitFor([&] { return driver.messages().cause().startsWith(QStringLiteral("Run 1 was interrupted")); }, kPatience));
    auto* resume = driver.messages().findChild<QPushButton*>(QStringLiteral("messageAction"));
    CHECK(resume->isVisible());
    CHECK(resume->text() == QStringLiteral("Resume"));

    // It is answered once, and not offered again.
    driver.messages().dismiss();
    QTest::qWait(50);
    CHECK(driver.messages().cause().isEmpty());
    core::useRunsDirectory({});
}

TEST_CASE("A run without a model is offered for resuming when it is opened, instead of being refused")
{
    const TemporaryDirectory folder;
    core::useRunsDirectory(folder / "elsewhere"); // the list does not know it
    leaveInterrupted(folder);
    const auto run = folder / "elsewhere" / "run-0001";
    core::useRunsDirectory(folder / "runs");
    WindowDriver driver({.steps = 100000, .stepTime = std::chrono::milliseconds(5)});
    REQUIRE(QTest::qWaitFor([&] { return driver.the<ui::TrainPage>().engineReady(); }, kPatience));
    driver.window().open(QString::fromStdString(run.string()));
    REQUIRE(QTest::qWaitFor([&] { return !driver.messages().cause().isEmpty(); }, kPatience));
    CHECK(driver.messages().cause() == QStringLiteral("Run 1 has no model yet: it ended before its first validation."));
    CHECK(driver.messages().level() == ui::MessageBar::Level::Warning);
    CHECK(driver.window().page() == Page::Train);
    auto* resume = driver.messages().findChild<QPushButton*>(QStringLiteral("messageAction"));
    SECTION("and goes on")
    {
        REQUIRE(resume->isVisible());
        QTest::mouseClick(resume, Qt::LeftButton);
        CHECK(QTest::qWaitFor([&] { return driver.the<ui::TrainPage>().isTraining(); }, kPatience));
    }
    SECTION("and goes on by the page's own button, which answers the offer")
    {
        auto* button = driver.the<ui::TrainPage>().findChild<QPushButton*>(QStringLiteral("resume"));
        REQUIRE(button->isVisible());
        QTest::mouseClick(button, Qt::LeftButton);
        CHECK(QTest::qWaitFor([&] { return driver.the<ui::TrainPage>().isTraining(); }, kPatience));
        CHECK(driver.messages().cause().isEmpty());
    }
    SECTION("and where nothing was saved and it cannot begin anew, that is said")
    {
        std::filesystem::remove_all(run / "checkpoint");
        std::filesystem::remove_all(folder / "training-plain");
        driver.window().open(QString::fromStdString(run.string()));
        CHECK(QTest::qWaitFor([&] { return !resume->isVisible() && driver.messages().cause().startsWith(QStringLiteral("Run 1 has no model")); },
            kPatience));
        CHECK_FALSE(driver.the<ui::TrainPage>().findChild<QPushButton*>(QStringLiteral("resume"))->isVisible());
    }
    core::useRunsDirectory({});
}

TEST_CASE("Where no run was interrupted, nothing is offered")
{
    const TemporaryDirectory folder;
    core::useRunsDirectory(folder / "runs");
    WindowDriver driver;
    QTest::qWait(500);
    CHECK(driver.messages().cause().isEmpty());
    core::useRunsDirectory({});
}
