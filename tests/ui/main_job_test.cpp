#include "core/checkpoint/safetensors.h"
#include "core/engine/loader.h"
#include "core/hub/places.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"
#include "ui/checkpoint/checkpoint_list.h"
#include "ui/checkpoint/model_page.h"
#include "ui/dataset/data_page.h"
#include "ui/dataset/label_list.h"
#include "ui/dataset/role_header.h"
#include "ui/frame/rail.h"
#include "ui/frame/start_tile.h"
#include "ui/main_window.h"
#include "ui/plotting/chart.h"
#include "ui/plotting/chart_pane.h"
#include "ui/prediction/heatmap.h"
#include "ui/prediction/predict_page.h"
#include "ui/prediction/sentence_field.h"
#include "ui/training/run_charts.h"
#include "ui/training/train_page.h"

#include <QDialogButtonBox>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QProcess>
#include <QPushButton>
#include <QTest>

#include <cstring>
#include <iostream>

using namespace attune;

namespace {

constexpr int kPatience = 10'000;       // ms
constexpr int kTrainingTime = 240'000;  // ms; seconds on an idle machine

/// The button that is in sight and says `words`.
QAbstractButton* button(QWidget& window, const QString& words)
{
    for (auto* found : window.findChildren<QAbstractButton*>())
        if (found->isVisible() && found->text().remove(QLatin1Char('&')) == words)
            return found;
    FAIL("no visible button \"" << words.toStdString() << "\"");
    return nullptr;
}

void click(QWidget* widget)
{
    REQUIRE(widget);
    REQUIRE(widget->isVisible());
    REQUIRE(widget->isEnabled());
    QTest::mouseClick(widget, Qt::LeftButton);
}

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
    auto* dialog = window.findChild<QFileDialog*>();
    REQUIRE(dialog);
    auto* name = dialog->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
    REQUIRE(name);
    name->setText(QString::fromStdString(core::sampleFile().string())); // typing would open the completer's popup, which wants a real display
    click(dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Open));
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
    REQUIRE(QTest::qWaitFor([&] { return int(heatmap->maps().tokens) >= tokens; }, kPatience));
    QTest::qWait(400); // the answer to the last key
    const auto* label = predict->findChild<QLabel*>(QStringLiteral("label"));
    REQUIRE(label);
    CHECK((label->text() == QStringLiteral("negative") || label->text() == QStringLiteral("positive")));

    const core::AttentionMaps& maps = heatmap->maps();
    for (std::size_t from = 0; from < maps.tokens; ++from) {
        double sum = 0;
        for (std::size_t to = 0; to < maps.tokens; ++to)
            sum += heatmap->value(from, to);
        CHECK(sum == Approx(1).margin(1e-5));
    }
    const auto run = core::runsDirectory();
    std::filesystem::path newest;
    for (const auto& entry : std::filesystem::directory_iterator(run))
        newest = std::max(newest, entry.path());
    const std::vector<float> same = attended(QString::fromStdString(newest.string()), text);
    REQUIRE(same.size() == maps.values.size());
    float largest = 0;
    for (std::size_t i = 0; i < same.size(); ++i)
        largest = std::max(largest, std::abs(same[i] - maps.values[i]));
    std::cout << "heatmap against attune-cli attend: " << same.size() << " numbers compared, largest difference " << largest << std::endl;
    CHECK(largest == 0);
}
