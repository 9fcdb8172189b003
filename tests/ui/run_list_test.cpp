#include "core/runs/run_directory.h"
#include "tests/support/catch.h"
#include "tests/support/reference.h"
#include "tests/support/temporary_directory.h"
#include "ui/runs/run_list_model.h"
#include "ui/words.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <fstream>

using namespace attune;
using namespace attune::test;
using ui::RunListModel;
using ui::RunState;

namespace {

constexpr int kPatience = 5000; // ms

/// A folder with runs in it, and their list.
struct Runs {
    Runs() { std::ofstream(folder / "reviews.csv") << "text,label\nfoo,bar\n"; }

    core::TrainingPlan plan() const
    {
        core::TrainingPlan result;
        result.totalSteps = 40;
        result.stepsPerEpoch = 10;
        result.labels = {"no", "yes"};
        result.bestMetric = "macro_f1";
        return result;
    }
    std::unique_ptr<core::RunDirectory> make(const char* name)
    {
        core::RunSources sources;
        sources.dataFile = folder / "reviews.csv";
        sources.checkpoint = dataDirectory() / "classifier-safetensors";
        return std::make_unique<core::RunDirectory>(folder / "runs" / name, core::TrainingOptions(), sources, plan());
    }
    void end(core::RunDirectory& run, core::RunStatus status, double macroF1)
    {
        core::RunSummary summary;
        summary.status = status;
        summary.steps = 40;
        summary.seconds = 83;
        summary.best.samples = 8;
        summary.best.macroF1 = macroF1;
        summary.best.perClass = {{}, {}};
        run.finish(summary);
    }
    void read()
    {
        QSignalSpy refreshed(&model, &RunListModel::refreshed);
        model.setFolder(folder / "runs");
        REQUIRE(QTest::qWaitFor([&] { return refreshed.count() > 0; }, kPatience));
    }
    int rowOf(const char* name) const
    {
        for (int row = 0; row < model.rowCount(); ++row)
            if (model.entries()[std::size_t(row)].directory.filename() == name)
                return row;
        return -1;
    }
    QString text(const char* name, int column) const { return model.index(rowOf(name), column).data().toString(); }

