#include "core/checkpoint/safetensors.h"
#include "core/data/read_table.h"
#include "core/engine/loader.h"
#include "core/hub/places.h"
#include "core/runs/run_directory.h"
#include "tests/support/catch.h"
#include "tests/support/reference.h"
#include "tests/support/temporary_directory.h"
#include "tests/ui/window_actions.h"
#include "ui/checkpoint/checkpoint_list.h"
#include "ui/checkpoint/model_page.h"
#include "ui/dataset/data_page.h"
#include "ui/dataset/label_list.h"
#include "ui/dataset/role_header.h"
#include "ui/frame/rail.h"
#include "ui/frame/segmented_control.h"
#include "ui/frame/start_tile.h"
#include "ui/main_window.h"
#include "ui/plotting/chart.h"
#include "ui/plotting/chart_pane.h"
#include "ui/explaining/attention_desk.h"
#include "ui/plotting/heatmap.h"
#include "ui/prediction/predict_page.h"
#include "ui/prediction/sentence_field.h"
#include "ui/runs/run_list_model.h"
#include "ui/training/command_line.h"
#include "ui/training/run_charts.h"
#include "ui/training/train_page.h"
#include "ui/training/training_settings.h"

#include <QComboBox>
#include <QLabel>
#include <QMenu>
#include <QProcess>
#include <QPushButton>
#include <QTest>

#include <cstring>
#include <iostream>

using namespace attune;
using attune::test::button;
using attune::test::chooseInDialog;
using attune::test::click;

namespace {

constexpr int kPatience = 10'000;       // ms
constexpr int kTrainingTime = 240'000;  // ms; seconds on an idle machine

/// Clicks the column's chip and then the entry with this mnemonic.
void giveRole(QWidget& window, int column, Qt::Key mnemonic)
{
    auto* header = window.findChild<ui::RoleHeader*>();
    REQUIRE(header);
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, QPoint(header->sectionViewportPosition(column) + 14, 40));
    auto* menu = header->findChild<QMenu*>();
    REQUIRE(menu);
    QTest::keyClick(menu, mnemonic);
}

