#include "tests/ui/shown_model_page.h"
#include "ui/checkpoint/memory_pane.h"
#include "ui/checkpoint/time_chart.h"
#include "ui/note.h"

using namespace attune;
using namespace attune::test;
using namespace attune::ui;

namespace {

core::RuntimeReport processor()
{
    core::RuntimeReport runtime;
    runtime.devices = {{"cpu", "a processor", 0, 0, {core::Precision::Fp32}}};
    runtime.chosenDevice = "cpu";
    return runtime;
}

/// An engine on a processor is there, and data, and this checkpoint is asked about.
core::CheckpointSummary askFor(Forecaster& forecaster)
{
    forecaster.setRuntime(processor());
    forecaster.setData(someData());
    auto summary = summaryOf("classifier-safetensors");
    forecaster.want(summary);
    return summary;
}

} // namespace

TEST_CASE("The card forecasts memory and time for the data that are open, once the engine has measured")
{
    ShownModelPage shown;
    shown.open(checkpoint("classifier-safetensors"));
    CHECK(shown.shows(QStringLiteral("Once a data file is open")));
    auto* forecaster = shown.page.forecaster();
    QSignalSpy wanted(forecaster, &Forecaster::speedWanted);
    shown.page.setData(someData());
    const auto directory = test::dataDirectory() / "classifier-safetensors";
    REQUIRE(QTest::qWaitFor([&] { return forecaster->of(directory) != nullptr; }, 10'000));
    CHECK(shown.shows(QStringLiteral("Memory while training")));
    CHECK_FALSE(forecaster->of(directory)->seconds);
    CHECK(wanted.isEmpty()); // there is no engine yet

    forecaster->setRuntime(processor());
    REQUIRE(wanted.count() >= 1);
    for (const auto& question : wanted)
        forecaster->takeSpeed(question[0].toULongLong(), {core::Precision::Fp32, 1e6, 1e6});
    REQUIRE(forecaster->of(directory)->seconds);
    CHECK(*forecaster->of(directory)->seconds > 0);
    CHECK(shown.shows(QStringLiteral("4 epochs, 8 steps"))); // 36 rows in batches of 32
    CHECK(shown.shows(QStringLiteral("Learning rate 3e-4, batch 32, 4 epochs, %1 tokens, fp32.").arg(forecaster->of(directory)->maxLength)));
    const auto index = shown.model()->find(directory);
    CHECK_FALSE(index.data(CheckpointModel::TimeRole).toString().isEmpty());
    CHECK(shown.page.findChild<MemoryPane*>()->total().contains(QStringLiteral(" free")));
    CHECK(shown.page.findChild<TimeChart*>()->accessibleName().contains(QStringLiteral("classifier-safetensors: ")));

    shown.page.setData({});
    CHECK(shown.shows(QStringLiteral("Once a data file is open")));
    CHECK(forecaster->of(directory) == nullptr);
}

TEST_CASE("Nothing is measured while a training goes on, and it is asked for afterwards")
{
    Forecaster forecaster;
    QSignalSpy wanted(&forecaster, &Forecaster::speedWanted);
    forecaster.setBusy(true);
    const auto summary = askFor(forecaster);
    REQUIRE(QTest::qWaitFor([&] { return forecaster.of(summary.directory) != nullptr; }, 10'000));
    CHECK(wanted.isEmpty());
    forecaster.setBusy(false);
    CHECK(wanted.count() == 1);
    forecaster.setBusy(false);
    CHECK(wanted.count() == 1); // that one is on its way
}

TEST_CASE("A speed that was measured at a busy moment is measured again after a training")
{
    Forecaster forecaster;
    QSignalSpy wanted(&forecaster, &Forecaster::speedWanted);
    const auto summary = askFor(forecaster);
    REQUIRE(QTest::qWaitFor([&] { return wanted.count() == 1; }, 10'000));
    forecaster.takeSpeed(wanted[0][0].toULongLong(), {core::Precision::Fp32, 1e3, 1e3});
    REQUIRE(forecaster.of(summary.directory)->seconds);
    const double slow = *forecaster.of(summary.directory)->seconds;
    forecaster.setBusy(true);
    CHECK(wanted.count() == 1); // not while it trains
    CHECK(forecaster.of(summary.directory)->seconds == slow);
    forecaster.setBusy(false);
    REQUIRE(wanted.count() == 2);
    forecaster.takeSpeed(wanted[1][0].toULongLong(), {core::Precision::Fp32, 1e6, 1e6});
    REQUIRE(forecaster.of(summary.directory)->seconds);
    CHECK(*forecaster.of(summary.directory)->seconds < slow / 100);
    forecaster.setBusy(false);
    CHECK(wanted.count() == 2); // no training came between
}
