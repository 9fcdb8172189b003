#include "core/engine/loader.h"
#include "core/hub/places.h"
#include "tests/support/catch.h"
#include "tests/ui/window_driver.h"
#include "ui/frame/preferences_dialog.h"
#include "ui/training/train_page.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>

using namespace attune;
namespace settings = attune::ui::settings;

namespace {

struct CleanSettings {
    CleanSettings() { QSettings().clear(); }
    ~CleanSettings()
    {
        QSettings().clear();
        core::useRunsDirectory({});
    }
};

} // namespace

TEST_CASE("Preferences are kept when they are saved, and only then")
{
    const CleanSettings clean;
    test::FakeEngine engine;
    const auto runtime = engine.runtime();
    {
        ui::PreferencesDialog dialog(&runtime);
        dialog.findChild<QSpinBox*>()->setValue(1);
        dialog.reject();
    }
    CHECK(settings::threads() == settings::Threads{});

    ui::PreferencesDialog dialog(&runtime);
    QSignalSpy saved(&dialog, &ui::PreferencesDialog::saved);
    dialog.show();
    dialog.findChild<QSpinBox*>()->setValue(1);
    auto* device = dialog.findChild<QComboBox*>(QStringLiteral("device"));
    device->setCurrentIndex(device->findData(QStringLiteral("cpu")));
    auto* runs = dialog.findChild<QLineEdit*>();
    for (QLineEdit* field : dialog.findChildren<QLineEdit*>())
        if (field->accessibleName() == QStringLiteral("Folder of the runs"))
            runs = field;
    runs->setText(QStringLiteral("/elsewhere/runs"));
    QTest::mouseClick(dialog.findChild<QPushButton*>(QStringLiteral("save")), Qt::LeftButton);
    CHECK(saved.count() == 1);
    CHECK(settings::threads().count == 1);
    CHECK(settings::threadsToUse() == 1);
    CHECK(settings::device() == QStringLiteral("cpu"));
    CHECK(core::runsDirectory() == "/elsewhere/runs");
    CHECK(core::nextRunDirectory() == "/elsewhere/runs/run-0001");
}

TEST_CASE("Leaving the window a core takes one thread from the engine, but never the last")
{
    const CleanSettings clean;
    const int cores = core::allowedCores();
    CHECK(settings::threadsToUse() == cores);
    settings::setThreads({0, true});
    CHECK(settings::threadsToUse() == std::max(1, cores - 1));
    settings::setThreads({1, true});
    CHECK(settings::threadsToUse() == 1);
    settings::setThreads({9999, false}); // a computer with fewer cores than the one it was chosen on
    CHECK(settings::threadsToUse() == cores);
}

TEST_CASE("A device that is not there today stays chosen")
{
    const CleanSettings clean;
    settings::setDevice(QStringLiteral("cuda:3"));
    ui::PreferencesDialog dialog(nullptr);
    auto* device = dialog.findChild<QComboBox*>(QStringLiteral("device"));
    CHECK(device->currentText() == QStringLiteral("cuda:3 (not here now)"));
    QTest::mouseClick(dialog.findChild<QPushButton*>(QStringLiteral("save")), Qt::LeftButton);
    CHECK(settings::device() == QStringLiteral("cuda:3"));
}

TEST_CASE("Another device to begin with is that of the next training at once, or when the one in progress has ended")
{
    const CleanSettings clean;
    test::WindowDriver driver({.steps = 100000, .stepTime = std::chrono::milliseconds(5)});
    auto& page = driver.the<ui::TrainPage>();
    REQUIRE(QTest::qWaitFor([&] { return page.engineReady(); }, 5000));
    auto* field = page.findChild<QComboBox*>(QStringLiteral("device"));
    REQUIRE(field->currentData() == QStringLiteral("auto"));
    const auto prefer = [&](const char* device) {
        for (QAction* action : driver.window().findChildren<QAction*>())
            if (action->text() == QStringLiteral("&Preferences..."))
                action->trigger();
        auto* dialog = driver.window().findChild<ui::PreferencesDialog*>();
        REQUIRE(dialog);
        auto* choice = dialog->findChild<QComboBox*>(QStringLiteral("device"));
        choice->setCurrentIndex(choice->findData(QString::fromLatin1(device)));
        QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("save")), Qt::LeftButton);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    };
    prefer("cpu");
    CHECK(field->currentData() == QStringLiteral("cpu"));
    field->setCurrentIndex(0);
    prefer("cpu"); // something else was changed there: what was chosen here stays
    CHECK(field->currentData() == QStringLiteral("auto"));

    field->setCurrentIndex(field->findData(QStringLiteral("cpu")));
    driver.openReviews();
    driver.chooseModel();
    page.start();
    REQUIRE(QTest::qWaitFor([&] { return page.phase() == ui::RunPhase::Training; }, 5000));
    prefer("auto");
    CHECK(field->currentData() == QStringLiteral("cpu"));
    page.stop();
    REQUIRE(QTest::qWaitFor([&] { return !page.isTraining(); }, 5000));
    CHECK(field->currentData() == QStringLiteral("auto"));
}
