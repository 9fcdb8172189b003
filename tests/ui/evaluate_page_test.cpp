#include "core/data/read_table.h"
#include "core/runs/run_directory.h"
#include "tests/support/reference.h"
#include "tests/ui/measured_window.h"
#include "ui/dataset/label_list.h"
#include "ui/evaluation/comparison_strip.h"
#include "ui/frame/rail.h"
#include "ui/frame/recent_items.h"
#include "ui/frame/status_strip.h"
#include "ui/prediction/predict_page.h"
#include "ui/prediction/sentence_field.h"
#include "ui/stale_note.h"

#include <QFileDialog>
#include <QLabel>
#include <QMenu>
#include <QSettings>
#include <QSignalSpy>

#include <fstream>

using namespace attune;
using namespace attune::test;
using Page = ui::MainWindow::Page;

namespace {

constexpr int kPatience = 10'000; // ms

bool says(const QWidget& page, const QString& words)
{
    for (const auto* label : page.findChildren<QLabel*>())
        if (label->isVisible() && label->text().contains(words))
            return true;
    return false;
}

} // namespace

TEST_CASE("When a training ends, its best model is measured on the rows that it has not learned from")
{
    Measured measured;
    const ui::Evaluation& evaluation = *measured.page().evaluation();
    CHECK(evaluation.size() == 4); // a tenth of forty
    CHECK(says(measured.page(), QStringLiteral("4 check rows of reviews.csv that the model has not learned from")));
    CHECK(evaluation.report().metrics.accuracy == 0.5); // the fake engine finds everything positive
    CHECK(measured.rows().model().rowCount() == 2);     // the wrong ones
    CHECK(measured.driver.the<ui::Rail>().item(int(Page::Evaluate))->liveLine() == QStringLiteral("Macro-F1 0.333"));
    CHECK(measured.driver.the<ui::StatusStrip>().message().startsWith(QStringLiteral("Evaluated 4 rows in ")));
    CHECK(measured.driver.engine().trainExamples == 36);
}

