#include "core/data/read_table.h"
#include "core/hub/places.h"
#include "core/runs/run_data.h"
#include "core/runs/run_file.h"
#include "core/text/tokenizer.h"
#include "tests/support/catch.h"
#include "tests/support/reference.h"
#include "tests/ui/opened_data.h"
#include "ui/dataset/dialect_bar.h"
#include "ui/dataset/length_chart.h"
#include "ui/dataset/length_pane.h"
#include "ui/dataset/split_pane.h"
#include "ui/selection_sources.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QSpinBox>
#include <QUndoStack>

#include <iostream>

using namespace attune;
using namespace attune::test;
using namespace attune::ui;

namespace {

constexpr int kPatience = 10'000;

std::string manyRows(int rows)
{
    std::string text = "text,label\n";
    for (int i = 0; i < rows; ++i)
        text += "some words about thing " + std::to_string(i) + (i % 2 ? ",good\n" : ",bad\n");
    return text;
}

QComboBox* box(const OpenedData& opened, const QString& name)
{
    for (auto* found : opened.find<DialectBar>()->findChildren<QComboBox*>())
        if (found->accessibleName() == name)
            return found;
    FAIL("no field " << name.toStdString());
    return nullptr;
}

void pick(QComboBox* box, const QString& entry)
{
    const int index = box->findText(entry);
    REQUIRE(index >= 0);
    box->setCurrentIndex(index);
    Q_EMIT box->activated(index); // as a choice from its popup does
}

/// Answers the open dialog that is in sight.
void answerDialog(const OpenedData& opened, const QString& file)
{
    auto* dialog = opened.page.findChild<QFileDialog*>();
    REQUIRE(dialog);
    Q_EMIT dialog->fileSelected(file);
    dialog->close();
}

/// Gives the window's choices to a run, and reads its data again as the command line would.
core::DataSplit readAgain(const DataSelection& selection)
{
    auto sources = core::sourcesFromJson(core::describe(selection.sources()));
    return core::readRunData(sources, 1,
        [](const std::filesystem::path& file, const core::DialectChoice& choice) { return core::readTable(file, choice); }, {});
}

} // namespace

TEST_CASE("Quotes and encoding can be changed, and the rows follow at once")
{
    OpenedData opened("text,label\n'caf\xE9, closed',bad\n'good coffee',good\n'again',bad\n");
    REQUIRE(box(opened, QStringLiteral("Encoding"))->currentText() == QStringLiteral("Windows-1252"));
    pick(box(opened, QStringLiteral("Quote")), QStringLiteral("Single '"));
    REQUIRE(opened.waitForSelection());
    CHECK(opened.rows()->index(0, 1).data().toString() == QString::fromUtf8("caf\xC3\xA9, closed"));
    CHECK(opened.page.selection().dialect.quote == '\'');

    pick(box(opened, QStringLiteral("Encoding")), QStringLiteral("Windows-1251"));
    REQUIRE(opened.waitForSelection());
    CHECK(opened.rows()->index(0, 1).data().toString() == QString::fromUtf8("caf\xD0\xB9, closed"));
    CHECK(opened.page.selection().dialect.quote == '\''); // what was chosen before stays

    const auto again = readAgain(opened.page.selection());
    CHECK(again.train.examples.size() + again.validation.examples.size() == 3);
    QTest::mouseClick(opened.button(QStringLiteral("Detect again")), Qt::LeftButton);
    REQUIRE(opened.waitForSelection());
    CHECK(opened.page.selection().dialect == core::DialectChoice());
}

