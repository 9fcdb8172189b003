#include "core/data/read_table.h"
#include "tests/support/reference.h"
#include "tests/ui/measured_window.h"
#include "ui/frame/status_strip.h"

#include <QFileDialog>
#include <QMessageBox>

#include <fstream>

using namespace attune;
using namespace attune::test;
using Page = ui::MainWindow::Page;

namespace {

constexpr int kPatience = 10'000; // ms

/// A measured window in which the first row is left out and no file holds that; it may train on other data.
struct Corrected : Measured {
    Corrected()
    {
        chooseRow(0);
        QTest::keyClick(rows().table(), Qt::Key_Delete);
        REQUIRE(page().hasUnsaved());
    }
    QMessageBox* question()
    {
        QMessageBox* box = nullptr;
        const bool asked = QTest::qWaitFor(
            [&] { return (box = driver.window().findChild<QMessageBox*>(QStringLiteral("unsavedQuestion"))) && box->isVisible(); }, kPatience);
        REQUIRE(asked);
        return box;
    }
    void answer(const char* word)
    {
        auto* box = question();
        for (QAbstractButton* button : box->buttons())
            if (button->text().remove(QLatin1Char('&')) == QLatin1String(word))
                return QTest::mouseClick(button, Qt::LeftButton);
        FAIL("no button " << word);
    }
    /// Opens a copy of the file under another name and trains on it.
    void trainOnAnother()
    {
        const auto another = file().parent_path() / "another.csv";
        std::filesystem::copy_file(file(), another, std::filesystem::copy_options::overwrite_existing);
        driver.window().open(QString::fromStdString(another.string()));
        REQUIRE(QTest::qWaitFor([&] { return driver.the<ui::DataPage>().selection().ready() && file() == another; }, kPatience));
        QTest::keyClick(&driver.window(), Qt::Key_F5);
    }
};

} // namespace

TEST_CASE("The analyst's loop: wrong rows are relabelled, saved beside the file, opened and trained on again")
{
    Measured measured;
    const auto file = measured.file();
    const auto before = readFile(file);
    const auto line = measured.page().evaluation()->example(measured.rows().model().rowAt(0)).line;
    const auto other = measured.page().evaluation()->example(measured.rows().model().rowAt(1)).line;
    measured.chooseRow(0);
    QTest::mouseClick(&measured.button("asPredicted"), Qt::LeftButton);
    measured.chooseRow(1);
    QTest::keyClick(measured.rows().table(), Qt::Key_Delete);
    QTest::keySequence(&measured.driver.window(), QKeySequence::Undo);
    CHECK(measured.rows().corrections().leftOut() == 0);
    QTest::keySequence(&measured.driver.window(), QKeySequence::Redo);
    CHECK(measured.rows().corrections().leftOut() == 1);
    QTest::mouseClick(&measured.button("saveCorrected"), Qt::LeftButton);

    const auto corrected = file.parent_path() / "reviews.corrected.csv";
    auto& data = measured.driver.the<ui::DataPage>();
    REQUIRE(QTest::qWaitFor([&] { return data.selection().ready() && data.selection().table->file == corrected; }, kPatience));
    CHECK(measured.driver.window().page() == Page::Data);
    CHECK(measured.driver.messages().isVisible()); // beside what the strip says of the reading
    CHECK(measured.driver.messages().level() == ui::MessageBar::Level::Info);
    CHECK(measured.driver.messages().cause() == QStringLiteral("Saved reviews.corrected.csv: 39 rows, 1 relabelled, 1 left out."));
    CHECK(readFile(file) == before);
    const auto& table = *data.selection().table;
    REQUIRE(table.rows.size() == 39);
    CHECK(table.columns == std::vector<std::string>{"review", "sentiment"});
    const core::Table old = core::readTable(file);
    std::size_t same = 0;
    auto now = table.rows.begin();
    for (const core::Row row : old.rows) {
        if (row.line == other)
            continue;
        CHECK(now->fields[0] == row.fields[0]);
        CHECK(now->fields[1] == (row.line == line ? "positive" : row.fields[1]));
        same += now->fields[1] == row.fields[1];
        ++now;
    }
    CHECK(same == 38);

    const int steps = measured.driver.engine().stepsMade;
    QTest::keyClick(&measured.driver.window(), Qt::Key_F5);
    REQUIRE(QTest::qWaitFor([&] { return measured.driver.engine().stepsMade > steps; }, kPatience));
    CHECK(measured.driver.engine().trainExamples == 35);
    CHECK(QTest::qWaitFor([&] { return measured.driver.messages().cause().isEmpty(); }, kPatience)); // it has been of use
}