TEST_CASE("While a training goes on, the rail shows the macro-F1 of its best model, and that of what is shown when it fails")
{
    const QString before = QStringLiteral("Macro-F1 0.333"), best = QStringLiteral("Macro-F1 0.500");
    Measured measured;
    const auto line = [&] { return measured.driver.the<ui::Rail>().item(int(Page::Evaluate))->liveLine(); };
    REQUIRE(line() == before);
    measured.driver.engine().behaviour = {.steps = 100'000, .evalSteps = 10, .stepTime = std::chrono::milliseconds(5)};
    SECTION("it ends, and its best model is measured")
    {
        QTest::keyClick(&measured.driver.window(), Qt::Key_F5);
        REQUIRE(QTest::qWaitFor([&] { return line() == best; }, kPatience));
        measured.page().setData(measured.driver.the<ui::DataPage>().selection()); // whatever else happens there meanwhile
        CHECK(line() == best);
        QTest::keyClick(&measured.driver.window(), Qt::Key_Period, Qt::ControlModifier);
        CHECK(QTest::qWaitFor([&] { return line() == before; }, kPatience));
    }
    SECTION("it fails")
    {
        measured.driver.engine().behaviour.failingStep = 60;
        QTest::keyClick(&measured.driver.window(), Qt::Key_F5);
        REQUIRE(QTest::qWaitFor([&] { return line() == best; }, kPatience));
        CHECK(QTest::qWaitFor([&] { return line() == before; }, kPatience));
    }
}

TEST_CASE("A measured row opens on the Predict page, where the same model answers")
{
    Measured measured;
    measured.chooseRow(0);
    const auto before = measured.driver.engine().predictedTexts().size();
    const QString text = measured.rows().model().index(0, int(ui::RowColumn::Text)).data().toString();
    QTest::keyClick(measured.rows().table(), Qt::Key_Return);
    CHECK(measured.driver.window().page() == Page::Predict);
    CHECK(measured.driver.the<ui::SentenceField>().text() == text);
    REQUIRE(QTest::qWaitFor([&] { return measured.driver.engine().predictedTexts().size() > before; }, kPatience));
    CHECK(measured.driver.engine().predictedTexts().back() == text.toStdString());
}

TEST_CASE("Rows and figures are exported to CSV")
{
    Measured measured;
    const TemporaryDirectory place;
    QMenu* menu = nullptr;
    QTest::mouseClick(&measured.button("export"), Qt::LeftButton);
    for (QMenu* found : measured.page().findChildren<QMenu*>())
        if (found->isVisible())
            menu = found;
    REQUIRE(menu);
    const auto exported = [&](Qt::Key key, const char* name) {
        const auto file = place / name;
        menu->popup({0, 0});
        QTest::keyClick(menu, key);
        auto* dialog = measured.page().findChild<QFileDialog*>();
        REQUIRE(dialog);
        Q_EMIT dialog->fileSelected(QString::fromStdString(file.string()));
        dialog->close();
        REQUIRE(QTest::qWaitFor([&] { return std::filesystem::exists(file) && !measured.page().findChild<QFileDialog*>(); }, kPatience));
        return core::readTable(file, {.delimiter = ',', .header = true});
    };
    const core::Table all = exported(Qt::Key_A, "all.csv");
    CHECK(all.columns == std::vector<std::string>{"line", "text", "label", "prediction", "probability_negative", "probability_positive", "loss"});
    CHECK(all.rows.size() == 4);
    const core::Table shown = exported(Qt::Key_S, "shown.csv");
    REQUIRE(shown.rows.size() == 2);
    for (const core::Row row : shown.rows)
        CHECK(row.fields[2] == "negative");
    const core::Table figures = exported(Qt::Key_F, "figures.csv");
    REQUIRE(figures.rows.size() > 10);
    CHECK(figures.columns.front() == "metric");
    const auto& accuracy = figures.rows[1];
    CHECK(accuracy.fields[0] == "accuracy");
    CHECK(accuracy.fields[3] == "0.5");
}

TEST_CASE("Another file is measured with its dialect and columns found out, in the model's labels")
{
    const TemporaryDirectory place;
    const auto file = place / "other.csv";
    std::ofstream(file) << "id;text;label\n1;sehr gut;positive\n2;na ja, mittel;neutral\n3;gar nicht gut;negative\n4;egal;mixed\n";
    ui::EvaluatePage page;
    QSignalSpy requests(&page, &ui::EvaluatePage::evaluationRequested);
    QSignalSpy failures(&page, &ui::EvaluatePage::failed);
    page.openModel(QString::fromStdString((dataDirectory() / "classifier-safetensors").string()));
    page.evaluateFile(QString::fromStdString(file.string()));
    REQUIRE(QTest::qWaitFor([&] { return !requests.isEmpty() || !failures.isEmpty(); }, kPatience));
    REQUIRE(failures.isEmpty());
    const auto dataset = requests[0][2].value<std::shared_ptr<const core::Dataset>>();
    CHECK(dataset->labels == std::vector<std::string>{"negative", "neutral", "positive"});
    CHECK(dataset->examples.size() == 3);

    auto answers = std::make_shared<ui::Answers>();
    for (const core::Example& example : dataset->examples) {
        std::vector<float> probabilities(3, 0.1F);
        probabilities[std::size_t(example.label)] = 0.8F;
        answers->push_back({probabilities, 0.22});
    }
    page.showAnswers(requests[0][0].toULongLong() + 1, answers); // of another request: not for this page
    CHECK(page.busy());
    page.showAnswers(requests[0][0].toULongLong(), answers);
    REQUIRE(QTest::qWaitFor([&] { return page.evaluation() != nullptr; }, kPatience));
    CHECK(page.evaluation()->report().metrics.accuracy == 1);
    page.show();
    CHECK(says(page, QStringLiteral("3 rows of other.csv; 1 row could not be used")));
}

TEST_CASE("Another file is read as the run read its own: dialect, columns, and labels that were renamed or merged")
{
    const TemporaryDirectory place;
    const auto run = place / "run-0003";
    core::RunSources sources;
    sources.dataFile = place / "reviews.csv";
    sources.dialect.quote = core::kNoQuote;
    sources.textColumn = "remark";
    sources.labelColumn = "verdict";
    sources.columnsComplete = true;
    sources.labels.names = {{"good", "positive"}, {"great", "positive"}, {"bad", "negative"}, {"?", std::nullopt}};
    {
        std::ofstream(sources.dataFile) << "text,label,remark,verdict\n";
        const core::RunDirectory written(run, core::TrainingOptions(), sources, core::TrainingPlan());
    }
    std::filesystem::copy(dataDirectory() / "classifier-safetensors", run / "model", std::filesystem::copy_options::recursive);

    ui::EvaluatePage page;
    QSignalSpy requests(&page, &ui::EvaluatePage::evaluationRequested);
    QSignalSpy failures(&page, &ui::EvaluatePage::failed);
    const auto measured = [&](const std::string& csv) {
        const auto file = place / "other.csv";
        std::ofstream(file) << csv;
        requests.clear();
        page.evaluateFile(QString::fromStdString(file.string()));
        REQUIRE(QTest::qWaitFor([&] { return !requests.isEmpty() || !failures.isEmpty(); }, kPatience));
        REQUIRE(failures.isEmpty());
        return requests[0][2].value<std::shared_ptr<const core::Dataset>>();
    };
    for (const auto& model : {run, run / "model"}) {
        page.openModel(QString::fromStdString(model.string()));
        const auto dataset = measured("text,label,remark,verdict\n"
                                      "a text that is long and varied,positive,\"boils quickly,good\n"
                                      "another one that is quite long,negative,quiet,great\n"
                                      "a third that differs from them,positive,never worked,bad\n"
                                      "and a fourth one at last,negative,no idea,?\n");
        REQUIRE(dataset->examples.size() == 3);
        CHECK(dataset->examples[0].text == "\"boils quickly");
        CHECK(dataset->labels[std::size_t(dataset->examples[0].label)] == "positive");
        CHECK(dataset->labels[std::size_t(dataset->examples[1].label)] == "positive");
        CHECK(dataset->labels[std::size_t(dataset->examples[2].label)] == "negative");
    }
    // Of a file without those columns they are found out; what its labels are called in the run is known all the same.
    const auto guessed = measured("text,label\nboils quickly and stays quiet,good\n\"never worked, and was loud\",bad\n");
    REQUIRE(guessed->examples.size() == 2);
    CHECK(guessed->examples[1].text == "never worked, and was loud");
    CHECK(guessed->labels[std::size_t(guessed->examples[1].label)] == "negative");
}

TEST_CASE("A run that is opened is measured on the rows that it was checked with, once the page is seen")
{
    const TemporaryDirectory place;
    const auto file = place / "reviews.csv";
    {
        std::ofstream out(file);
        out << "text,label\n";
        for (int i = 0; i < 60; ++i)
            out << "review number " << i << (i % 3 == 0 ? " is bad,negative\n" : " is good,positive\n");
    }
    const auto run = place / "run-0007";
    core::TrainingOptions options;
    options.seed = 7;
    core::RunSources sources;
    sources.dataFile = file;
    sources.validationSplit = 0.2;
    {
        const core::RunDirectory written(run, options, sources, core::TrainingPlan());
    }
    const core::Table table = core::readTable(file);
    const auto expected = core::splitStratified(core::makeDataset(table, core::guessColumns(table)), 0.2, 7).validation;

    ui::EvaluatePage page;
    QSignalSpy requests(&page, &ui::EvaluatePage::evaluationRequested);
    page.openModel(QString::fromStdString(run.string()));
    QTest::qWait(50);
    CHECK(requests.isEmpty());
    page.waitForEngine();
    page.show();
    QTest::qWait(50);
    CHECK(requests.isEmpty()); // nobody could answer yet
    page.setEngineReady();
    REQUIRE(QTest::qWaitFor([&] { return !requests.isEmpty(); }, kPatience));
    const auto dataset = requests[0][2].value<std::shared_ptr<const core::Dataset>>();
    REQUIRE(dataset->examples.size() == expected.examples.size());
    for (std::size_t i = 0; i < expected.examples.size(); ++i)
        CHECK(dataset->examples[i].line == expected.examples[i].line);
}

TEST_CASE("A model that is opened on the Predict page can be measured, is among the recent ones, and is both again at the next start")
{
    QSettings().clear();
    const auto model = QString::fromStdString((dataDirectory() / "classifier-safetensors").string());
    const auto known = [&](WindowDriver& driver) {
        auto* other = driver.the<ui::EvaluatePage>().findChild<QPushButton*>(QStringLiteral("evaluateOther"));
        return QTest::qWaitFor([&] { return !other->isHidden(); }, kPatience) && ui::RecentItems().items().first().path == model;
    };
    {
        WindowDriver driver;
        driver.the<ui::PredictPage>().openModel(model);
        CHECK(known(driver));
        driver.window().close();
    }
    ui::RecentItems().clear();
    WindowDriver driver;
    driver.window().restoreSession();
    CHECK(known(driver));
    QSettings().clear();
}

TEST_CASE("A file that cannot be measured is refused in words, and what is shown stays")
{
    Measured measured;
    const auto* shown = measured.page().evaluation();
    measured.page().evaluateFile(QStringLiteral("/nowhere/at all.csv"));
    REQUIRE(QTest::qWaitFor([&] { return !measured.driver.messages().cause().isEmpty(); }, kPatience));
    CHECK(measured.page().evaluation() == shown);
    CHECK_FALSE(measured.page().busy());
}

TEST_CASE("A long evaluation shows how far it is and can be cancelled")
{
    ui::EvaluatePage page;
    page.resize(1100, 700);
    page.show();
    const TemporaryDirectory place;
    const auto file = place / "other.csv";
    std::ofstream(file) << "text,label\ngood,positive\nbad,negative\n";
    QSignalSpy requests(&page, &ui::EvaluatePage::evaluationRequested);
    QSignalSpy cancelled(&page, &ui::EvaluatePage::cancelRequested);
    QSignalSpy lines(&page, &ui::EvaluatePage::liveLineChanged);
    page.openModel(QString::fromStdString((dataDirectory() / "classifier-safetensors").string()));
    page.evaluateFile(QString::fromStdString(file.string()));
    REQUIRE(QTest::qWaitFor([&] { return !requests.isEmpty(); }, kPatience));
    const auto id = requests[0][0].toULongLong();
    page.showProgress(id, 1, 2);
    CHECK(lines.last()[0].toString() == QStringLiteral("50 % answered"));
    auto* cancel = page.findChild<QPushButton*>(QStringLiteral("cancel"));
    REQUIRE(QTest::qWaitFor([&] { return cancel->isVisible(); }, kPatience));
    QTest::mouseClick(cancel, Qt::LeftButton);
    CHECK(cancelled.size() == 1);
    CHECK_FALSE(page.busy());
    page.showAnswers(id, std::make_shared<ui::Answers>(2)); // too late
    QTest::qWait(50);
    CHECK_FALSE(page.evaluation());
}

TEST_CASE("Another model answers the rows that are shown, and the two are compared")
{
    Measured measured;
    const auto* shown = measured.page().evaluation();
    measured.page().compareWith(QStringLiteral("/models/other"));
    auto& strip = measured.driver.the<ui::ComparisonStrip>();
    REQUIRE(QTest::qWaitFor([&] { return strip.isVisible(); }, kPatience));
    CHECK(measured.page().evaluation() == shown);
    CHECK(strip.text().startsWith(QStringLiteral("other: accuracy 0.500, macro-F1 0.333.")));
    CHECK_FALSE(measured.button("onlyHere").isEnabled()); // the fake models agree
}

TEST_CASE("Figures that came from other rows or another model than those shown are marked as older")
{
    Measured shown;
    auto* stale = shown.page().findChild<ui::StaleNote*>();
    CHECK(stale->isHidden());
    SECTION("rows whose labels have changed since")
    {
        auto* labels = shown.driver.the<ui::LabelList>().model();
        REQUIRE(labels->setData(labels->index(0, 0), QStringLiteral("poor"), Qt::EditRole));
        REQUIRE(QTest::qWaitFor([&] { return !stale->isHidden(); }, kPatience));
        CHECK(stale->text() == QStringLiteral("These figures are older than what is shown."));
        CHECK(stale->detail() == QStringLiteral("Other data are shown on the Data page now: labels."));
    }
    SECTION("another model that was opened since")
    {
        shown.page().openModel(QString::fromStdString((dataDirectory() / "classifier-safetensors").string()));
        CHECK_FALSE(stale->isHidden());
        CHECK(stale->detail() == QStringLiteral("classifier-safetensors is open now."));
    }
}