TEST_CASE("A separator that is tried and taken back costs neither edited labels, their undo nor chosen columns")
{
    OpenedData opened("text;label;topic\nthe first good text;good;food\nanother good text;good;film\n"
                      "the only bad one;bad;food\nanother bad one;bad;film\n");
    opened.give(3, Qt::Key_L);
    REQUIRE(opened.waitForSelection());
    auto* labels = opened.find<LabelModel>();
    REQUIRE(labels->setData(labels->index(0, 0), QStringLiteral("movie"), Qt::EditRole));
    REQUIRE(opened.waitForSelection());
    REQUIRE(opened.bars() == QStringList({QStringLiteral("movie 2"), QStringLiteral("food 2")}));

    auto* separator = box(opened, QStringLiteral("Separator"));
    pick(separator, QStringLiteral("Comma ,")); // one column: nothing to learn from
    REQUIRE(opened.waitForSelection());
    CHECK_FALSE(opened.page.selection().ready());
    CHECK(opened.bars().isEmpty());
    pick(separator, QStringLiteral("Semicolon ;"));
    REQUIRE(opened.waitForSelection());
    REQUIRE(opened.page.selection().ready());
    CHECK(opened.page.selection().roles.label == 2);
    CHECK(opened.page.selection().dataset->labels == std::vector<std::string>{"movie", "food"});
    CHECK(opened.bars() == QStringList({QStringLiteral("movie 2"), QStringLiteral("food 2")}));
    REQUIRE(opened.page.undoStack()->canUndo());
    opened.page.undoStack()->undo();
    REQUIRE(opened.waitForSelection());
    CHECK(opened.page.selection().dataset->labels == std::vector<std::string>{"film", "food"});
}

TEST_CASE("Columns that were chosen stay through another encoding, whatever was opened in vain or read again before")
{
    const std::string rows = "text,label,topic\nthe first good text,good,food\nanother good text,good,film\n"
                             "the only bad one,bad,food\nanother bad one,bad,film\n";
    OpenedData opened(rows);
    REQUIRE(opened.page.selection().roles.label == 1);
    opened.give(3, Qt::Key_L);
    REQUIRE(opened.waitForSelection());
    REQUIRE(opened.page.selection().roles.label == 2);
    const auto staysIn = [](OpenedData& page) {
        pick(box(page, QStringLiteral("Encoding")), QStringLiteral("Windows-1252"));
        REQUIRE(page.waitForSelection());
        REQUIRE(page.page.selection().dialect.encoding);
        CHECK(page.page.selection().roles.label == 2);
        CHECK(page.page.selection().roles.text == 0);
    };
    SECTION("a file that cannot be read was opened")
    {
        opened.page.open(QStringLiteral("/nowhere/rows.csv"));
        REQUIRE(opened.failures.wait(kPatience));
        staysIn(opened);
    }
    SECTION("another file was opened, and reading it was cancelled")
    {
        opened.page.open(written(opened.directory, "other.csv", manyRows(40)));
        opened.button(QStringLiteral("Cancel"))->click();
        staysIn(opened);
    }
    SECTION("another file is read: its columns are its own")
    {
        opened.page.open(written(opened.directory, "other.csv", rows + "one more bad one,bad,film\n"));
        REQUIRE(opened.waitForSelection());
        CHECK(opened.page.selection().roles.label == 1);
    }
    SECTION("they were read again at the next start")
    {
        const auto kept = rememberedFrom(remembered(opened.page.selection()));
        REQUIRE(kept);
        OpenedData again;
        again.page.restore(*kept);
        REQUIRE(again.waitForSelection());
        REQUIRE(again.page.selection().roles.label == 2);
        staysIn(again);
    }
}

TEST_CASE("Edited labels are those of their column: another one that a reading takes for the label keeps its own, until the first is back")
{
    OpenedData opened("text,flag,label\nthe first good text,good,good\nanother good text,bad,good\nthe only bad one,good,bad\n"
                      "another bad one,bad,bad\none that is so so,good,fair\nand another of these,bad,fair\n");
    REQUIRE(opened.page.selection().roles.label == 2);
    auto* labels = opened.find<LabelModel>();
    const auto row = opened.bars().indexOf(QStringLiteral("bad 2"));
    REQUIRE(row >= 0);
    REQUIRE(labels->setData(labels->index(int(row), 0), QStringLiteral("poor"), Qt::EditRole));
    REQUIRE(opened.waitForSelection());
    const auto edited = opened.page.selection().labels;
    const auto bars = opened.bars();

    auto* header = opened.find<DialectBar>()->findChild<QCheckBox*>();
    header->setFocus();
    QTest::keyClick(header, Qt::Key_Space);
    REQUIRE(opened.waitForSelection());
    REQUIRE(opened.page.selection().roles.label == 1); // without names, the column with fewer values
    CHECK(opened.page.selection().labels == core::LabelMap());
    CHECK(opened.bars().contains(QStringLiteral("bad 3")));
    const auto& classes = opened.page.selection().dataset->labels;
    CHECK(std::find(classes.begin(), classes.end(), "bad") != classes.end());
    CHECK_FALSE(opened.page.undoStack()->canUndo());

    QTest::keyClick(header, Qt::Key_Space);
    REQUIRE(opened.waitForSelection());
    CHECK(opened.page.selection().labels == edited);
    CHECK(opened.bars() == bars);
    CHECK(opened.page.undoStack()->canUndo());
}