    TemporaryDirectory folder;
    RunListModel model;
    QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

} // namespace

TEST_CASE("The run list tells of every run what became of it")
{
    Runs runs;
    runs.end(*runs.make("run-0003"), core::RunStatus::Finished, 0.8261);
    runs.end(*runs.make("a name"), core::RunStatus::Stopped, 0.5);
    {
        // Killed: nothing was written after the second evaluation.
        const auto killed = runs.make("run-0012");
        core::EvaluationMetrics evaluation;
        evaluation.step = 10;
        evaluation.samples = 8;
        evaluation.seconds = 5;
        evaluation.best = true;
        evaluation.macroF1 = 0.7;
        killed->append(evaluation);
        evaluation.step = 20;
        evaluation.best = false;
        evaluation.macroF1 = 0.6;
        evaluation.seconds = 9;
        killed->append(evaluation);
    }
    const auto elsewhere = runs.make("run-0013");
    std::filesystem::create_directories(runs.folder / "runs" / "no run at all");
    std::filesystem::create_directories(runs.folder / "runs" / "damaged");
    std::ofstream(runs.folder / "runs" / "damaged" / "run.json") << "{";
    runs.read();

    REQUIRE(runs.model.rowCount() == 4);
    CHECK(runs.text("run-0003", RunListModel::Name) == QStringLiteral("Run 3"));
    CHECK(runs.text("run-0003", RunListModel::Data) == QStringLiteral("reviews.csv"));
    CHECK(runs.text("run-0003", RunListModel::Checkpoint) == QStringLiteral("classifier-safetensors"));
    CHECK(runs.text("run-0003", RunListModel::Status) == QStringLiteral("Finished"));
    CHECK(runs.text("run-0003", RunListModel::Best) == QStringLiteral("macro-F1 0.826"));
    CHECK(runs.text("run-0003", RunListModel::Duration) == QStringLiteral("1 min 23 s"));
    CHECK(runs.text("run-0003", RunListModel::Started).startsWith(QStringLiteral("today ")));
    CHECK(runs.text("a name", RunListModel::Name) == QStringLiteral("a name"));
    CHECK(runs.text("a name", RunListModel::Status) == QStringLiteral("Stopped, best kept"));
    CHECK(runs.text("run-0012", RunListModel::Status) == QStringLiteral("Interrupted"));
    CHECK(runs.text("run-0012", RunListModel::Best) == QStringLiteral("macro-F1 0.700"));
    CHECK(runs.text("run-0012", RunListModel::Duration) == QStringLiteral("9 s"));
    CHECK(runs.text("run-0013", RunListModel::Status) == QStringLiteral("Trained elsewhere"));
    CHECK(runs.model.entries()[std::size_t(runs.rowOf("run-0003"))].saved.plan.stepsPerEpoch == 10);
}

TEST_CASE("A run shows the figure by which its best model was chosen, by its name")
{
    ui::RunEntry run;
    run.saved.summary.best.samples = 8;
    run.saved.summary.best.accuracy = 0.9;
    run.saved.summary.best.macroF1 = 0.8;
    run.saved.summary.best.weightedF1 = 0.85;
    run.saved.summary.best.matthews = 0.7;
    run.saved.summary.best.loss = 0.3;
    const auto shown = [&run](const char* metric) {
        run.saved.plan.bestMetric = metric;
        return QStringLiteral("%1 %2").arg(run.bestMetric()).arg(run.bestValue());
    };
    CHECK(shown("accuracy") == QStringLiteral("accuracy 0.9"));
    CHECK(shown("macro_f1") == QStringLiteral("macro-F1 0.8"));
    CHECK(shown("weighted_f1") == QStringLiteral("weighted F1 0.85"));
    CHECK(shown("matthews") == QStringLiteral("Matthews 0.7"));
    CHECK(shown("loss") == QStringLiteral("loss 0.3"));
}

TEST_CASE("A run that appears in the folder appears in the list, and one that is deleted leaves list and charts")
{
    Runs runs;
    runs.end(*runs.make("run-0001"), core::RunStatus::Finished, 0.5);
    runs.read();
    runs.end(*runs.make("run-0002"), core::RunStatus::Finished, 0.6);
    REQUIRE(QTest::qWaitFor([&] { return runs.model.rowCount() == 2; }, kPatience));
    runs.model.setShown(runs.folder / "runs" / "run-0001", true);
    std::filesystem::remove_all(runs.folder / "runs" / "run-0001");
    REQUIRE(QTest::qWaitFor([&] { return runs.model.rowCount() == 1; }, kPatience));
    CHECK_FALSE(runs.model.isShown(runs.folder / "runs" / "run-0001"));
}

TEST_CASE("A run that another program trains is followed while the list is in sight")
{
    Runs runs;
    auto elsewhere = runs.make("run-0001");
    runs.read();
    QSignalSpy refreshed(&runs.model, &RunListModel::refreshed);
    const auto append = [&](std::int64_t step, double macroF1) {
        core::EvaluationMetrics evaluation;
        evaluation.step = step;
        evaluation.samples = 8;
        evaluation.seconds = double(step);
        evaluation.best = true;
        evaluation.macroF1 = macroF1;
        elsewhere->append(evaluation);
    };
    append(10, 0.7);
    QTest::qWait(2500);
    CHECK(runs.text("run-0001", RunListModel::Best) == QStringLiteral("–")); // nobody looks

    runs.model.setInSight(&runs, true); // what happened meanwhile is read at once
    REQUIRE(QTest::qWaitFor([&] { return runs.text("run-0001", RunListModel::Best) == QStringLiteral("macro-F1 0.700"); }, 1000));
    append(20, 0.8);
    REQUIRE(QTest::qWaitFor([&] { return runs.text("run-0001", RunListModel::Best) == QStringLiteral("macro-F1 0.800"); }, kPatience));
    CHECK(runs.text("run-0001", RunListModel::Duration) == QStringLiteral("20 s"));
    CHECK(runs.text("run-0001", RunListModel::Status) == QStringLiteral("Trained elsewhere"));

    refreshed.clear();
    runs.end(*elsewhere, core::RunStatus::Finished, 0.9);
    elsewhere.reset();
    REQUIRE(QTest::qWaitFor([&] { return runs.text("run-0001", RunListModel::Status) == QStringLiteral("Finished"); }, kPatience));
    CHECK(runs.text("run-0001", RunListModel::Best) == QStringLiteral("macro-F1 0.900"));
    CHECK(refreshed.count() == 1); // others than the list have to know
}

TEST_CASE("Each run on the charts has a colour of its own, and the first is that of the run in progress")
{
    Runs runs;
    for (const char* name : {"run-0001", "run-0002", "run-0003", "run-0004", "run-0005", "run-0006", "run-0007"})
        runs.end(*runs.make(name), core::RunStatus::Finished, 0.5);
    runs.read();
    REQUIRE(runs.model.rowCount() == 7);
    QSignalSpy shown(&runs.model, &RunListModel::shownChanged);
    const auto check = [&](const char* name, Qt::CheckState state) {
        return runs.model.setData(runs.model.index(runs.rowOf(name), RunListModel::Name), state, Qt::CheckStateRole);
    };
    CHECK(check("run-0001", Qt::Checked));
    CHECK(check("run-0002", Qt::Checked));
    CHECK(runs.model.seriesOf(runs.folder / "runs" / "run-0001") == 1);
    CHECK(runs.model.seriesOf(runs.folder / "runs" / "run-0002") == 2);
    CHECK(check("run-0001", Qt::Unchecked));
    CHECK(shown.count() == 3);
    for (const char* name : {"run-0003", "run-0004", "run-0005", "run-0006"})
        CHECK(check(name, Qt::Checked));
    CHECK(runs.model.seriesOf(runs.folder / "runs" / "run-0003") == 1);
    CHECK_FALSE(check("run-0001", Qt::Checked)); // no colour is left

    runs.model.setLive(runs.folder / "runs" / "run-0007", RunState::Training);
    CHECK(runs.model.seriesOf(runs.folder / "runs" / "run-0007") == 0);
    CHECK(runs.text("run-0007", RunListModel::Status) == QStringLiteral("Training"));
    core::RunSummary summary;
    summary.best.samples = 8;
    summary.best.macroF1 = 0.9;
    runs.model.setLive(summary);
    CHECK(runs.text("run-0007", RunListModel::Best) == QStringLiteral("macro-F1 0.900"));
}

TEST_CASE("A day is told by its distance from today")
{
    const QDateTime now(QDate(2026, 11, 26), QTime(14, 30));
    CHECK(ui::dayInWords(now.addSecs(-24 * 60), now) == QStringLiteral("today 14:06"));
    CHECK(ui::dayInWords(now.addDays(-1), now) == QStringLiteral("yesterday 14:30"));
    CHECK(ui::dayInWords(now.addDays(-23), now) == QStringLiteral("3 Nov 2026"));
    CHECK(ui::dayInWords({}, now) == QStringLiteral("–"));
}
