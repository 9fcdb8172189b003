#include "core/hub/places.h"
#include "tests/support/catch.h"
#include "tests/support/reference.h"
#include "tests/ui/window_driver.h"
#include "ui/checkpoint/model_page.h"
#include "ui/dataset/data_page.h"
#include "ui/dataset/length_chart.h"
#include "ui/frame/segmented_control.h"
#include "ui/training/number_box.h"
#include "ui/training/train_page.h"
#include "ui/training/training_settings.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>

using namespace attune;
using namespace attune::test;

namespace {

constexpr int kPatience = 10'000; // ms

/// A window with rows and a model that reads 512 tokens.
struct Lengths {
    Lengths()
    {
        driver.openReviews();
        choose(core::starterCheckpoint());
        REQUIRE(QTest::qWaitFor([&] { return chart().lengths() != nullptr; }, kPatience));
    }
    void choose(const std::filesystem::path& checkpoint)
    {
        auto& page = driver.the<ui::ModelPage>();
        page.open(QString::fromStdString(checkpoint.string()));
        REQUIRE(QTest::qWaitFor([&] { return page.chosen() && page.chosen()->directory == checkpoint; }, kPatience));
    }
    ui::LengthChart& chart() { return driver.the<ui::LengthChart>(); }
    QSpinBox& onData() { return *driver.the<ui::DataPage>().findChild<QSpinBox*>(QStringLiteral("data_max_seq_length")); }
    ui::NumberBox& onTrain() { return *driver.the<ui::TrainPage>().findChild<ui::NumberBox*>(QStringLiteral("max_seq_length")); }
    std::optional<int> chosenOnData() { return driver.the<ui::DataPage>().selection().maxLength; }
    std::optional<std::int64_t> trained() { return driver.the<ui::TrainPage>().options().maxSeqLength; }
    bool tells(const QString& words)
    {
        for (const auto* label : driver.the<ui::DataPage>().findChildren<QLabel*>())
            if (label->text().contains(words))
                return true;
        return false;
    }

    WindowDriver driver;
};

} // namespace

TEST_CASE("The maximum length is one: set on the Data page or on the Train page, it shows on both")
{
    Lengths lengths;
    lengths.onData().setValue(128);
    CHECK(lengths.trained() == 128);
    CHECK(lengths.tells(QStringLiteral("No text loses its end.")));

    auto& preset = *lengths.driver.the<ui::TrainingSettings>().findChild<ui::SegmentedControl*>(QStringLiteral("preset"));
    preset.setCurrent(1);
    preset.setCurrent(0); // Quick
    REQUIRE(lengths.trained() == 64);
    CHECK(lengths.chosenOnData() == 64);
    CHECK(lengths.onData().value() == 64);
    CHECK(lengths.chart().maximum() == 64);

    lengths.driver.window().showPage(ui::MainWindow::Page::Train);
    auto* typed = lengths.onTrain().findChild<QLineEdit*>();
    typed->setFocus();
    typed->selectAll();
    QTest::keyClicks(typed, QStringLiteral("5"));
    REQUIRE(lengths.trained() == 5);
    CHECK(lengths.onData().value() == 5);
    CHECK(lengths.chart().maximum() == 5);
    CHECK(lengths.tells(QStringLiteral("40 texts (100.0 %) lose their end.")));
    typed->selectAll();
    QTest::keyClicks(typed, QStringLiteral("2")); // cannot be used: what can stays there
    CHECK(lengths.onData().value() == 5);

    QTest::mouseClick(lengths.driver.the<ui::TrainingSettings>().findChild<QToolButton*>(QStringLiteral("resetSettings")), Qt::LeftButton);
    CHECK_FALSE(lengths.trained());
    CHECK_FALSE(lengths.chosenOnData());
    CHECK(lengths.chart().maximum() == core::maxSeqLengthFor(lengths.chart().lengths()->sorted, 512));
    CHECK(lengths.onData().value() == lengths.chart().maximum());
}

TEST_CASE("A maximum length that another model cannot read becomes the most that it can, on both pages, and Train can be pressed")
{
    Lengths lengths;
    lengths.driver.window().showPage(ui::MainWindow::Page::Train);
    auto* train = lengths.driver.the<ui::TrainPage>().findChild<QPushButton*>(QStringLiteral("train"));
    REQUIRE(QTest::qWaitFor([&] { return train->isEnabled(); }, kPatience));
    SECTION("chosen on the Data page") { lengths.onData().setValue(400); }
    SECTION("chosen on the Train page") { lengths.onTrain().setNumber(400); }
    REQUIRE(lengths.onData().value() == 400);
    REQUIRE(lengths.trained() == 400);
    lengths.choose(dataDirectory() / "training-plain");
    CHECK(lengths.onData().value() == 64);
    CHECK(lengths.chosenOnData() == 64);
    CHECK(lengths.trained() == 64);
    CHECK(lengths.driver.the<ui::TrainingSettings>().problem().isEmpty());
    CHECK(train->isEnabled());

    // What the Train page refuses is not shown as if it were used; a model that reads it takes it.
    lengths.onTrain().setNumber(200);
    CHECK_FALSE(train->isEnabled());
    CHECK(lengths.onData().value() == 64);
    lengths.choose(core::starterCheckpoint());
    CHECK(lengths.onData().value() == 200);
    CHECK(lengths.trained() == 200);
    CHECK(train->isEnabled());
}