TEST_CASE("Every encoding that is offered is one that can be read")
{
    OpenedData opened(manyRows(8));
    auto* encodings = box(opened, QStringLiteral("Encoding"));
    REQUIRE(encodings->count() > 10);
    for (int i = 0; i < encodings->count(); ++i) {
        core::DialectChoice choice;
        choice.encoding = encodings->itemData(i).toString().toStdString();
        INFO(*choice.encoding);
        CHECK_NOTHROW(core::parseTable(core::ownBytes(manyRows(8)), "rows.csv", choice));
    }
}

TEST_CASE("JSON Lines have no separator to choose")
{
    OpenedData opened;
    opened.page.open(written(opened.directory, "rows.jsonl",
        "{\"text\":\"a good thing\",\"label\":\"a\"}\n{\"text\":\"a bad thing\",\"label\":\"b\"}\n"));
    REQUIRE(opened.waitForSelection());
    CHECK(opened.page.selection().ready());
    CHECK_FALSE(box(opened, QStringLiteral("Separator"))->isVisible());
    CHECK_FALSE(opened.find<DialectBar>()->findChild<QCheckBox*>()->isVisible());
    CHECK(box(opened, QStringLiteral("Encoding"))->isVisible());
}

TEST_CASE("A second text chosen from the header reaches the run, and one that is ignored is not guessed again")
{
    OpenedData opened("premise,hypothesis,label\nit rains a lot,it is wet,yes\nit rains a lot,it is dry,no\nthe sun shines,it is "
                      "night,no\nthe sun shines,it is day,yes\n");
    REQUIRE(opened.page.selection().roles.textPair == 1);
    opened.give(2, Qt::Key_I);
    REQUIRE(opened.waitForSelection());
    CHECK_FALSE(opened.page.selection().roles.textPair);
    CHECK_FALSE(readAgain(opened.page.selection()).train.examples.front().textPair);
    opened.give(2, Qt::Key_P);
    REQUIRE(opened.waitForSelection());
    CHECK(opened.page.selection().roles.textPair == 1);
    CHECK(readAgain(opened.page.selection()).train.examples.front().textPair);
}

TEST_CASE("Share, seed and order of the rows held back reach the run")
{
    OpenedData opened(manyRows(40));
    REQUIRE(QTest::qWaitFor([&] { return opened.shows(QStringLiteral("36 + 4")); }, kPatience));
    opened.page.findChild<QSpinBox*>(QStringLiteral("validation_split"))->setValue(25);
    REQUIRE(QTest::qWaitFor([&] { return opened.shows(QStringLiteral("30 + 10")); }, kPatience));
    const auto before = readAgain(opened.page.selection());
    opened.page.findChild<QSpinBox*>(QStringLiteral("split_seed"))->setValue(7);
    auto* whatever = opened.find<SplitPane>()->findChildren<QCheckBox*>().last();
    whatever->setFocus();
    QTest::keyClick(whatever, Qt::Key_Space);
    const auto& selection = opened.page.selection();
    CHECK(selection.splitSeed == 7u);
    CHECK(selection.splitOrder == core::SplitOrder::Content);
    const auto split = readAgain(selection);
    CHECK(split.validation.examples.size() == 10);
    const auto lines = [](const core::Dataset& dataset) {
        std::vector<std::size_t> all;
        for (const auto& example : dataset.examples)
            all.push_back(example.line);
        return all;
    };
    CHECK(lines(split.validation) != lines(before.validation));
    const auto expected = core::splitStratified(*selection.dataset, 0.25, 7, core::SplitOrder::Content);
    CHECK(lines(split.validation) == lines(expected.validation));
}

