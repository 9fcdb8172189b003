#include "core/hub/places.h"
#include "core/runs/run_directory.h"
#include "tests/support/catch.h"
#include "tests/support/reference.h"
#include "tests/ui/window_driver.h"
#include "ui/dataset/data_page.h"
#include "ui/frame/chip.h"
#include "ui/frame/recent_items.h"
#include "ui/runs/run_list_model.h"
#include "ui/stale_note.h"
#include "ui/training/train_page.h"
#include "ui/training/training_settings.h"
#include "ui/words.h"

#include <QLabel>
#include <QPushButton>

#include <algorithm>
#include <fstream>

using namespace attune;
using namespace attune::test;
using namespace std::chrono_literals;

namespace {

constexpr int kPatience = 10'000; // ms

/// A window that shows reviews, and a run on the disk that learned from pairs of texts with other options.
struct OtherRun {
    explicit OtherRun(FakeBehaviour behaviour = {.steps = 100'000, .stepTime = 5ms})
    {
        core::useRunsDirectory(folder / "runs");
        std::ofstream data(pairs());
        data << "premise,hypothesis,verdict\n";
        for (int i = 0; i < 20; ++i)
            data << "it rains on day " << i << ",it is wet,yes\nthe sun shines on day " << i << ",it is night,no\n";
        data.close();
        core::RunSources sources;
        sources.dataFile = pairs();
        sources.checkpoint = dataDirectory() / "training-plain";
        sources.textColumn = "premise";
        sources.textPairColumn = "hypothesis";
        sources.labelColumn = "verdict";
        sources.columnsComplete = true;
        sources.validationSplit = 0.1;
        sources.splitSeed = 42;
        core::TrainingOptions options;
        options.learningRate = 3e-4;
        core::TrainingPlan plan;
        plan.totalSteps = 40;
        plan.stepsPerEpoch = 10;
        plan.labels = {"no", "yes"};
        directory = core::nextRunDirectory();
        core::RunDirectory(directory, options, sources, plan); // its program ends at once
        std::filesystem::create_directories(directory / "checkpoint");
        std::ofstream(directory / "checkpoint" / "state-0.safetensors") << "state";

        driver.emplace(behaviour);
        REQUIRE(QTest::qWaitFor([&] { return train().engineReady() && entry(); }, kPatience));
        driver->messages().dismiss(); // which offers to resume it
        driver->openReviews();
        driver->chooseModel();
        settings().field("learning_rate").setValue(2e-5);
    }
    ~OtherRun()
    {
        driver.reset();
        core::useRunsDirectory({});
    }
    std::filesystem::path pairs() const { return folder / "pairs.csv"; }
    const ui::RunEntry* entry() { return driver->the<ui::RunListModel>().entry(directory); }
    ui::TrainPage& train() { return driver->the<ui::TrainPage>(); }
    ui::TrainingSettings& settings() { return driver->the<ui::TrainingSettings>(); }
    bool says(const QString& words)
    {
        const auto labels = train().findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(), [&](const QLabel* label) { return label->isVisible() && label->text() == words; });
    }
    bool comesTo(ui::RunPhase phase)
    {
        return QTest::qWaitFor([&] { return train().phase() == phase; }, kPatience);
    }

    TemporaryDirectory folder;
    std::filesystem::path directory;
    std::optional<WindowDriver> driver;
};

} // namespace

TEST_CASE("A run that goes on is told of by its own data, and leaves the settings of the next one alone")
{
    OtherRun other;
    auto& window = other.driver->window();
    const ui::RunEntry run(*other.entry());
    other.train().resumeRun(run);
    REQUIRE(other.comesTo(ui::RunPhase::Training));
    CHECK(window.windowTitle() == QStringLiteral("Run 1 on pairs.csv — Attune"));
    CHECK(other.train().options().learningRate == 3e-4);
    window.showPage(ui::MainWindow::Page::Predict);
    CHECK(window.findChild<QWidget*>(QStringLiteral("secondText"))->isVisible());

    other.train().stop();
    REQUIRE(other.comesTo(ui::RunPhase::Ended));
    CHECK(window.windowTitle() == QStringLiteral("reviews.csv — Attune"));
    CHECK(other.train().options().learningRate == 2e-5);
    const auto recent = ui::RecentItems().items();
    const auto listed = std::find_if(recent.begin(), recent.end(), [&](const auto& item) { return item.path == ui::fromPath(other.directory); });
    REQUIRE(listed != recent.end());
    CHECK(listed->facts == QStringLiteral("training-plain on pairs.csv"));
    const auto* note = other.train().findChild<ui::StaleNote*>();
    CHECK(note->isVisibleTo(&other.train()));
    CHECK(note->detail().contains(QStringLiteral("Other data are shown on the Data page now: the file, columns.")));
}

TEST_CASE("A run that is stopped before it has gone on stands as it stood, is told to be saved, and can go on")
{
    OtherRun other({.steps = 100'000, .stepTime = 5ms, .preparationTime = 60s});
    auto* resume = other.train().findChild<QPushButton*>(QStringLiteral("resume"));
    const ui::RunEntry run(*other.entry());
    other.driver->window().showPage(ui::MainWindow::Page::Train);
    other.train().resumeRun(run);
    REQUIRE(other.comesTo(ui::RunPhase::Preparing));
    CHECK_FALSE(resume->isVisible());
    other.train().stop();
    REQUIRE(QTest::qWaitFor([&] { return !other.train().isTraining(); }, kPatience));
    CHECK(other.driver->messages().cause() == QStringLiteral("The training was stopped before it went on."));
    const auto words = other.driver->messages().findChildren<QLabel*>();
    CHECK(std::any_of(words.begin(), words.end(), [](const QLabel* label) { return label->text().contains(QStringLiteral("is saved")); }));
    CHECK(other.says(QStringLiteral("Run 1")));
    CHECK_FALSE(other.says(QStringLiteral("New run")));
    CHECK(other.train().findChild<ui::Chip*>()->text() == QStringLiteral("Interrupted"));
    CHECK(other.train().options().learningRate == 2e-5); // those of the next run again
    REQUIRE(resume->isVisible());

    other.driver->engine().behaviour.preparationTime = 0s;
    QTest::mouseClick(resume, Qt::LeftButton);
    REQUIRE(other.comesTo(ui::RunPhase::Training));
    CHECK(other.train().options().learningRate == 3e-4);
    CHECK_FALSE(resume->isVisible());
    CHECK(other.driver->messages().cause().isEmpty());
}

TEST_CASE("A run that is opened again is marked where its data or options are not those that are shown")
{
    OtherRun other;
    const ui::RunEntry run(*other.entry());
    other.driver->window().showPage(ui::MainWindow::Page::Train);
    other.train().showRun(run);
    const auto* note = other.train().findChild<ui::StaleNote*>();
    REQUIRE(note->isVisible());
    CHECK(note->detail().contains(QStringLiteral("Other data are shown")));
    CHECK(note->detail().contains(QStringLiteral("Learning rate")));

    auto& page = other.driver->the<ui::DataPage>();
    page.open(ui::fromPath(other.pairs()));
    REQUIRE(QTest::qWaitFor([&] { return page.selection().ready() && page.selection().table->file == other.pairs(); }, kPatience));
    CHECK_FALSE(note->detail().contains(QStringLiteral("Other data are shown")));
    CHECK(note->detail().contains(QStringLiteral("Learning rate")));
    auto options = run.saved.options;
    options.device = other.train().options().device;
    other.train().setOptions(options);
    CHECK_FALSE(note->isVisible());
}
