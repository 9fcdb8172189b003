// Writes a picture of each page in both palettes, from a real run: opens data, trains a checkpoint, asks a sentence. No test: a command,
//   build/release/bin/attune-screenshots [--size 1280x800] OUTPUT-FOLDER [DATA [CHECKPOINT]]
//   build/release/bin/attune-screenshots [--size 1280x800] OUTPUT-FOLDER --model RUN [SENTENCE]     (only what explains its answers and compares them)
// whose pictures README shows; QT_SCALE_FACTOR=2 makes them as dense screens show them. Defaults: the sample and the fetched checkpoint, or else the starter. The run goes where runs go
// ($XDG_DATA_HOME).

#include "core/engine/loader.h"
#include "core/hub/places.h"
#include "ui/checkpoint/model_page.h"
#include "ui/comparing/compare_box.h"
#include "ui/comparing/compared_maps.h"
#include "ui/comparing/comparison_view.h"
#include "ui/dataset/data_page.h"
#include "ui/evaluation/evaluate_page.h"
#include "ui/evaluation/rows_pane.h"
#include "ui/evaluation/rows_table.h"
#include "ui/explaining/attention_desk.h"
#include "ui/explaining/attribution_list.h"
#include "ui/explaining/explaining_views.h"
#include "ui/frame/preferences_dialog.h"
#include "ui/frame/theme.h"
#include "ui/main_window.h"
#include "ui/plotting/chart.h"
#include "ui/plotting/chart_pane.h"
#include "ui/plotting/heatmap.h"
#include "ui/prediction/predict_page.h"
#include "ui/prediction/sentence_field.h"
#include "ui/runs/runs_dock.h"
#include "ui/training/run_charts.h"
#include "ui/training/train_page.h"

#include <QApplication>
#include <QCheckBox>
#include <QDir>
#include <QPushButton>
#include <QTest>

#include <cstdio>
#include <functional>

using namespace attune;
using Page = ui::MainWindow::Page;

namespace {

constexpr int kPatience = 20'000;            // ms
constexpr int kTrainingTime = 30 * 60'000;   // ms
const QString kSentence = QStringLiteral("The sound is wonderful, but the hinge creaks and support never answered my email.");

bool waitFor(const char* what, const std::function<bool()>& done, int patience = kPatience)
{
    if (QTest::qWaitFor(done, patience))
        return true;
    std::fprintf(stderr, "attune-screenshots: waited in vain for %s\n", what);
    std::exit(1);
}

class Photographer {
public:
    Photographer(ui::MainWindow& window, QString folder) : m_window(window), m_folder(std::move(folder)) { QDir().mkpath(m_folder); }

    void take(const QString& name) { take(name, m_window); }

    void take(const QString& name, QWidget& window)
    {
        for (const auto& [appearance, suffix] : {std::pair{ui::Appearance::Light, "light"}, {ui::Appearance::Dark, "dark"}}) {
            ui::applyTheme(*qApp, appearance);
            QTest::qWait(300); // polished and replotted
            window.grab().save(QStringLiteral("%1/%2-%3.png").arg(m_folder, name, QLatin1String(suffix)));
        }
    }

private:
    ui::MainWindow& m_window;
    QString m_folder;
};

/// The Predict page with an answer: the mean of a layer's heads, one head with a word pinned and its lines, and what moved the score.
void takeAnswer(ui::MainWindow& window, Photographer& photographer, const QString& text)
{
    window.showPage(Page::Predict);
    auto* sentence = window.findChild<ui::SentenceField*>();
    sentence->setFocus();
    sentence->selectAll();
    QTest::keyClicks(sentence, text);
    auto* page = window.findChild<ui::PredictPage*>();
    auto* heatmap = page->findChild<ui::Heatmap*>();
    auto* list = page->findChild<ui::AttributionList*>();
    const qsizetype words = text.count(QLatin1Char(' ')) + 1;
    waitFor("the prediction", [&] { return qsizetype(heatmap->matrix().rows.count()) > words; });
    waitFor("the explanation", [&] { return list->rows().size() >= words; });
    QTest::qWait(1500);
    const QRectF cells = heatmap->area();
    QTest::mouseMove(heatmap, QPointF(cells.left() + cells.width() * 0.45, cells.top() + cells.height() * 0.55).toPoint());
    QTest::qWait(200);
    photographer.take(QStringLiteral("predict"));
    QTest::mouseMove(heatmap, QPoint(1, 1));
    ui::AttentionSelection* selection = page->attention()->selection();
    selection->chooseHead(selection->layers() / 2, 2);
    selection->pin(ui::AttentionSelection::Spot{heatmap->matrix().rows.count() / 2, {}});
    auto* views = page->findChild<ui::ExplainingViews*>();
    views->setView(ui::ExplainingViews::View::Lines);
    photographer.take(QStringLiteral("explain-head"));
    views->setView(ui::ExplainingViews::View::Scores);
    auto* special = page->findChild<QCheckBox*>(QStringLiteral("special"));
    special->setChecked(false);
    selection->setReading(ui::AttentionSelection::Reading::Rollout);
    photographer.take(QStringLiteral("explain-rollout"));
    special->setChecked(true); // it is remembered
}

/// The answer in view beside what the model was before its training (zoomed in, too), or through it.
void takeComparison(ui::MainWindow& window, Photographer& photographer, const char* choice, const QString& name)
{
    auto* compareWith = window.findChild<ui::CompareBox*>();
    compareWith->setCurrentIndex(compareWith->findText(QLatin1String(choice)));
    Q_EMIT compareWith->activated(compareWith->currentIndex());
    const auto views = window.findChildren<ui::ComparisonView*>();
    const auto shown = [&] { return std::find_if(views.begin(), views.end(), [](const auto* view) { return view->isVisible() && view->comparison(); }); };
    waitFor("the comparison", [&] { return shown() != views.end(); });
    QTest::qWait(500);
    photographer.take(name);
    auto* maps = (*shown())->findChild<ui::ComparedMaps*>();
    maps->zoomAt(maps->places(1).view.center(), 2);
    photographer.take(name + QStringLiteral("-zoomed"));
    maps->fit();
    compareWith->setCurrentIndex(0);
    Q_EMIT compareWith->activated(0);
}

} // namespace