TEST_CASE("Rows to check and to test with come from files of their own, and what they share with the others is said")
{
    OpenedData opened(manyRows(40));
    const auto check = written(opened.directory, "check.csv",
        "text,label\nsome words about thing 3,good\nnever seen before,bad\nsome words about thing 4,good\n");
    const auto tests = written(opened.directory, "test.csv", "text,label\nalso never seen,bad\n");
    auto* pane = opened.find<SplitPane>();
    QAbstractButton* own = nullptr;
    for (auto* button : pane->findChildren<QAbstractButton*>())
        if (button->text() == QStringLiteral("Own file"))
            own = button;
    REQUIRE(own);
    opened.selections.clear();
    QTest::mouseClick(own, Qt::LeftButton);
    answerDialog(opened, check);
    REQUIRE(opened.waitForSelection());
    CHECK(fromPath(opened.page.selection().validationFile) == check);
    REQUIRE(QTest::qWaitFor([&] { return opened.shows(QStringLiteral("40 + 3")); }, kPatience));
    CHECK(opened.shows(QStringLiteral("2 rows to check or test with are learned from, too; 1 with another label")));

    QTest::mouseClick(opened.button(QStringLiteral("Choose…")), Qt::LeftButton);
    answerDialog(opened, tests);
    REQUIRE(QTest::qWaitFor([&] { return opened.shows(QStringLiteral("40 + 3, 1 to test")); }, kPatience));
    const auto split = readAgain(opened.page.selection());
    CHECK(split.validation.examples.size() == 3);
    CHECK(split.test.examples.size() == 1);
}

TEST_CASE("A file to check with that cannot be read is a sentence, and the rows are not ready until another way is chosen")
{
    OpenedData opened(manyRows(40));
    auto* pane = opened.find<SplitPane>();
    SplitSettings settings = pane->settings();
    settings.validationFile = opened.directory / "absent.csv";
    opened.selections.clear();
    Q_EMIT pane->settingsChanged(settings);
    REQUIRE(QTest::qWaitFor([&] { return !opened.page.selection().ready(); }, kPatience));
    CHECK(opened.shows(QStringLiteral("absent.csv")));
    settings.validationFile.clear();
    Q_EMIT pane->settingsChanged(settings);
    CHECK(QTest::qWaitFor([&] { return opened.page.selection().ready(); }, kPatience));
}