/// attention of `attune-cli attend`, [layers, heads, tokens, tokens].
std::vector<float> attended(const QString& run, const QString& text)
{
    const test::TemporaryDirectory place;
    const auto file = place / "attention.safetensors";
    QProcess process;
    process.start(QString::fromStdString((core::programDirectory() / "attune-cli").string()),
        {QStringLiteral("attend"), run, QStringLiteral("--text"), text, QStringLiteral("--output"), QString::fromStdString(file.string())});
    REQUIRE(process.waitForFinished(60'000));
    REQUIRE(process.exitCode() == 0);
    const core::SafetensorsFile written(file);
    const auto* attention = written.find("attention");
    REQUIRE(attention);
    std::vector<float> values(attention->bytes.size() / sizeof(float));
    std::memcpy(values.data(), attention->bytes.data(), attention->bytes.size());
    return values;
}

} // namespace

TEST_CASE("Six actions lead from a CSV to a label and an attention map, by mouse and keys on the real engine")
{
    REQUIRE(std::filesystem::exists(core::enginePath()));
    ui::MainWindow window;
    window.resize(1280, 800);
    window.show();
    REQUIRE(QTest::qWaitForWindowExposed(&window));

    // 1. Open a CSV.
    click(window.findChildren<ui::StartTile*>().front());
    chooseInDialog(window, QString::fromStdString(core::sampleFile().string()));
    auto* data = window.findChild<ui::DataPage*>();
    REQUIRE(QTest::qWaitFor([&] { return data->selection().ready(); }, kPatience));
    const auto columns = data->selection().table->columns;
    const auto column = [&](const char* wanted) { return int(std::find(columns.begin(), columns.end(), wanted) - columns.begin()); };

    // 2. Columns: guessed right; another label column is taken and given back, the bars follow.
    CHECK(int(data->selection().roles.text) == column("text"));
    CHECK(int(data->selection().roles.label) == column("label"));
    auto* bars = window.findChild<ui::LabelModel*>();
    REQUIRE(bars);
    CHECK(bars->rowCount() == 2);
    giveRole(window, column("topic") + 1, Qt::Key_L);
    REQUIRE(QTest::qWaitFor([&] { return bars->rowCount() == 4; }, kPatience));
    giveRole(window, column("label") + 1, Qt::Key_L);
    REQUIRE(QTest::qWaitFor([&] { return bars->rowCount() == 2 && data->selection().ready(); }, kPatience));
    CHECK(data->selection().useSplitColumn);

    // 3. A checkpoint: the starter.
    click(button(window, QStringLiteral("Choose a model")));
    auto* list = window.findChild<ui::CheckpointList*>();
    const auto* checkpoints = window.findChild<ui::CheckpointModel*>();
    const QModelIndex starter = checkpoints->find(core::starterCheckpoint());
    REQUIRE(starter.isValid());
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(starter).center());
    REQUIRE(QTest::qWaitFor([&] { return button(window, QStringLiteral("Use this model"))->isEnabled(); }, kPatience));
    click(button(window, QStringLiteral("Use this model")));
    REQUIRE(window.page() == ui::MainWindow::Page::Train);

    // 4. Train.
    auto* train = window.findChild<ui::TrainPage*>();
    auto* trainButton = train->findChild<QPushButton*>(QStringLiteral("train"));
    REQUIRE(QTest::qWaitFor([&] { return trainButton->isEnabled(); }, kPatience)); // the engine is there
    click(trainButton);
    REQUIRE(QTest::qWaitFor([&] { return train->isTraining(); }, kPatience));
    REQUIRE(QTest::qWaitFor([&] { return !train->isTraining(); }, kTrainingTime));

    // 5. Curves: every step and evaluation is on them, and it learned.
    auto* charts = window.findChild<ui::RunCharts*>();
    const auto& history = charts->history();
    REQUIRE(history.best());
    for (auto* pane : {charts->lossPane(), charts->accuracyPane()})
        pane->chart()->replotNow();
    CHECK(charts->lossLines().raw->data()->size() == int(history.steps().size()));
    CHECK(charts->lossLines().smoothed->data()->size() == int(history.steps().size()));
    CHECK(charts->lossLines().validation->data()->size() == int(history.evaluations().size()));
    CHECK(charts->accuracyLines().validation->data()->size() == int(history.evaluations().size()));
    CHECK(history.evaluations().size() >= 10);
    const double accuracy = history.best()->accuracy;
    std::cout << "the sample on the starter in the window: " << history.steps().size() << " steps compared with the curves, accuracy " << accuracy
              << std::endl;
    CHECK(accuracy >= 0.5 + 0.25); // the sample's classes are balanced: 25 points above the majority

    // 6. A sentence: label and heatmap.
    click(window.findChild<ui::Rail*>()->item(int(ui::MainWindow::Page::Predict)));
    REQUIRE(window.page() == ui::MainWindow::Page::Predict);
    auto* predict = window.findChild<ui::PredictPage*>();
    auto* sentence = predict->findChild<ui::SentenceField*>();
    const QString text = QStringLiteral("The soup was cold and the waiter was rude.");
    click(sentence);
    QTest::keyClicks(sentence, text);
    auto* heatmap = predict->findChild<ui::Heatmap*>();
    const int tokens = 12; // ten words and marks, [CLS] and [SEP]; the starter's vocabulary may cut a word
    REQUIRE(QTest::qWaitFor([&] { return int(heatmap->matrix().rows.count()) >= tokens; }, kPatience));
    QTest::qWait(400); // the answer to the last key
    const auto* label = predict->findChild<QLabel*>(QStringLiteral("label"));
    REQUIRE(label);
    CHECK((label->text() == QStringLiteral("negative") || label->text() == QStringLiteral("positive")));

    predict->findChild<ui::SegmentedControl*>(QStringLiteral("units"))->setCurrent(1); // pieces, as the command line has them
    const ui::HeatMatrix& shown = heatmap->matrix();
    const std::size_t size = shown.values.size();
    for (std::size_t from = 0; from < shown.rows.count(); ++from) {
        double sum = 0;
        for (std::size_t to = 0; to < shown.columns.count(); ++to)
            sum += double(shown.at(from, to));
        CHECK(sum == Approx(1).margin(1e-5));
    }
    const auto run = core::runsDirectory();
    std::filesystem::path newest;
    for (const auto& entry : std::filesystem::directory_iterator(run))
        newest = std::max(newest, entry.path());
    const std::vector<float> same = attended(QString::fromStdString(newest.string()), text);
    const auto heads = std::size_t(predict->findChild<QComboBox*>(QStringLiteral("attentionHead"))->count() - 1); // the last is all of them
    REQUIRE(same.size() % (heads * size) == 0);
    float largest = 0;
    for (std::size_t i = 0; i < size; ++i) { // the mean over the heads of the last layer
        float mean = 0;
        for (std::size_t head = 0; head < heads; ++head)
            mean += same[same.size() - (heads - head) * size + i] / float(heads);
        largest = std::max(largest, std::abs(mean - shown.values[i]));
    }
    // Another layer: the model is asked again for all its digits.
    predict->attention()->selection()->chooseHead(0, 1);
    const auto differences = [&] {
        float most = 0;
        for (std::size_t i = 0; i < size; ++i)
            most = std::max(most, std::abs(same[size + i] - shown.values[i]));
        return most;
    };
    CHECK(differences() < 2e-5F); // at once
    CHECK(QTest::qWaitFor([&] { return differences() == 0; }, kPatience));
    std::cout << "heatmap against attune-cli attend: " << 2 * size << " numbers compared, largest difference " << std::max(largest, differences()) << std::endl;
    CHECK(largest < 1e-6F);
}

