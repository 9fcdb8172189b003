#include "tests/support/catch.h"
#include "tests/support/reference.h"
#include "tests/ui/window_driver.h"
#include "ui/checkpoint/model_page.h"
#include "ui/dataset/data_page.h"
#include "ui/dataset/dialect_bar.h"
#include "ui/dataset/label_list.h"
#include "ui/dataset/role_header.h"
#include "ui/frame/progress_strip.h"
#include "ui/frame/settings.h"
#include "ui/prediction/predict_page.h"
#include "ui/runs/runs_dock.h"
#include "ui/selection_sources.h"
#include "ui/training/train_page.h"
#include "ui/training/training_settings.h"
#include "ui/words.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QSettings>
#include <QSpinBox>
#include <QUndoStack>

#include <fstream>

using namespace attune;
using namespace attune::test;

namespace {

constexpr int kPatience = 10'000; // ms

void write(const std::filesystem::path& file, int rows)
{
    std::ofstream out(file);
    out << "text,label,topic\n";
    for (int i = 0; i < rows; ++i)
        out << "'some words, about thing " << i << "'," << (i % 2 ? "good" : "bad") << ',' << (i % 4 < 2 ? "food" : "film") << '\n';
}

struct Settled {
    Settled() { QSettings().clear(); }
    ~Settled() { QSettings().clear(); }
};

/// What the window shows of its data and settings.
struct Shown {
    explicit Shown(WindowDriver& driver)
        : data(driver.the<ui::DataPage>().selection())
        , options(driver.the<ui::TrainPage>().options())
    {
    }
    ui::DataSelection data;
    core::TrainingOptions options;
};

bool ready(WindowDriver& driver)
{
    return QTest::qWaitFor([&] { return driver.the<ui::DataPage>().selection().ready() && driver.the<ui::ModelPage>().chosen(); }, kPatience);
}

} // namespace

TEST_CASE("A window that is opened again shows the data as they were read, named and divided, and the settings that were made")
{
    const Settled settings;
    const TemporaryDirectory place;
    const auto file = place / "rows.csv";
    write(file, 40);
    std::optional<Shown> before;
    {
        WindowDriver driver;
        auto& page = driver.the<ui::DataPage>();
        driver.window().open(QString::fromStdString(file.string()));
        REQUIRE(QTest::qWaitFor([&] { return page.selection().table != nullptr; }, kPatience));
        auto* bar = page.findChild<ui::DialectBar*>();
        for (auto* box : bar->findChildren<QComboBox*>())
            if (box->accessibleName() == QStringLiteral("Quote")) {
                box->setCurrentIndex(box->findText(QStringLiteral("Single '")));
                Q_EMIT box->activated(box->currentIndex());
            }
        REQUIRE(QTest::qWaitFor([&] { return page.selection().ready() && page.selection().dialect.quote == '\''; }, kPatience));
        Q_EMIT page.findChild<ui::RoleHeader*>()->roleChosen(2, ui::ColumnRole::Label);
        REQUIRE(QTest::qWaitFor([&] { return page.selection().roles.label == 2; }, kPatience));
        auto* labels = driver.the<ui::LabelList>().model();
        REQUIRE(labels->setData(labels->index(0, 0), QStringLiteral("movie"), Qt::EditRole));
        REQUIRE(QTest::qWaitFor([&] { return page.selection().labels != core::LabelMap(); }, kPatience));
        page.findChild<QSpinBox*>(QStringLiteral("validation_split"))->setValue(25);
        page.findChild<QSpinBox*>(QStringLiteral("split_seed"))->setValue(7);
        page.findChild<QSpinBox*>(QStringLiteral("data_max_seq_length"))->setValue(24);
        driver.chooseModel();
        driver.the<ui::TrainingSettings>().field("num_train_epochs").setValue(7);
        driver.the<ui::TrainingSettings>().field("max_seq_length").setValue(24);
        driver.the<ui::RunsDock>().show();
        before.emplace(driver);
        REQUIRE(before->data.ready());
        driver.window().close();
    }
    SECTION("and the file is as it was")
    {
        WindowDriver driver;
        CHECK(driver.the<ui::RunsDock>().isVisible());
        driver.window().restoreSession();
        REQUIRE(ready(driver));
        const Shown after(driver);
        CHECK(after.data.dialect == before->data.dialect);
        CHECK(after.data.roles == before->data.roles);
        CHECK(after.data.labels == before->data.labels);
        CHECK(after.data.dataset->labels == before->data.dataset->labels);
        CHECK(static_cast<const ui::SplitSettings&>(after.data) == before->data);
        CHECK(after.data.validationShare == 0.25);
        CHECK(after.data.maxLength == 24);
        CHECK(after.options == before->options);
        CHECK(driver.the<ui::DataPage>().findChild<QSpinBox*>(QStringLiteral("split_seed"))->value() == 7);
        CHECK(driver.the<ui::LabelList>().model()->index(0, 0).data().toString() == QStringLiteral("movie"));
        // What was edited can be edited on.
        auto* labels = driver.the<ui::LabelList>().model();
        REQUIRE(labels->setData(labels->index(1, 0), QStringLiteral("meal"), Qt::EditRole));
        REQUIRE(QTest::qWaitFor([&] { return driver.the<ui::DataPage>().selection().labels.names.size() == 2; }, kPatience));
        driver.the<ui::DataPage>().undoStack()->undo();
        CHECK(QTest::qWaitFor([&] { return driver.the<ui::DataPage>().selection().labels == before->data.labels; }, kPatience));
    }
    SECTION("but the file has changed: what was chosen for the old one is not taken for the new one")
    {
        write(file, 44);
        WindowDriver driver;
        driver.window().restoreSession();
        REQUIRE(ready(driver));
        const Shown after(driver);
        CHECK(after.data.dialect == core::DialectChoice());
        CHECK(after.data.labels == core::LabelMap());
        CHECK(after.options.numTrainEpochs == before->options.numTrainEpochs); // those are the model's
        CHECK(after.options.maxSeqLength == 24);
        CHECK(after.data.maxLength == 24); // it is one of them
    }
}

