#include "tests/support/catch.h"
#include "tests/ui/fake_engine.h"
#include "tests/ui/window_driver.h"
#include "ui/comparing/comparison_desk.h"
#include "ui/comparing/comparison_view.h"
#include "ui/frame/segmented_control.h"
#include "ui/model_thread.h"
#include "ui/prediction/predict_page.h"
#include "ui/prediction/sentence_field.h"
#include "ui/training/train_page.h"

#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace attune;
using namespace attune::test;
using namespace std::chrono_literals;
using Kind = ui::PredictionSource::Kind;

namespace {

constexpr int kPatience = 5000; // ms

using Comparison = std::shared_ptr<const ui::ModelComparison>;

struct Thread {
    explicit Thread(FakeBehaviour behaviour = {})
        : engine(behaviour)
        , thread([this]() -> core::Engine& { return engine; })
        , compared(thread.worker()->comparer(), &ui::ModelComparer::compared)
        , failed(thread.worker()->comparer(), &ui::ModelComparer::failed)
    {
        thread.start();
    }
    bool arrives(QSignalSpy& spy, int count = 1)
    {
        return QTest::qWaitFor([&] { return spy.count() >= count; }, kPatience);
    }

    FakeEngine engine;
    ui::ModelThread thread;
    QSignalSpy compared, failed;
};

ui::ComparisonJob beforeAndAfter(const char* text = "good film")
{
    const ui::PredictionSource run{Kind::Checkpoint, QStringLiteral("/runs/a")};
    return {run, {run, true}, {QString::fromLatin1(text)}};
}

void type(ui::PredictPage& page, const char* text)
{
    auto* field = page.findChild<ui::SentenceField*>();
    field->clear();
    QTest::keyClicks(field, QString::fromLatin1(text));
    QTest::keyClick(field, Qt::Key_Return);
}

/// The text of the newest evaluation that examined one.
std::string lastExamined(const FakeEngine& engine)
{
    const auto texts = engine.examinedTexts();
    return texts.empty() ? std::string() : texts.back();
}

} // namespace

TEST_CASE("Both models answer one text, and what changed is computed beside them")
{
    Thread t;
    t.thread.compare(1, beforeAndAfter());
    REQUIRE(t.arrives(t.compared));
    CHECK(t.compared[0][0].toULongLong() == 1);
    const auto comparison = t.compared[0][1].value<Comparison>();
    CHECK(comparison->before.prediction->probabilities == std::vector<float>{0.5F, 0.5F});
    CHECK(comparison->after.prediction->probabilities == std::vector<float>{0.25F, 0.75F});
    REQUIRE(comparison->change);
    const core::AttentionChoice head{core::AttentionChoice::Reading::One, 0, 0, false, true};
    const std::vector<float> difference = ui::readComparison(*comparison, head).difference;
    CHECK(difference[1 * 4 + 1] == Approx(0.25 - 1).margin(2e-5));
    CHECK(difference[1 * 4 + 2] == Approx(0.25).margin(2e-5));
    CHECK(ui::largestDifference(*comparison, head) == Approx(0.75).margin(2e-5));
}

TEST_CASE("The second model stays open while one types, until another one, or none, is wanted")
{
    Thread t({.answerTime = 20ms});
    t.thread.compare(1, beforeAndAfter("good"));
    REQUIRE(t.arrives(t.compared));
    for (quint64 id = 2; id <= 6; ++id)
        t.thread.compare(id, beforeAndAfter("good film"));
    REQUIRE(QTest::qWaitFor([&] { return !t.compared.isEmpty() && t.compared.last()[0].toULongLong() == 6; }, kPatience));
    CHECK(t.compared.size() < 6); // those that others overtook were not answered
    CHECK(t.engine.beforesOpened == 1);
    auto other = beforeAndAfter();
    other.other = {{Kind::Checkpoint, QStringLiteral("/runs/b")}};
    t.thread.compare(7, other);
    t.thread.releaseComparison();
    t.thread.compare(8, beforeAndAfter());
    REQUIRE(QTest::qWaitFor([&] { return t.compared.last()[0].toULongLong() == 8; }, kPatience));
    CHECK(t.engine.beforesOpened == 2);
}