namespace {

/// The sample, as the Data page reads it.
ui::DataSelection sample()
{
    ui::DataSelection selection;
    selection.table = std::make_shared<core::Table>(core::readTable(core::sampleFile()));
    selection.roles = core::guessColumns(*selection.table);
    selection.dataset = std::make_shared<core::Dataset>(core::makeDataset(*selection.table, selection.roles));
    selection.useSplitColumn = selection.roles.split.has_value();
    return selection;
}

} // namespace

TEST_CASE("The command that is copied trains in a terminal as it was pasted")
{
    const test::TemporaryDirectory place;
    ui::TrainingJob job{sample(), core::inspectCheckpoint(core::starterCheckpoint()), {}, place / "it's a run"};
    job.options = core::defaultOptions(job.checkpoint.config);
    job.options.maxSteps = 2;
    job.options.maxSeqLength = 64;
    job.options.freezeEmbeddings = true;
    job.options.classWeights = "1,2.5";
    job.options.lrSchedulerType = "cosine";
    QProcess shell;
    shell.start(QStringLiteral("sh"), {QStringLiteral("-c"), ui::commandLine(job) + QStringLiteral(" --quiet")});
    REQUIRE(shell.waitForFinished(120'000));
    INFO(shell.readAllStandardError().toStdString());
    REQUIRE(shell.exitCode() == 0);
    const core::SavedRun run = core::readRun(job.output);
    CHECK(core::differences(run.options, job.options) == std::vector<std::string>());
    CHECK(run.status == "finished");
    CHECK(run.sources.dataFile == core::sampleFile());
}

TEST_CASE("A run is paused in the window, changed and gone on with; another window resumes it from the disk")
{
    auto window = std::make_unique<ui::MainWindow>();
    window->show();
    REQUIRE(QTest::qWaitForWindowExposed(window.get()));
    auto* data = window->findChild<ui::DataPage*>();
    auto* model = window->findChild<ui::ModelPage*>();
    auto* train = window->findChild<ui::TrainPage*>();
    auto* settings = window->findChild<ui::TrainingSettings*>();
    const auto& history = window->findChild<ui::RunCharts*>()->history();
    window->open(QString::fromStdString(core::sampleFile().string()));
    model->open(QString::fromStdString(core::starterCheckpoint().string()));
    REQUIRE(QTest::qWaitFor([&] { return data->selection().ready() && model->chosen(); }, kPatience));
    window->showPage(ui::MainWindow::Page::Train);
    REQUIRE(QTest::qWaitFor([&] { return train->findChild<QPushButton*>(QStringLiteral("train"))->isEnabled(); }, kPatience));
    auto options = settings->options();
    options.maxSteps = 60;
    settings->setOptions(options);
    train->start();
    REQUIRE(QTest::qWaitFor([&] { return history.steps().size() >= 5; }, kTrainingTime));
    train->pause();
    REQUIRE(QTest::qWaitFor([&] { return train->isPaused(); }, kTrainingTime));
    const auto before = history.steps();

    options = settings->options();
    options.learningRate = options.learningRate / 2;
    settings->setOptions(options);
    click(button(*window, QStringLiteral("Resume")));
    REQUIRE(QTest::qWaitFor([&] { return history.steps().size() > before.size() + 3; }, kTrainingTime));
    train->pause();
    REQUIRE(QTest::qWaitFor([&] { return train->isPaused(); }, kTrainingTime));
    const auto first = history.steps();
    REQUIRE(first.size() < 60);
    CHECK(std::equal(before.begin(), before.end(), first.begin()));
    CHECK(first.back().step == std::int64_t(first.size())); // each step once
    const std::filesystem::path directory = window->findChild<ui::RunListModel*>()->live();
    const auto resumed = test::readJson(directory / "run.json").at("resumed");
    REQUIRE(resumed.size() == 1);
    CHECK(resumed[0].at("changes")[0].get<std::string>().starts_with("learning_rate: "));
    CHECK(window->close()); // without a question: everything is saved
    window.reset();

    ui::MainWindow later;
    later.show();
    auto* page = later.findChild<ui::TrainPage*>();
    const auto& again = later.findChild<ui::RunCharts*>()->history();
    const auto* list = later.findChild<ui::RunListModel*>();
    REQUIRE(QTest::qWaitFor([&] { return list->entry(directory) && page->engineReady(); }, kPatience));
    CHECK(list->entry(directory)->state == ui::RunState::Paused);
    page->resumeRun(*list->entry(directory));
    REQUIRE(page->isTraining());
    REQUIRE(QTest::qWaitFor([&] { return page->phase() == ui::RunPhase::Ended; }, kTrainingTime));
    REQUIRE(QTest::qWaitFor([&] { return again.steps().size() == 60; }, kPatience));
    for (std::size_t i = 0; i < 60; ++i)
        CHECK(again.steps()[i].step == std::int64_t(i + 1));
    CHECK(again.steps()[0].loss == Approx(first[0].loss));
    CHECK(list->entry(directory)->state == ui::RunState::Finished);
}
