// Writes a picture of each page in both palettes, from a real run: opens data, trains a checkpoint, asks a sentence. No test: a command,
//   build/release/bin/attune-screenshots [--size 1280x800] OUTPUT-FOLDER [DATA [CHECKPOINT]]
// whose pictures README shows; QT_SCALE_FACTOR=2 makes them as dense screens show them. Defaults: the sample and the fetched checkpoint, or else the starter. The run goes where runs go
// ($XDG_DATA_HOME).

#include "core/engine/loader.h"
#include "core/hub/places.h"
#include "ui/checkpoint/model_page.h"
#include "ui/dataset/data_page.h"
#include "ui/evaluation/evaluate_page.h"
#include "ui/evaluation/rows_pane.h"
#include "ui/evaluation/rows_table.h"
#include "ui/frame/preferences_dialog.h"
#include "ui/frame/theme.h"
#include "ui/main_window.h"
#include "ui/plotting/chart.h"
#include "ui/plotting/chart_pane.h"
#include "ui/prediction/heatmap.h"
#include "ui/prediction/sentence_field.h"
#include "ui/runs/runs_dock.h"
#include "ui/training/run_charts.h"
#include "ui/training/train_page.h"

#include <QApplication>
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
    Photographer(ui::MainWindow& window, QString folder) : m_window(window), m_folder(std::move(folder)) {}

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

} // namespace

int main(int argc, char** argv)
{
    QSize size(1440, 900);
    if (argc > 3 && argv[1] == std::string_view("--size") && std::sscanf(argv[2], "%dx%d", &size.rwidth(), &size.rheight()) == 2) {
        argv += 2;
        argc -= 2;
    }
    if (argc < 2) {
        std::fprintf(stderr, "usage: attune-screenshots [--size WIDTHxHEIGHT] OUTPUT-FOLDER [DATA [CHECKPOINT]]\n");
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
    window.showPage(Page::Predict);
    auto* sentence = window.findChild<ui::SentenceField*>();
    sentence->setFocus();
    QTest::keyClicks(sentence, kSentence);
    auto* heatmap = window.findChild<ui::Heatmap*>();
    waitFor("the prediction", [&] { return heatmap->maps().tokens > 15; });
    QTest::qWait(1500);
    const QRectF cells = heatmap->area();
    QTest::mouseMove(heatmap, QPointF(cells.left() + cells.width() * 0.45, cells.top() + cells.height() * 0.55).toPoint());
    QTest::qWait(200);
    photographer.take(QStringLiteral("predict"));
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