int main(int argc, char** argv)
{
    QSize size(1440, 900);
    if (argc > 3 && argv[1] == std::string_view("--size") && std::sscanf(argv[2], "%dx%d", &size.rwidth(), &size.rheight()) == 2) {
        argv += 2;
        argc -= 2;
    }
    if (argc < 2) {
        std::fprintf(stderr, "usage: attune-screenshots [--size WIDTHxHEIGHT] OUTPUT-FOLDER [DATA [CHECKPOINT] | --model RUN [SENTENCE]]\n");
        return 2;
    }
    const auto checkpoints = core::knownCheckpoints();
    const QString data = argc > 2 ? QString::fromLocal8Bit(argv[2]) : QString::fromStdString(core::sampleFile().string());
    const QString checkpoint = argc > 3 ? QString::fromLocal8Bit(argv[3]) : QString::fromStdString(checkpoints.front().directory.string());
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    core::prepareProcess();
    QApplication application(argc, argv);
    ui::applyTheme(application, ui::Appearance::Light);

    ui::MainWindow window;
    window.resize(size);
    window.show();
    Photographer photographer(window, QString::fromLocal8Bit(argv[1]));
    auto* dataPage = window.findChild<ui::DataPage*>();
    auto* modelPage = window.findChild<ui::ModelPage*>();
    auto* trainPage = window.findChild<ui::TrainPage*>();
    auto* train = trainPage->findChild<QPushButton*>(QStringLiteral("train"));
    auto* charts = window.findChild<ui::RunCharts*>();

    QTest::qWait(2500); // the engine has told what this computer is
    if (argc > 3 && argv[2] == std::string_view("--model")) {
        window.findChild<ui::PredictPage*>()->openModel(QString::fromLocal8Bit(argv[3]));
        QTest::qWait(1000);
        takeAnswer(window, photographer, argc > 4 ? QString::fromLocal8Bit(argv[4]) : kSentence);
        takeComparison(window, photographer, "Before fine-tuning", QStringLiteral("predict-compared"));
        return 0;
    }
    photographer.take(QStringLiteral("start-first")); // nothing was opened before
    for (const auto& [page, name] : {std::pair{Page::Data, "data-empty"}, {Page::Model, "model-empty"}, {Page::Train, "train-empty"},
             {Page::Evaluate, "evaluate-empty"}, {Page::Predict, "predict-empty"}}) {
        window.showPage(page);
        photographer.take(QLatin1String(name));
    }
    {
        ui::PreferencesDialog preferences(nullptr, &window);
        preferences.show();
        photographer.take(QStringLiteral("preferences"), preferences);
    }
    window.open(data);
    waitFor("the data", [&] { return dataPage->selection().ready(); });
    photographer.take(QStringLiteral("data"));
    modelPage->open(checkpoint);
    waitFor("the checkpoint", [&] { return modelPage->chosen() && modelPage->chosen()->directory.string() == checkpoint.toStdString(); });
    window.showPage(Page::Model);
    waitFor("the forecast", [&] {
        const auto* forecast = modelPage->forecaster()->of(modelPage->chosen()->directory);
        return forecast && forecast->seconds;
    });
    photographer.take(QStringLiteral("model"));
    window.showPage(Page::Train);
    waitFor("the engine", [&] { return train->isEnabled(); });
    QTest::mouseClick(train, Qt::LeftButton);
    waitFor("the model in training", [&] { return window.findChild<ui::PredictPage*>()->source().kind == ui::PredictionSource::Kind::InTraining; });
    window.findChild<ui::PredictPage*>()->askAbout({kSentence}); // to be examined at each evaluation
    waitFor("the training", [&] { return charts->history().evaluations().size() >= 7; }, kTrainingTime);
    photographer.take(QStringLiteral("train"));
    QTest::mouseMove(charts->lossPane()->chart(), charts->lossPane()->chart()->axisRect()->center());
    trainPage->pause();
    waitFor("the pause", [&] { return trainPage->isPaused(); }, kTrainingTime);
    photographer.take(QStringLiteral("train-paused"));
    trainPage->resume();
    waitFor("the end of the training", [&] { return !trainPage->isTraining(); }, kTrainingTime);
    photographer.take(QStringLiteral("trained"));
    window.showPage(Page::Evaluate);
    auto* evaluatePage = window.findChild<ui::EvaluatePage*>();
    waitFor("the evaluation", [&] { return evaluatePage->evaluation() && !evaluatePage->busy(); }, kTrainingTime);
    auto* rows = window.findChild<ui::RowsPane*>();
    rows->table()->selectRow(0);
    photographer.take(QStringLiteral("evaluate"));
    takeAnswer(window, photographer, kSentence);
    takeComparison(window, photographer, "Before fine-tuning", QStringLiteral("predict-compared"));
    takeComparison(window, photographer, "Itself, over the training", QStringLiteral("predict-over-time"));
    window.showPage(Page::Train);
    auto* runs = window.findChild<ui::RunsDock*>();
    runs->show();
    photographer.take(QStringLiteral("runs"));
    runs->hide();
    window.showPage(Page::Start);
    photographer.take(QStringLiteral("start"));
    std::printf("pictures in %s; best accuracy %.4f\n", argv[1], charts->history().best()->accuracy);
    return 0;
}
