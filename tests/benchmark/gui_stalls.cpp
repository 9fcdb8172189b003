// How long the window's thread is away while a model is trained on all cores:
//   attune-gui-stalls [CHECKPOINT [SECONDS]]
// Trains the sample on the real engine (the starter, for 30 seconds, unless told otherwise), while a hand goes through the pages, moves the
// crosshair and types a sentence. A heart beats every 4 ms in the window's event loop; what a beat is late, the window was away.

#include "core/engine/loader.h"
#include "core/hub/places.h"
#include "ui/checkpoint/model_page.h"
#include "ui/dataset/data_page.h"
#include "ui/frame/theme.h"
#include "ui/main_window.h"
#include "ui/plotting/chart.h"
#include "ui/prediction/sentence_field.h"
#include "ui/training/run_charts.h"
#include "ui/training/train_page.h"
#include "ui/training/training_settings.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <vector>

using namespace attune;
using Page = ui::MainWindow::Page;

namespace {

constexpr double kBeat = 4; // ms
constexpr int kPatience = 60'000; // ms

/// Milliseconds that each beat was late.
class Heart {
public:
    Heart()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        m_timer.setInterval(int(kBeat));
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] {
            const double elapsed = double(m_clock.nsecsElapsed()) / 1e6;
            m_clock.start();
            m_late.push_back(std::max(0.0, elapsed - kBeat));
        });
    }
    void start()
    {
        m_late.clear();
        m_clock.start();
        m_timer.start();
    }
    std::vector<double> stop()
    {
        m_timer.stop();
        std::sort(m_late.begin(), m_late.end());
        return m_late;
    }

private:
    QTimer m_timer;
    QElapsedTimer m_clock;
    std::vector<double> m_late;
};

bool waitFor(const char* what, const std::function<bool()>& done)
{
    if (QTest::qWaitFor(done, kPatience))
        return true;
    std::fprintf(stderr, "attune-gui-stalls: waited in vain for %s\n", what);
    std::exit(1);
}

/// One thing that a hand does, three times a second.
void act(ui::MainWindow& window, int number)
{
    auto* chart = window.findChild<ui::RunCharts*>()->lossPane()->chart();
    switch (number % 6) {
    case 0:
        window.showPage(Page::Train);
        break;
    case 1:
    case 2:
        QTest::mouseMove(chart, chart->axisRect()->center() + QPoint(10 * (number % 20), 0));
        break;
    case 3:
        window.showPage(Page::Predict);
        break;
    case 4:
        QTest::keyClicks(window.findChild<ui::SentenceField*>(), QStringLiteral("fine "));
        break;
    default:
        window.showPage(Page::Data);
    }
}

} // namespace

int main(int argc, char** argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    core::prepareProcess();
    QApplication application(argc, argv);
    ui::applyTheme(application, ui::Appearance::Light);
    const QString checkpoint = argc > 1 ? QString::fromLocal8Bit(argv[1]) : QString::fromStdString(core::starterCheckpoint().string());
    const int seconds = argc > 2 ? std::max(1, std::atoi(argv[2])) : 30;

    ui::MainWindow window;
    window.resize(1440, 900);
    window.show();
    auto* data = window.findChild<ui::DataPage*>();
    auto* model = window.findChild<ui::ModelPage*>();
    auto* train = window.findChild<ui::TrainPage*>();
    auto* settings = window.findChild<ui::TrainingSettings*>();
    window.open(QString::fromStdString(core::sampleFile().string()));
    waitFor("the data", [&] { return data->selection().ready(); });
    model->open(checkpoint);
    waitFor("the checkpoint", [&] { return model->chosen() && model->chosen()->directory.string() == checkpoint.toStdString(); });
    auto options = settings->options();
    options.numTrainEpochs = 1000; // the clock ends it
    settings->setOptions(options);
    window.showPage(Page::Train);
    waitFor("the engine", [&] {
        train->start();
        return train->isTraining();
    });
    const auto& history = window.findChild<ui::RunCharts*>()->history();
    waitFor("the first step", [&] { return !history.steps().empty(); });

    Heart heart;
    heart.start();
    for (int i = 0; i < 3 * seconds; ++i) {
        act(window, i);
        QTest::qWait(333);
    }
    const std::vector<double> late = heart.stop();
    const auto at = [&](double share) { return late[std::size_t(share * double(late.size() - 1))]; };
    std::printf("%zu beats in %d s, %zu steps: the window was away for %.1f ms (median), %.1f ms (99 of 100), %.1f ms (999 of 1000), %.1f ms (longest)\n",
        late.size(), seconds, history.steps().size(), at(0.5), at(0.99), at(0.999), late.back());
    return at(0.99) < 16 ? 0 : 1;
}
