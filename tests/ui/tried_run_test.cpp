#include "tests/support/catch.h"
#include "tests/support/reference.h"
#include "tests/ui/window_driver.h"
#include "ui/prediction/source_box.h"
#include "ui/training/train_page.h"

#include <QPushButton>

using namespace attune;
using namespace attune::test;

TEST_CASE("What is tried from the Train page is the run shown there, whatever model was open before")
{
    WindowDriver driver({.steps = 60, .evalSteps = 30, .stepTime = std::chrono::milliseconds(20)});
    const auto opened = QString::fromStdString((dataDirectory() / "classifier-safetensors").string());
    driver.window().open(opened);
    auto& sources = driver.the<ui::SourceBox>();
    REQUIRE(QTest::qWaitFor([&] { return sources.source().directory == opened; }, 10'000));
    driver.startTraining();
    auto* button = driver.the<ui::TrainPage>().findChild<QPushButton*>(QStringLiteral("predictMeanwhile"));
    REQUIRE(QTest::qWaitFor([&] { return button->isVisibleTo(&driver.window()); }, 10'000));
    CHECK(sources.source().directory == opened);
    button->click();
    CHECK(driver.window().page() == ui::MainWindow::Page::Predict);
    CHECK(sources.source().kind == ui::PredictionSource::Kind::InTraining);
    REQUIRE(QTest::qWaitFor([&] { return !driver.the<ui::TrainPage>().isTraining(); }, 10'000));
    REQUIRE(sources.choose(opened));
    button->click();
    CHECK(sources.source().kind == ui::PredictionSource::Kind::Checkpoint);
    CHECK(sources.currentText().startsWith(QStringLiteral("Run 1, best")));
}
