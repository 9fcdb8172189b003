#include "core/engine/loader.h"
#include "core/hub/places.h"
#include "core/runs/run_data.h"
#include "tests/support/catch.h"
#include "tests/ui/opened_data.h"
#include "ui/dataset/label_list.h"
#include "ui/model_thread.h"

#include <QProcess>
#include <QSpinBox>
#include <QUndoStack>

#include <nlohmann/json.hpp>

using namespace attune;
using namespace attune::test;

namespace {

constexpr int kTrainingTime = 120'000; // ms; seconds on an idle machine

std::string reviews()
{
    std::string text = "comment,verdict\n";
    for (int i = 0; i < 240; ++i)
        text += (i % 3 ? "it works well and I like thing " : "it broke at once and never again thing ") + std::to_string(i)
            + (i % 3 == 0   ? ",bad\n"
                    : i % 2 ? ",good\n"
                            : ",Good\n");
    return text + "nobody can say,unsure\nnor can I,unsure\n";
}

} // namespace

TEST_CASE("A run begun in the window with edited labels and another split goes on from the command line with the same rows")
{
    OpenedData opened(reviews());
    const auto waitForLabels = [&](std::size_t count) {
        return QTest::qWaitFor([&] { return opened.page.selection().ready() && opened.page.selection().dataset->labels.size() == count; }, 10'000);
    };
    REQUIRE(waitForLabels(4));
    QTest::mouseClick(opened.button(QStringLiteral("Unite them")), Qt::LeftButton);
    REQUIRE(waitForLabels(3));
    auto* list = opened.find<ui::LabelList>();
    list->setFocus();
    list->setCurrentIndex(list->model()->index(list->model()->rowCount() - 1, 0));
    QTest::keyClick(list, Qt::Key_Delete); // unsure
    REQUIRE(waitForLabels(2));
    opened.page.findChild<QSpinBox*>(QStringLiteral("split_seed"))->setValue(9);
    REQUIRE(waitForLabels(2));

    ui::TrainingJob job;
    job.data = opened.page.selection();
    job.checkpoint = core::inspectCheckpoint(core::starterCheckpoint());
    job.options = core::defaultOptions(job.checkpoint.config);
    job.options.device = "cpu";
    job.options.seed = 1; // not the split's
    job.options.numTrainEpochs = 2;
    job.output = opened.directory / "run";
    {
        ui::ModelThread thread;
        QSignalSpy stepped(thread.worker(), &ui::ModelWorker::stepped), ended(thread.worker(), &ui::ModelWorker::trainingEnded),
            ready(thread.worker(), &ui::ModelWorker::engineReady), failed(thread.worker(), &ui::ModelWorker::trainingFailed);
        thread.start();
        REQUIRE(ready.wait(kTrainingTime));
        thread.startTraining(job);
        REQUIRE(QTest::qWaitFor([&] { return stepped.count() >= 2 || failed.count() > 0; }, kTrainingTime));
        REQUIRE(failed.isEmpty());
        thread.stopTraining();
        REQUIRE(QTest::qWaitFor([&] { return ended.count() > 0 || failed.count() > 0; }, kTrainingTime));
        REQUIRE(failed.isEmpty());
    }
    const auto saved = core::readRun(job.output);
    CHECK_FALSE(core::differences(saved.sources, opened.page.selection().sources()));

    QProcess process;
    process.start(QString::fromStdString((core::programDirectory() / "attune-cli").string()),
        {QStringLiteral("train"), QStringLiteral("--resume"), QString::fromStdString(job.output.string()),
            QStringLiteral("--json")});
    REQUIRE(process.waitForFinished(kTrainingTime));
    INFO(process.readAllStandardError().toStdString());
    REQUIRE(process.exitCode() == 0);
    const auto lines = process.readAllStandardOutput().trimmed().split('\n');
    const auto last = nlohmann::json::parse(lines.back().toStdString());
    CHECK(last["event"] == "finished");
    CHECK(last["status"] == "finished");
    CHECK(core::readRun(job.output).sources.labels == opened.page.selection().labels);

    // Once the labels shown are others, the run is told to be of older ones.
    opened.page.undoStack()->undo();
    REQUIRE(waitForLabels(3));
    CHECK(core::differences(saved.sources, opened.page.selection().sources()).labels);
}