TEST_CASE("What a window has not read again by the time it closes is kept for the next start")
{
    const Settled settings;
    const TemporaryDirectory place;
    const auto file = place / "rows.csv";
    write(file, 40);
    const auto classifier = QString::fromStdString((dataDirectory() / "classifier-safetensors").string());
    {
        WindowDriver driver;
        driver.window().open(QString::fromStdString(file.string()));
        REQUIRE(QTest::qWaitFor([&] { return driver.the<ui::DataPage>().selection().ready(); }, kPatience));
        driver.the<ui::DataPage>().findChild<QSpinBox*>(QStringLiteral("split_seed"))->setValue(7);
        driver.chooseModel();
        driver.the<ui::TrainingSettings>().field("num_train_epochs").setValue(7);
        driver.the<ui::PredictPage>().openModel(classifier);
        REQUIRE(QTest::qWaitFor([&] { return driver.the<ui::PredictPage>().openedModel() == classifier; }, kPatience));
        driver.window().close();
    }
    const auto stored = ui::settings::session();
    REQUIRE_FALSE(stored.data.isEmpty());
    REQUIRE_FALSE(stored.reading.isEmpty());
    REQUIRE_FALSE(stored.checkpoint.isEmpty());
    REQUIRE_FALSE(stored.options.isEmpty());
    REQUIRE(stored.model == classifier);
    {
        WindowDriver driver;
        const auto& model = driver.the<ui::ModelPage>();
        REQUIRE(QTest::qWaitFor([&] { return model.chosen().has_value(); }, kPatience)); // that which a new window begins with
        driver.window().restoreSession();
        REQUIRE_FALSE(driver.the<ui::DataPage>().selection().table); // it is being read
        SECTION("as when it is closed at once") {}
        SECTION("as when the reading was cancelled")
        {
            driver.the<ui::DataPage>().findChild<ui::ProgressStrip*>()->findChild<QAbstractButton*>(QStringLiteral("cancel"))->click();
            REQUIRE(QTest::qWaitFor([&] { return ui::fromPath(model.chosen()->directory) == stored.checkpoint; }, kPatience));
            QTest::qWait(100);
            REQUIRE_FALSE(driver.the<ui::DataPage>().selection().table);
        }
        driver.window().close();
        const auto kept = ui::settings::session();
        CHECK(kept.data == stored.data);
        CHECK(kept.reading == stored.reading);
        CHECK(kept.checkpoint == stored.checkpoint);
        CHECK(kept.options == stored.options);
        CHECK(kept.model == stored.model);
    }
    WindowDriver driver;
    driver.window().restoreSession();
    REQUIRE(ready(driver));
    CHECK(driver.the<ui::DataPage>().selection().splitSeed == 7);
    CHECK(QTest::qWaitFor([&] { return driver.the<ui::TrainPage>().options().numTrainEpochs == 7; }, kPatience)); // after the model a new window begins with
}

