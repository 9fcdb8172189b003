// What a person sees of an engine in trouble, on the widgets of the whole window.

#include "tests/support/catch.h"
#include "tests/ui/window_driver.h"
#include "ui/note.h"
#include "ui/plotting/chart.h"
#include "ui/plotting/chart_pane.h"
#include "ui/training/run_charts.h"
#include "ui/training/train_page.h"

#include <QLabel>
#include <QPushButton>

using namespace attune;
using namespace attune::test;
using namespace std::chrono_literals;

namespace {

constexpr int kPatience = 5000; // ms

/// A training in trouble, and what the window shows of it.
struct Trouble {
    explicit Trouble(FakeBehaviour behaviour)
        : driver(behaviour)
    {
        driver.startTraining();
    }
    ui::TrainPage& page() { return driver.the<ui::TrainPage>(); }
    ui::RunCharts& charts() { return driver.the<ui::RunCharts>(); }
    bool comesTo(ui::RunPhase phase)
    {
        return QTest::qWaitFor([&] { return page().phase() == phase; }, kPatience);
    }
    /// The sentence in the box above the charts, empty where none is to be seen.
    QString note()
    {
        for (const auto* note : page().findChildren<ui::Note*>())
            if (note->isVisible() && note->text().contains(QStringLiteral("tokens at once")))
                return note->text();
        return {};
    }
    QString messageBar()
    {
        QString words;
        for (const auto* label : driver.messages().findChildren<QLabel*>())
            if (label->isVisible())
                words += label->text();
        return words;
    }
    void press(const char* button)
    {
        auto* found = page().findChild<QPushButton*>(QString::fromLatin1(button));
        REQUIRE(found);
        REQUIRE(found->isVisible());
        REQUIRE(found->isEnabled());
        QTest::mouseClick(found, Qt::LeftButton);
    }
    /// The steps that the loss curve has points for.
    std::vector<double> drawn()
    {
        charts().showNow();
        charts().lossPane()->chart()->replotNow();
        std::vector<double> steps;
        for (const QCPGraphData& point : *charts().lossLines().raw->data())
            steps.push_back(point.key);
        return steps;
    }

    WindowDriver driver;
};

std::vector<double> stepsUpTo(int last)
{
    std::vector<double> steps;
    for (int step = 1; step <= last; ++step)
        steps.push_back(step);
    return steps;
}

} // namespace

TEST_CASE("Where memory runs short the training goes on in smaller pieces, and the page says so")
{
    Trouble trouble({.steps = 60, .evalSteps = 20, .stepTime = 10ms, .shortMemoryStep = 5, .microBatchTokens = 4096, .longestText = 512});
    REQUIRE(QTest::qWaitFor([&] { return trouble.driver.engine().stepsMade > 12; }, kPatience));
    CHECK(trouble.page().phase() == ui::RunPhase::Training); // nobody had to do anything
    // 1,024 fit: it was halved twice.
    CHECK(trouble.note()
        == QStringLiteral("There is not enough memory for 2048 tokens at once: the training goes on with 1024, and the step is computed again."));
    CHECK(trouble.driver.messages().cause().isEmpty());

    REQUIRE(trouble.comesTo(ui::RunPhase::Ended));
    CHECK(trouble.drawn() == stepsUpTo(60)); // each step once, as if nothing had been
    CHECK(trouble.charts().history().evaluations().size() == 3);
}

TEST_CASE("Where not even one text fits into memory the run waits, with the way out in the message bar")
{
    Trouble trouble({.steps = 60, .evalSteps = 2, .stepTime = 5ms, .shortMemoryStep = 5, .microBatchTokens = 4096, .longestText = 2048});
    REQUIRE(trouble.comesTo(ui::RunPhase::Paused));
    CHECK(trouble.driver.messages().isVisible());
    CHECK(trouble.driver.messages().level() == ui::MessageBar::Level::Error);
    CHECK(trouble.driver.messages().cause()
        == QStringLiteral("There is not enough memory for 2048 tokens at once, and a single text may have as many."));
    for (const char* words : {"Close other programs, or stop and train again", "nothing is lost", "press Continue"}) {
        CAPTURE(words);
        CHECK(trouble.messageBar().contains(QLatin1String(words)));
    }
    CHECK(trouble.drawn() == stepsUpTo(4)); // what was made stays in sight
    CHECK(trouble.driver.engine().sessionAlive);

    SECTION("until there is room")
    {
        trouble.press("resume");
        REQUIRE(QTest::qWaitFor([&] { return !trouble.driver.messages().cause().isEmpty() && trouble.page().phase() == ui::RunPhase::Paused; }, kPatience));
        CHECK(trouble.driver.engine().stepsMade == 4); // there was none yet
        trouble.driver.engine().tokensThatFit = 2048;
        trouble.press("resume");
        REQUIRE(trouble.comesTo(ui::RunPhase::Ended));
        CHECK(trouble.driver.messages().cause().isEmpty());
        CHECK(trouble.drawn() == stepsUpTo(60));
    }
    SECTION("or is stopped, and keeps the best")
    {
        trouble.press("stop");
        REQUIRE(trouble.comesTo(ui::RunPhase::Ended));
        REQUIRE(trouble.charts().history().best());
        CHECK(trouble.charts().history().best()->step == 4);
        CHECK_FALSE(trouble.driver.engine().sessionAlive);
    }
}

TEST_CASE("A full disk is told in the message bar, and the training goes on once there is room")
{
    Trouble trouble({.steps = 8, .stepTime = 5ms, .fullDiskStep = 3});
    REQUIRE(trouble.comesTo(ui::RunPhase::Paused));
    CHECK(trouble.driver.messages().cause().contains(QStringLiteral("No space left on device")));
    trouble.driver.engine().diskIsFull = false;
    trouble.press("resume");
    REQUIRE(trouble.comesTo(ui::RunPhase::Ended));
    CHECK(trouble.driver.messages().cause().isEmpty());
    CHECK(trouble.drawn() == stepsUpTo(8));
}

TEST_CASE("A loss that is no number ends the training, with its mark on the chart, the way out in the message bar and Train ready again")
{
    Trouble trouble({.steps = 60, .evalSteps = 2, .stepTime = 5ms, .failingStep = 6});
    REQUIRE(trouble.comesTo(ui::RunPhase::Failed));
    CHECK(trouble.driver.messages().cause() == QStringLiteral("The loss is no longer a number at step 6."));
    CHECK(trouble.messageBar().contains(QStringLiteral("Use a smaller learning rate.")));
    CHECK(trouble.drawn() == stepsUpTo(5));
    const auto& facts = trouble.charts().lossPane()->chart()->facts();
    CHECK(facts.failure == 6.0);
    CHECK(facts.failureLabel == QStringLiteral("NaN"));
    CHECK_FALSE(trouble.driver.engine().sessionAlive);

    trouble.driver.engine().behaviour.failingStep.reset(); // the engine's thread is idle now
    trouble.press("train");
    REQUIRE(trouble.comesTo(ui::RunPhase::Ended));
    CHECK(trouble.driver.messages().cause().isEmpty());
    CHECK(trouble.drawn() == stepsUpTo(60));
}
