#include "core/data/read_table.h"
#include "tests/support/catch.h"
#include "tests/support/reference.h"
#include "tests/ui/interrupted_run.h"
#include "tests/ui/window_driver.h"
#include "ui/dataset/data_page.h"
#include "ui/dataset/label_list.h"
#include "ui/evaluation/evaluate_page.h"
#include "ui/evaluation/row_model.h"
#include "ui/evaluation/rows_pane.h"
#include "ui/evaluation/rows_table.h"
#include "ui/frame/start_page.h"
#include "ui/selection_sources.h"
#include "ui/stale_note.h"
#include "ui/training/train_page.h"
#include "ui/words.h"

#include <QAction>
#include <QMenuBar>
#include <QPushButton>

#include <fstream>

using namespace attune;
using namespace attune::test;
using Page = ui::MainWindow::Page;

// Rows that are corrected are those that were learned from, with their columns and labels; and what a training uses stays as it is.

namespace {

constexpr int kPatience = 10'000; // ms

void writeComments(const std::filesystem::path& file, const char* header)
{
    std::ofstream out(file);
    out << header;
    for (int i = 0; i < 20; ++i)
        out << "The kettle number " << i << " boils quickly and stays quiet,kitchen,positive\n"
            << "The lamp number " << i << " flickers and never really worked," << (i % 4 ? "garden" : "yard") << ",negative\n";
}

void waitForEvaluation(WindowDriver& driver)
{
    auto& page = driver.the<ui::EvaluatePage>();
    const bool measured = QTest::qWaitFor([&] { return page.evaluation() && !page.busy(); }, kPatience);
    INFO(driver.messages().cause().toStdString());
    REQUIRE(measured);
    driver.window().showPage(Page::Evaluate);
}

void leaveOutFirstRow(WindowDriver& driver)
{
    auto& rows = driver.the<ui::RowsPane>();
    REQUIRE(rows.model().rowCount() > 0);
    rows.table()->setFocus();
    rows.table()->setCurrentIndex(rows.model().index(0, 0));
    QTest::keyClick(rows.table(), Qt::Key_Delete);
    REQUIRE(rows.corrections().leftOut() == 1);
}

QAction* entry(WindowDriver& driver, const QString& text)
{
    for (auto* action : driver.window().findChildren<QAction*>())
        if (QString(action->text()).remove(QLatin1Char('&')).startsWith(text))
            return action;
    FAIL("no entry " << text.toStdString());
    return nullptr;
}

} // namespace

TEST_CASE("A corrected file is shown with the columns, the labels and the division of the file that it corrects")
{
    const auto header = GENERATE("comment,topic,verdict\n", "");
    CAPTURE(header);
    const TemporaryDirectory folder;
    const auto file = folder / "comments.csv";
    writeComments(file, header);
    WindowDriver driver({.steps = 2});
    auto& data = driver.the<ui::DataPage>();
    ui::DataSelection chosen;
    chosen.table = std::make_shared<const core::Table>(core::readTable(file));
    chosen.roles = {0, 1}; // not what would be guessed: the column behind is the label at first sight
    chosen.labels.names = {{"kitchen", "negative"}, {"garden", "positive"}, {"yard", "positive"}}; // as the fake engine's model has them
    chosen.validationShare = 0.25;
    chosen.splitSeed = 7;
    data.restore(ui::copyOf(chosen, file));
    REQUIRE(QTest::qWaitFor([&] { return data.selection().ready() && data.selection().roles.label == 1; }, kPatience));
    REQUIRE(data.selection().dataset->labels == std::vector<std::string>{"negative", "positive"});
    driver.chooseModel();
    QTest::keyClick(&driver.window(), Qt::Key_F5);
    waitForEvaluation(driver);
    leaveOutFirstRow(driver);
    QTest::mouseClick(driver.the<ui::EvaluatePage>().findChild<QPushButton*>(QStringLiteral("saveCorrected")), Qt::LeftButton);

    const auto corrected = folder / "comments.corrected.csv";
    REQUIRE(QTest::qWaitFor([&] { return data.selection().ready() && data.selection().table->file == corrected; }, kPatience));
    CHECK(driver.window().page() == Page::Data);
    const ui::DataSelection& now = data.selection();
    CHECK(now.dataset->examples.size() == 39);
    CHECK(now.table->dialect.header == (*header != '\0'));
    CHECK(now.roles.text == 0);
    CHECK(now.roles.label == 1);
    CHECK(now.dataset->labels == std::vector<std::string>{"negative", "positive"});
    CHECK(now.validationShare == 0.25);
    CHECK(now.splitSeed == 7);
}

