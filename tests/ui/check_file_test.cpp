#include "core/data/read_table.h"
#include "core/runs/run_directory.h"
#include "tests/support/catch.h"
#include "tests/support/reference.h"
#include "tests/ui/window_driver.h"
#include "ui/dataset/data_page.h"
#include "ui/dataset/split_pane.h"
#include "ui/evaluation/evaluate_page.h"
#include "ui/evaluation/row_model.h"
#include "ui/evaluation/rows_pane.h"
#include "ui/evaluation/rows_table.h"

#include <QPushButton>

#include <fstream>

using namespace attune;
using namespace attune::test;
using Page = ui::MainWindow::Page;

namespace {

constexpr int kPatience = 10'000; // ms

/// Rows that the fake engine gets wrong, which finds everything positive, among others. The separator stands in the texts where they are quoted.
std::string checkRows(char separator, const std::string& word, bool quoted)
{
    const std::string part(1, separator), quote = quoted ? "\"" : "", inch = quoted ? "\"\"" : "\"";
    std::string rows = "review" + part + "sentiment\n";
    for (int i = 0; i < 6; ++i)
        rows += quote + "The " + word + (quoted ? part : "") + " number " + std::to_string(i) + " is 5" + inch + " wide" + quote + part
            + (i % 2 ? "positive\n" : "negative\n");
    return rows;
}

/// A window in which a training has ended whose check rows are in a file of their own.
struct CheckedByFile {
    CheckedByFile(const std::string& learnedRows, const std::string& checked)
        : learned(place / "learned.csv")
        , checks(place / "checks.csv")
    {
        std::ofstream(learned, std::ios::binary) << learnedRows;
        std::ofstream(checks, std::ios::binary) << checked;
        driver.window().open(QString::fromStdString(learned.string()));
        REQUIRE(QTest::qWaitFor([&] { return data().selection().ready(); }, kPatience));
        driver.chooseModel();
        driver.the<ui::SplitPane>().checkWith(QString::fromStdString(checks.string()));
        REQUIRE(QTest::qWaitFor([&] { return data().selection().validationFile == checks; }, kPatience));
        train();
    }
    void train()
    {
        const auto* before = page().evaluation();
        QTest::keyClick(&driver.window(), Qt::Key_F5);
        REQUIRE(QTest::qWaitFor([&] { return page().evaluation() && page().evaluation() != before && !page().busy(); }, kPatience));
        driver.window().showPage(Page::Evaluate);
    }
    void chooseRow(int row)
    {
        QTest::mouseClick(rows().table()->viewport(), Qt::LeftButton, {},
            rows().table()->visualRect(rows().model().index(row, int(ui::RowColumn::Text))).center());
    }
    void press(const char* name) { QTest::mouseClick(page().findChild<QPushButton*>(QString::fromLatin1(name)), Qt::LeftButton); }
    void correct()
    {
        chooseRow(0);
        relabelled = page().evaluation()->example(rows().model().rowAt(0)).line;
        press("asPredicted");
        chooseRow(1);
        leftOut = page().evaluation()->example(rows().model().rowAt(1)).line;
        press("leaveOut");
        press("saveCorrected");
    }
    ui::DataPage& data() { return driver.the<ui::DataPage>(); }
    ui::EvaluatePage& page() { return driver.the<ui::EvaluatePage>(); }
    ui::RowsPane& rows() { return driver.the<ui::RowsPane>(); }

    TemporaryDirectory place;
    std::filesystem::path learned, checks;
    std::size_t relabelled = 0, leftOut = 0;
    WindowDriver driver;
};

std::string learnedRows(char separator, const std::string& word, bool quoted)
{
    const std::string rows = checkRows(separator, word, quoted);
    std::string all = rows.substr(0, rows.find('\n') + 1);
    for (int i = 0; i < 5; ++i)
        all += rows.substr(rows.find('\n') + 1);
    return all;
}

} // namespace