TEST_CASE("After a crash in mid-training the next start shows the data that the run learns from, and its settings")
{
    const Settled settings;
    const TemporaryDirectory place;
    const auto file = place / "rows.csv";
    write(file, 40);
    {
        WindowDriver driver({.steps = 100'000, .evalSteps = 100'000});
        driver.window().open(QString::fromStdString(file.string()));
        REQUIRE(QTest::qWaitFor([&] { return driver.the<ui::DataPage>().selection().ready(); }, kPatience));
        driver.the<ui::DataPage>().findChild<QSpinBox*>(QStringLiteral("split_seed"))->setValue(7);
        driver.chooseModel();
        driver.the<ui::TrainingSettings>().field("num_train_epochs").setValue(7);
        CHECK(ui::settings::session().data.isEmpty());
        driver.window().showPage(ui::MainWindow::Page::Train);
        QTest::keyClick(&driver.window(), Qt::Key_F5);
        REQUIRE(QTest::qWaitFor([&] { return driver.the<ui::TrainPage>().phase() == ui::RunPhase::Training; }, kPatience));
        // It is never closed: nothing more is written than at a crash.
    }
    WindowDriver driver;
    driver.window().restoreSession();
    REQUIRE(ready(driver));
    CHECK(driver.window().page() == ui::MainWindow::Page::Train);
    CHECK(driver.the<ui::DataPage>().selection().table->file == file);
    CHECK(driver.the<ui::DataPage>().selection().splitSeed == 7);
    CHECK(driver.the<ui::TrainPage>().options().numTrainEpochs == 7);
}

TEST_CASE("Files to check and to test with, and a split column that is not used, are remembered")
{
    ui::DataSelection data;
    auto table = std::make_shared<core::Table>();
    table->file = "/data/rows.csv";
    table->columns = {"text", "label", "split"};
    data.table = table;
    data.fingerprint = "fnv1a64:0123456789abcdef";
    data.roles = {0, 1, 2, {}};
    data.validationFile = "/data/checks.csv";
    data.testFile = "/data/tests.csv";
    data.splitSeed = 9;
    data.splitOrder = core::SplitOrder::Content;
    data.validationShare = 0.3;
    data.maxLength = 77;
    for (const bool used : {false, true}) {
        data.useSplitColumn = used;
        const auto again = ui::rememberedFrom(ui::remembered(data));
        REQUIRE(again);
        CHECK(again->sources.dataFile == table->file);
        CHECK(again->sources.dataFingerprint == data.fingerprint);
        CHECK(again->sources.splitColumn == "split");
        CHECK(again->maxLength == 77);
        const auto split = ui::splitIn(again->sources);
        CHECK(split.useSplitColumn == used);
        CHECK(split.validationFile == data.validationFile);
        CHECK(split.testFile == data.testFile);
        CHECK(split.splitSeed == 9);
        CHECK(split.splitOrder == core::SplitOrder::Content);
        if (!used)
            CHECK(split.validationShare == 0.3);
    }
    CHECK_FALSE(ui::rememberedFrom("").has_value());
    CHECK_FALSE(ui::rememberedFrom("{\"columns\": 3}").has_value());
    CHECK(ui::remembered({}).empty());
}