TEST_CASE("A model that cannot be opened to compare with is told, and so is a training that has ended")
{
    Thread t({.opensClassifiers = false});
    t.thread.compare(1, beforeAndAfter());
    REQUIRE(t.arrives(t.failed));
    CHECK(t.failed[0][1].value<ui::Failure>().cause == QStringLiteral("The run /runs/a has no trained model yet."));
    auto inTraining = beforeAndAfter();
    inTraining.other = {{Kind::InTraining, {}}};
    t.thread.compare(2, inTraining);
    REQUIRE(t.arrives(t.failed, 2));
    CHECK(t.failed[1][1].value<ui::Failure>().cause.startsWith(QStringLiteral("The training has ended")));
}

TEST_CASE("The sentence typed is examined at each evaluation, a changed one from the next on, and none where none stands there")
{
    WindowDriver driver({.steps = 100'000, .evalSteps = 2, .stepTime = 5ms});
    driver.openReviews();
    driver.chooseModel();
    driver.startTraining();
    REQUIRE(QTest::qWaitFor([&] { return driver.engine().stepsMade > 6; }, kPatience));
    CHECK(driver.engine().examinedTexts().empty());

    auto& page = driver.the<ui::PredictPage>();
    driver.window().showPage(ui::MainWindow::Page::Predict);
    type(page, "a good film");
    CHECK(QTest::qWaitFor([&] { return lastExamined(driver.engine()) == "a good film"; }, kPatience));
    type(page, "a bad film");
    CHECK(QTest::qWaitFor([&] { return lastExamined(driver.engine()) == "a bad film"; }, kPatience));

    // A pause and its end change nothing about it.
    auto& train = driver.the<ui::TrainPage>();
    train.pause();
    REQUIRE(QTest::qWaitFor([&] { return train.isPaused(); }, kPatience));
    const auto before = driver.engine().examinedTexts().size();
    train.resume();
    CHECK(QTest::qWaitFor([&] { return driver.engine().examinedTexts().size() > before; }, kPatience));
    CHECK(lastExamined(driver.engine()) == "a bad film");

    type(page, "");
    const int stepsThen = driver.engine().stepsMade;
    REQUIRE(QTest::qWaitFor([&] { return driver.engine().stepsMade > stepsThen + 4; }, kPatience));
    const auto examined = driver.engine().examinedTexts().size();
    const int steps = driver.engine().stepsMade;
    REQUIRE(QTest::qWaitFor([&] { return driver.engine().stepsMade > steps + 4; }, kPatience));
    CHECK(driver.engine().examinedTexts().size() == examined);
    train.stop();
    REQUIRE(QTest::qWaitFor([&] { return !train.isTraining(); }, kPatience));
}

TEST_CASE("While a model trains it is compared with its own best, in the window")
{
    WindowDriver driver({.steps = 100'000, .evalSteps = 2, .stepTime = 2ms});
    driver.openReviews();
    driver.chooseModel();
    driver.startTraining();
    auto& page = driver.the<ui::PredictPage>();
    driver.window().showPage(ui::MainWindow::Page::Predict);
    auto& box = *page.comparisons()->box();
    REQUIRE(QTest::qWaitFor([&] { return page.source().kind == Kind::InTraining && box.count() > 3; }, kPatience));
    type(page, "a good film");
    const auto choose = [&](const char* text) {
        const int index = box.findText(QString::fromLatin1(text));
        REQUIRE(index >= 0);
        box.setCurrentIndex(index);
        Q_EMIT box.activated(index);
    };
    auto& view = *page.findChild<ui::ComparisonView*>(QStringLiteral("sideBySide"));
    choose("Before fine-tuning");
    REQUIRE(QTest::qWaitFor([&] { return view.isVisible() && view.comparison(); }, kPatience));
    CHECK(view.comparison()->before.prediction->probabilities == std::vector<float>{0.5F, 0.5F});
    choose("Best so far");
    REQUIRE(QTest::qWaitFor([&] { return view.comparison()->before.prediction->probabilities == std::vector<float>{0.25F, 0.75F}; }, kPatience));
    CHECK(driver.the<ui::TrainPage>().isTraining());
    driver.the<ui::TrainPage>().stop();
    REQUIRE(QTest::qWaitFor([&] { return !driver.the<ui::TrainPage>().isTraining(); }, kPatience));
}
