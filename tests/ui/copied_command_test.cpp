#include "core/data/read_table.h"
#include "core/hub/places.h"
#include "core/runs/run_data.h"
#include "core/runs/run_directory.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"
#include "tests/ui/opened_data.h"
#include "ui/dataset/dialect_bar.h"
#include "ui/dataset/label_history.h"
#include "ui/selection_sources.h"
#include "ui/training/command_line.h"

#include <QLineEdit>
#include <QProcess>

#include <array>

using namespace attune;
using namespace attune::test;

namespace {

core::SavedRun pasted(const ui::TrainingJob& job)
{
    QProcess shell;
    const QString command = ui::commandLine(job);
    shell.start(QStringLiteral("sh"), {QStringLiteral("-c"), command + QStringLiteral(" --quiet")});
    REQUIRE(shell.waitForFinished(120'000));
    INFO(command.toStdString());
    INFO(shell.readAllStandardError().toStdString());
    REQUIRE(shell.exitCode() == 0);
    return core::readRun(job.output);
}

} // namespace

TEST_CASE("Labels that were renamed, merged, moved and left out in the window are so by the copied command, whatever characters they have")
{
    std::string csv = "text\tlabel\n";
    for (int i = 0; i < 60; ++i)
        csv += "the film number " + std::to_string(i) + (i % 2 ? " was dull\t" : " was fine\t")
            + std::array{"a,b", "it's \"so\"=so", "C\\D", "--odd_one", " blank", "\xE2\x98\x85"}[std::size_t(i) % 6] + "\n";
    const TemporaryDirectory place;
    std::ofstream(place / "rows.csv", std::ios::binary) << csv;
    ui::DataSelection selection;
    selection.table = std::make_shared<core::Table>(core::readTable(place / "rows.csv"));
    selection.roles = core::guessColumns(*selection.table);
    ui::LabelHistory history;
    history.begin(core::countLabels(*selection.table, selection.roles));
    history.rename("a,b", "good = \\fine, $HOME");
    history.rename("it's \"so\"=so", "--bad");
    history.merge({" blank", "--bad"});
    history.leaveOut("C\\D");
    history.leaveOut("--odd_one");
    history.move(0, 2);
    selection.labels = history.map();
    selection.dataset = std::make_shared<core::Dataset>(core::makeDataset(*selection.table, selection.roles, selection.labels));
    ui::TrainingJob job{selection, core::inspectCheckpoint(core::starterCheckpoint()), {}, place / "run"};
    job.options = core::defaultOptions(job.checkpoint.config);
    job.options.maxSteps = 1;
    job.options.maxSeqLength = 16;
    REQUIRE(job.data.ready());
    REQUIRE(job.data.labels.names.size() >= 4);
    REQUIRE_FALSE(job.data.labels.order.empty());
    const core::SavedRun run = pasted(job);
    CHECK(run.sources.labels == job.data.labels);
    CHECK(core::differences(run.options, job.options) == std::vector<std::string>());
    CHECK(run.plan.labels == job.data.dataset->labels);
    CHECK_FALSE(core::differences(run.sources, ui::sourcesOf(job)));
    CHECK(core::inspectCheckpoint(job.output / "model").config.labels == job.data.dataset->labels);
    CHECK(run.plan.trainExamples + run.plan.validationExamples == 40);
}

TEST_CASE("What was edited about labels that another separator or encoding has made disappear is not in the selection, nor in the command")
{
    OpenedData opened("text,label\nthe film was fine,gr\xFCn\nthe plot was dull,rot\nthe book was fine,gr\xFCn\nthe food was dull,rot\n");
    auto* list = opened.find<ui::LabelList>();
    list->setFocus();
    list->setCurrentIndex(list->model()->index(0, 0));
    QTest::keyClick(list, Qt::Key_F2);
    auto* field = list->findChild<QLineEdit*>();
    REQUIRE(field);
    field->selectAll();
    QTest::keyClicks(field, QStringLiteral("green"));
    QTest::keyClick(field, Qt::Key_Return);
    REQUIRE(opened.waitForSelection());
    CHECK(opened.page.selection().labels.names.size() == 1);
    Q_EMIT opened.find<ui::DialectBar>()->choiceChanged({{}, {}, {}, "windows-1251"});
    REQUIRE(opened.waitForSelection());
    REQUIRE(opened.page.selection().ready());
    CHECK(opened.page.selection().labels.names.empty());
}