TEST_CASE("Lengths are those of the chosen checkpoint's tokenizer, and until one is chosen the bundled starter's")
{
    std::string text = manyRows(99) + "\"";
    for (int word = 0; word < 300; ++word)
        text += "thing ";
    OpenedData opened(text + "\",good\n");
    auto* chart = opened.find<LengthChart>();
    REQUIRE(QTest::qWaitFor([&] { return chart->lengths() != nullptr; }, kPatience));
    CHECK(opened.shows(QStringLiteral("bundled starter")));
    const auto starter = core::Tokenizer::fromDirectory(core::starterCheckpoint());
    const auto& examples = opened.page.selection().dataset->examples;
    CHECK(chart->lengths()->sorted.size() == examples.size());
    CHECK(chart->lengths()->sorted.back() == starter.encode(examples.back().text, 100'000).fullLength);
    CHECK(chart->maximum() == core::maxSeqLengthFor(chart->lengths()->sorted, 512)); // as a training would have it
    CHECK_FALSE(opened.page.selection().maxLength);
    CHECK(opened.shows(QStringLiteral("1 text (1.0 %) loses its end.")));

    const auto checkpoint = core::inspectCheckpoint(dataDirectory() / "classifier-safetensors");
    const auto* before = chart->lengths();
    opened.page.setCheckpoint(checkpoint);
    REQUIRE(QTest::qWaitFor([&] { return chart->lengths() != before; }, kPatience));
    CHECK(opened.shows(QString::fromStdString("In tokens of " + checkpoint.name)));
    const auto other = core::Tokenizer::fromDirectory(checkpoint.directory);
    CHECK(chart->lengths()->sorted.back() == other.encode(examples.back().text, 100'000).fullLength);
    CHECK(chart->maximum() <= static_cast<int>(checkpoint.maxLength));
}

TEST_CASE("The maximum length is dragged, moved by keys or typed, and what it cuts is said")
{
    std::string text = "text,label\n";
    for (int i = 0; i < 100; ++i)
        text += "a few more words than the ones that are in the other tests about thing " + std::to_string(i)
            + (i % 2 ? ",good\n" : ",bad\n");
    OpenedData opened(text);
    auto* chart = opened.find<LengthChart>();
    REQUIRE(QTest::qWaitFor([&] { return chart->lengths() != nullptr; }, kPatience));
    const int longest = static_cast<int>(chart->lengths()->sorted.back());
    auto* field = opened.page.findChild<QSpinBox*>(QStringLiteral("data_max_seq_length"));
    QSignalSpy maxima(&opened.page, &DataPage::maxLengthChosen);
    field->setValue(longest + 1);
    CHECK(opened.page.selection().maxLength == longest + 1);
    CHECK(opened.shows(QStringLiteral("No text loses its end.")));
    REQUIRE(maxima.count() == 1);

    chart->setFocus();
    QTest::keyClick(chart, Qt::Key_Left);
    QTest::keyClick(chart, Qt::Key_Left);
    CHECK(field->value() == longest - 1);
    CHECK(opened.page.selection().maxLength == longest - 1);
    CHECK(chart->lengths()->cutBy(static_cast<std::size_t>(longest - 1)) > 0);

    opened.page.grab(); // laid out
    const int height = chart->height() / 2;
    const QPoint from(static_cast<int>(chart->pixelOf(longest - 1)), height);
    const QPoint to(static_cast<int>(std::lround(chart->pixelOf(9))), height);
    QTest::mousePress(chart, Qt::LeftButton, {}, from);
    CHECK(chart->dragging());
    QTest::mouseMove(chart, to);
    QTest::mouseRelease(chart, Qt::LeftButton, {}, to);
    CHECK(field->value() == 9);
    CHECK(opened.page.selection().maxLength == 9);
    CHECK(opened.shows(QStringLiteral("lose their end")));

    QTest::mouseDClick(chart, Qt::LeftButton, {}, QPoint(chart->width() / 2, height));
    CHECK_FALSE(opened.page.selection().maxLength);
    CHECK(chart->maximum() == core::maxSeqLengthFor(chart->lengths()->sorted, 512));
}

TEST_CASE("The page shows every dataset of the pack as its golden says")
{
    const auto pack = referencePack("datasets on the Data page");
    if (!pack)
        return;
    std::size_t files = 0, rows = 0;
    for (const auto& golden : readJson(*pack / "datasets/golden.json")) {
        const std::string file = golden["file"];
        INFO(file);
        OpenedData opened;
        opened.page.open(fromPath(*pack / "datasets" / file));
        REQUIRE(opened.waitForSelection());
        const auto& selection = opened.page.selection();
        REQUIRE(selection.ready());
        CHECK(static_cast<std::size_t>(opened.rows()->rowCount())
            == golden["records"].get<std::size_t>() + golden["short_records_lines"].size());
        CHECK(opened.find<LabelModel>()->rowCount() == static_cast<int>(golden["label_counts"].size()));
        REQUIRE(QTest::qWaitFor([&] { return opened.find<LengthChart>()->lengths() != nullptr; }, 60'000));
        CHECK(opened.find<LengthChart>()->lengths()->sorted.size() == selection.dataset->examples.size());
        const auto again = readAgain(selection);
        CHECK(again.train.labels == selection.dataset->labels);
        CHECK(again.train.examples.size() + again.validation.examples.size() == selection.dataset->examples.size());
        ++files;
        rows += static_cast<std::size_t>(opened.rows()->rowCount());
    }
    std::cout << "the Data page: " << files << " datasets with " << rows << " rows compared" << std::endl;
    CHECK(files > 0);
}

TEST_CASE("The page opens every CSV case of the pack, or says why not")
{
    const auto pack = referencePack("CSV cases on the Data page");
    if (!pack)
        return;
    std::size_t files = 0;
    OpenedData opened;
    for (const auto& one : readJson(*pack / "csv_cases/cases.json")) {
        const std::string file = one["file"];
        INFO(file);
        opened.selections.clear();
        opened.failures.clear();
        opened.page.open(fromPath(*pack / "csv_cases" / file));
        REQUIRE(QTest::qWaitFor([&] { return opened.selections.count() + opened.failures.count() > 0; }, kPatience));
        if (opened.failures.isEmpty()) {
            const auto& table = *opened.page.selection().table;
            CHECK(static_cast<std::size_t>(opened.rows()->rowCount()) == table.rows.size() + table.problems.size());
            if (!opened.page.selection().ready())
                CHECK_FALSE(opened.button(QStringLiteral("Choose a model"))->isEnabled());
        } else {
            CHECK_FALSE(opened.failures[0][0].value<Failure>().wayOut.isEmpty());
        }
        opened.page.grab(); // nothing in it breaks the painting
        ++files;
    }
    std::cout << "the Data page: " << files << " CSV cases compared" << std::endl;
    CHECK(files > 0);
}