TEST_CASE("A run that is resumed from the disk is measured and corrected by what it recorded, whatever is shown")
{
    const TemporaryDirectory folder;
    core::useRunsDirectory(folder / "runs");
    const auto file = folder / "comments.csv";
    writeComments(file, "comment,topic,verdict\n");
    core::RunSources sources;
    sources.dataFile = file;
    sources.checkpoint = dataDirectory() / "training-plain";
    sources.textColumn = "comment";
    sources.labelColumn = "verdict";
    sources.columnsComplete = true;
    sources.validationSplit = 0.1;
    leaveInterrupted(sources);
    WindowDriver driver({.steps = 4});
    auto& data = driver.the<ui::DataPage>();
    const bool fileIsShown = GENERATE(false, true);
    if (fileIsShown) { // with another label column than the run's
        ui::DataSelection other;
        other.table = std::make_shared<const core::Table>(core::readTable(file));
        other.roles = {0, 1};
        data.restore(ui::copyOf(other, file));
        REQUIRE(QTest::qWaitFor([&] { return data.selection().ready() && data.selection().roles.label == 1; }, kPatience));
    }
    auto* resume = driver.messages().findChild<QPushButton*>(QStringLiteral("messageAction"));
    REQUIRE(QTest::qWaitFor([&] { return resume->isVisible(); }, kPatience));
    QTest::mouseClick(resume, Qt::LeftButton);
    waitForEvaluation(driver);

    const ui::EvaluationSubject& subject = driver.the<ui::EvaluatePage>().evaluation()->subject();
    REQUIRE(subject.origin);
    CHECK(subject.origin->roles.label == 2);
    REQUIRE(subject.sources);
    CHECK(subject.sources->labelColumn == "verdict");
    CHECK(driver.the<ui::EvaluatePage>().findChild<ui::StaleNote*>()->isHidden() == !fileIsShown);
    auto* again = driver.the<ui::EvaluatePage>().findChild<QPushButton*>(QStringLiteral("evaluateShown"));
    CHECK(again->isVisible() == fileIsShown); // the way to figures that are not older
    leaveOutFirstRow(driver);
    QTest::mouseClick(driver.the<ui::EvaluatePage>().findChild<QPushButton*>(QStringLiteral("saveCorrected")), Qt::LeftButton);
    REQUIRE(QTest::qWaitFor([&] { return data.selection().ready() && data.selection().table->file.filename() == "comments.corrected.csv"; }, kPatience));
    CHECK(data.selection().roles.label == 2);
    CHECK(data.selection().dataset->labels == std::vector<std::string>{"negative", "positive"});
    core::useRunsDirectory({});
}

TEST_CASE("Labels that a training uses are neither undone nor merged meanwhile, and no other file is chosen without a word")
{
    WindowDriver driver({.steps = 100000, .stepTime = std::chrono::milliseconds(2)});
    driver.openReviews();
    auto& data = driver.the<ui::DataPage>();
    auto* labels = driver.the<ui::LabelList>().model();
    REQUIRE(labels->setData(labels->index(0, 0), QStringLiteral("poor"), Qt::EditRole));
    const auto renamed = [&] { return data.selection().ready() && data.selection().dataset->labels.front() == "poor"; };
    REQUIRE(QTest::qWaitFor(renamed, kPatience));
    driver.chooseModel();
    driver.window().showPage(Page::Data);
    CHECK(entry(driver, QStringLiteral("Undo"))->isEnabled());
    CHECK_FALSE(entry(driver, QStringLiteral("Merge spellings"))->isEnabled()); // there are none

    QTest::keyClick(&driver.window(), Qt::Key_F5);
    REQUIRE(QTest::qWaitFor([&] { return driver.engine().stepsMade > 0; }, kPatience));
    driver.window().showPage(Page::Data);
    CHECK_FALSE(entry(driver, QStringLiteral("Undo"))->isEnabled());
    QTest::keySequence(&driver.window(), QKeySequence::Undo);
    QTest::qWait(50);
    CHECK(renamed());
    Q_EMIT driver.the<ui::StartPage>().openDataRequested();
    CHECK(driver.messages().cause() == QStringLiteral("Another file was not opened: a training uses the rows shown here."));

    driver.the<ui::TrainPage>().stop();
    REQUIRE(QTest::qWaitFor([&] { return !driver.the<ui::TrainPage>().isTraining(); }, kPatience));
    driver.window().showPage(Page::Data);
    CHECK(entry(driver, QStringLiteral("Undo"))->isEnabled());
}