TEST_CASE("What a corrected file lacks because it could not be read stays in sight until it is dismissed")
{
    const auto [broken, words] = GENERATE(std::pair{1, "1 row that could not be read is not in it."}, std::pair{2, "2 rows that could not be read are not in it."});
    WindowDriver driver;
    const auto file = driver.writeReviews();
    for (int i = 0; i < broken; ++i)
        std::ofstream(file, std::ios::app) << "a text without a label\n";
    driver.window().open(QString::fromStdString(file.string()));
    auto& data = driver.the<ui::DataPage>();
    REQUIRE(QTest::qWaitFor([&] { return data.selection().ready(); }, kPatience));
    driver.chooseModel();
    QTest::keyClick(&driver.window(), Qt::Key_F5);
    auto& page = driver.the<ui::EvaluatePage>();
    REQUIRE(QTest::qWaitFor([&] { return page.evaluation() && !page.busy(); }, kPatience));
    driver.window().showPage(Page::Evaluate);
    auto& rows = driver.the<ui::RowsPane>();
    QTest::mouseClick(rows.table()->viewport(), Qt::LeftButton, {},
        rows.table()->visualRect(rows.model().index(0, int(ui::RowColumn::Text))).center());
    QTest::keyClick(rows.table(), Qt::Key_Delete);
    REQUIRE(page.hasUnsaved());
    QTest::mouseClick(page.findChild<QPushButton*>(QStringLiteral("saveCorrected")), Qt::LeftButton);
    REQUIRE(QTest::qWaitFor([&] { return data.selection().ready() && data.selection().table->file != file; }, kPatience));
    CHECK(QTest::qWaitFor([&] { return driver.the<ui::StatusStrip>().message().startsWith(QStringLiteral("Read 39 rows")); }, kPatience));
    auto& messages = driver.messages();
    CHECK(messages.isVisible());
    CHECK(messages.level() == ui::MessageBar::Level::Warning);
    CHECK(messages.accessibleName() == QStringLiteral("Saved reviews.corrected.csv: 39 rows, 0 relabelled, 1 left out. ") + QLatin1String(words));
}

TEST_CASE("A corrected file that cannot be written says so, and the changes stay")
{
    Measured measured;
    measured.chooseRow(0);
    QTest::keyClick(measured.rows().table(), Qt::Key_Delete);
    Q_EMIT measured.rows().saveWanted(true);
    auto* dialog = measured.page().findChild<QFileDialog*>();
    REQUIRE(dialog);
    Q_EMIT dialog->fileSelected(QStringLiteral("/nowhere/at/all.csv"));
    REQUIRE(QTest::qWaitFor([&] { return !measured.driver.messages().cause().isEmpty(); }, kPatience));
    CHECK(measured.driver.messages().cause().contains(QStringLiteral("/nowhere/at/all.csv")));
    CHECK(measured.rows().corrections().leftOut() == 1);
    dialog->close();
}

TEST_CASE("Corrected rows stay so when the same file is measured again, as it is at the end of every training")
{
    Corrected corrected;
    const auto* before = corrected.page().evaluation();
    const auto changes = corrected.rows().corrections().changes();
    REQUIRE(changes.size() == 1);
    QTest::keyClick(&corrected.driver.window(), Qt::Key_F5);
    REQUIRE(QTest::qWaitFor([&] { return corrected.page().evaluation() != before && !corrected.page().busy(); }, kPatience));
    CHECK(corrected.rows().corrections().changes() == changes);
    CHECK(corrected.page().hasUnsaved());
    CHECK_FALSE(corrected.driver.window().findChild<QMessageBox*>(QStringLiteral("unsavedQuestion")));
    corrected.page().undoStack()->undo();
    CHECK(corrected.rows().corrections().changes().empty());
    CHECK_FALSE(corrected.page().hasUnsaved());
}

TEST_CASE("Before rows of another file take the place of corrected ones, the user is asked what becomes of the corrections")
{
    Corrected corrected;
    const auto* before = corrected.page().evaluation();
    const auto saved = corrected.file().parent_path() / "reviews.corrected.csv";
    corrected.trainOnAnother();
    CHECK(corrected.question()->text().contains(QStringLiteral("reviews.csv")));
    SECTION("cancelled: what is shown stays")
    {
        corrected.answer("Cancel");
        CHECK(corrected.page().evaluation() == before);
        CHECK(corrected.rows().corrections().leftOut() == 1);
        CHECK_FALSE(std::filesystem::exists(saved));
    }
    SECTION("discarded")
    {
        corrected.answer("Discard");
        REQUIRE(corrected.page().evaluation() != before);
        CHECK(corrected.page().evaluation()->subject().dataset->file.filename() == "another.csv");
        CHECK(corrected.rows().corrections().changes().empty());
        CHECK_FALSE(std::filesystem::exists(saved));
    }
    SECTION("saved: the new file is there, and the Data page shows what it showed")
    {
        corrected.answer("Save");
        REQUIRE(QTest::qWaitFor([&] { return corrected.page().evaluation() != before; }, kPatience));
        CHECK(core::readTable(saved).rows.size() == 39);
        CHECK(corrected.rows().corrections().changes().empty());
        CHECK(corrected.file().filename() == "another.csv");
    }
}

TEST_CASE("The window does not close over corrections that are not saved without asking")
{
    Corrected corrected;
    auto& window = corrected.driver.window();
    const auto saved = corrected.file().parent_path() / "reviews.corrected.csv";
    REQUIRE_FALSE(window.close());
    SECTION("cancelled, and asked again the next time")
    {
        corrected.answer("Cancel");
        CHECK(window.isVisible());
        CHECK(corrected.page().hasUnsaved());
        CHECK_FALSE(window.close());
        corrected.question()->close(); // by the cross in its title bar
        CHECK(window.isVisible());
    }
    SECTION("discarded")
    {
        corrected.answer("Discard");
        CHECK_FALSE(window.isVisible());
        CHECK_FALSE(std::filesystem::exists(saved));
    }
    SECTION("saved")
    {
        corrected.answer("Save");
        CHECK(QTest::qWaitFor([&] { return !window.isVisible(); }, kPatience));
        CHECK(core::readTable(saved).rows.size() == 39);
    }
    SECTION("saved before, so that nothing is asked")
    {
        corrected.answer("Cancel");
        QTest::mouseClick(&corrected.button("saveCorrected"), Qt::LeftButton);
        REQUIRE(QTest::qWaitFor([&] { return !corrected.page().hasUnsaved(); }, kPatience));
        CHECK(window.close());
    }
}