TEST_CASE("The analyst's loop in a file of its own to check with: its corrected copy is what is checked with from then on")
{
    struct Written {
        char separator;
        std::string word;
        bool quoted;
        std::string decoded;
    };
    // Comma and UTF-8; tabs in windows-1252; semicolons in quotes: the copy is read as the file that is learned from.
    for (const auto& [separator, word, quoted, decoded] : {Written{',', "kettle", false, "kettle"}, Written{'\t', "K\xFChlschrank", false, "K\u00fchlschrank"},
             Written{';', "kettle", true, "kettle"}}) {
        CAPTURE(separator);
        const std::string before = checkRows(separator, word, quoted);
        CheckedByFile checked(learnedRows(separator, word, quoted), before);
        REQUIRE(checked.page().evaluation()->size() == 6);
        REQUIRE(checked.rows().model().rowCount() == 3); // the wrong ones
        const core::Table old = *checked.page().evaluation()->subject().origin->table;
        checked.correct();
        const auto corrected = checked.place / "checks.corrected.csv";
        REQUIRE(QTest::qWaitFor([&] { return checked.data().selection().validationFile == corrected && checked.data().selection().ready(); }, kPatience));
        CHECK(checked.driver.window().page() == Page::Data);
        CHECK(checked.data().selection().table->file == checked.learned);
        CHECK(readFile(checked.checks) == before);
        CHECK(checked.driver.messages().level() == ui::MessageBar::Level::Info);
        CHECK(checked.driver.messages().cause() == QStringLiteral("Saved checks.corrected.csv: 5 rows, 1 relabelled, 1 left out."));

        checked.train();
        const ui::Evaluation& evaluation = *checked.page().evaluation();
        CHECK(checked.driver.engine().trainExamples == 30);
        CHECK(evaluation.subject().dataset->file == corrected);
        REQUIRE(evaluation.size() == 5);
        std::size_t row = 0, positive = 0;
        for (const core::Row line : old.rows) {
            if (line.line == checked.leftOut)
                continue;
            const core::Example& example = evaluation.example(row++);
            CHECK(example.text.view() == line.fields[0]);
            CHECK_THAT(example.text.str(), ContainsSubstring(decoded));
            const std::string label = evaluation.labels()[std::size_t(example.label)];
            CHECK(label == (line.line == checked.relabelled ? "positive" : line.fields[1]));
            positive += label == "positive";
        }
        CHECK(positive == 4);
        CHECK(checked.page().evaluation()->subject().origin); // and so on
    }
}

TEST_CASE("A check file that has changed since is measured, but not corrected, and the page says why")
{
    CheckedByFile checked(learnedRows(',', "kettle", false), checkRows(',', "kettle", false));
    std::string changed = checkRows(',', "kettle", false);
    ui::EvaluatePage page;
    const auto measured = checked.page().evaluation()->subject().dataset;
    std::ofstream(checked.checks, std::ios::binary) << changed.replace(changed.find("number 3"), 8, "number 9");
    ui::DataSelection trained = checked.data().selection();
    core::RunSummary summary;
    summary.directory = checked.place / "run-0001";
    const auto subject = ui::subjectOfCheckRows(summary, trained, measured, {}, {});
    CHECK(subject.dataset == measured);
    CHECK_FALSE(subject.origin);
    std::ofstream(checked.checks, std::ios::binary) << checkRows(',', "kettle", false);
    CHECK(ui::subjectOfCheckRows(summary, trained, measured, {}, {}).origin);
}

TEST_CASE("Corrected check rows of a run whose data are not shown are written, and where to choose them is said")
{
    CheckedByFile checked(learnedRows(',', "kettle", false), checkRows(',', "kettle", false));
    checked.driver.openReviews();
    REQUIRE(QTest::qWaitFor([&] { return checked.data().selection().table->file != checked.learned; }, kPatience));
    checked.driver.window().showPage(Page::Evaluate);
    checked.correct();
    REQUIRE(QTest::qWaitFor([&] { return !checked.driver.messages().cause().isEmpty(); }, kPatience));
    CHECK(checked.driver.messages().cause() == QStringLiteral("checks.corrected.csv is written, but learned.csv, which it checks, is not the file shown here."));
    CHECK(std::filesystem::exists(checked.place / "checks.corrected.csv"));
    CHECK(checked.data().selection().validationFile.empty());
    CHECK(checked.driver.window().page() == Page::Evaluate);
}

TEST_CASE("The check rows of a run that is opened can be corrected where they are in a file of their own, too")
{
    const TemporaryDirectory place;
    std::ofstream(place / "learned.csv") << learnedRows(',', "kettle", false);
    std::ofstream(place / "checks.csv") << checkRows(',', "kettle", false);
    core::RunSources sources;
    sources.dataFile = place / "learned.csv";
    sources.validationFile = place / "checks.csv";
    {
        const core::RunDirectory written(place / "run-0003", core::TrainingOptions(), sources, core::TrainingPlan());
    }
    const auto subject = ui::subjectOfRun(QString::fromStdString((place / "run-0003").string()), {}, {});
    REQUIRE(subject.origin);
    CHECK(subject.origin->table->file == place / "checks.csv");
    CHECK(subject.origin->learned == place / "learned.csv");
    CHECK(subject.origin->roles == core::ColumnRoles{0, 1});
}
