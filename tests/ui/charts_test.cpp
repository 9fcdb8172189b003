#include "core/runs/run_directory.h"
#include "tests/support/catch.h"
#include "tests/support/reference.h"
#include "tests/support/temporary_directory.h"
#include "ui/plotting/chart.h"
#include "ui/plotting/decimator.h"
#include "ui/plotting/picture.h"
#include "ui/plotting/plot_menu.h"
#include "ui/training/run_charts.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QHelpEvent>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>
#include <QThread>
#include <QToolButton>
#include <QToolTip>

#include <atomic>
#include <random>

using namespace attune;
using namespace attune::test;
using ui::RunCharts;

namespace {

constexpr int kPatience = 5000; // ms

core::TrainingPlan planOf(std::int64_t steps)
{
    core::TrainingPlan plan;
    plan.directory = "/runs/run-0009";
    plan.totalSteps = steps;
    plan.stepsPerEpoch = std::max<std::int64_t>(1, steps / 4);
    plan.evalSteps = std::max<std::int64_t>(1, steps / 10);
    plan.majorityAccuracy = 0.5;
    plan.majorityLabel = "positive";
    plan.bestMetric = "accuracy";
    return plan;
}

core::StepMetrics stepOf(std::int64_t step, std::int64_t perEpoch = 10)
{
    core::StepMetrics metrics;
    metrics.step = step;
    metrics.epoch = double(step) / double(perEpoch);
    metrics.loss = 2.0 / double(step);
    metrics.accuracy = 0.6;
    metrics.learningRate = 1e-4;
    metrics.gradientNorm = 3;
    metrics.samplesPerSecond = 80;
    metrics.memory = 2'100'000'000;
    metrics.seconds = 2 * double(step);
    return metrics;
}

core::EvaluationMetrics evaluationOf(std::int64_t step, double loss)
{
    core::EvaluationMetrics metrics;
    metrics.step = step;
    metrics.epoch = double(step) / 10;
    metrics.seconds = 2 * double(step);
    metrics.loss = loss;
    metrics.accuracy = 0.7;
    metrics.macroF1 = 0.6;
    metrics.samples = 10;
    metrics.best = true;
    return metrics;
}

/// Shown charts of forty steps and their evaluations.
struct Shown {
    explicit Shown(std::int64_t steps = 40)
    {
        charts.resize(1000, 600);
        charts.show();
        REQUIRE(QTest::qWaitForWindowExposed(&charts));
        charts.begin(planOf(steps), 1.0);
    }
    void run()
    {
        for (int step = 1; step <= 40; ++step) {
            charts.append(stepOf(step));
            if (step % 10 == 0)
                charts.append(evaluationOf(step, 1.0 / step));
        }
        draw();
    }
    void draw()
    {
        charts.showNow();
        for (auto* pane : {charts.lossPane(), charts.accuracyPane(), charts.thirdPane()})
            pane->chart()->replotNow();
    }
    ui::Chart& loss() { return *charts.lossPane()->chart(); }
    template <class T> T& the(const char* name) { return *charts.findChild<T*>(QString::fromLatin1(name)); }
    RunCharts charts;
};

} // namespace

TEST_CASE("Of a long series the lowest and the highest of each stretch are drawn, and no more than asked for")
{
    std::mt19937 random(7);
    std::uniform_real_distribution<double> noise(-1, 1);
    std::vector<double> values;
    ui::Decimator points;
    for (int i = 0; i < 100'000; ++i) {
        values.push_back(i == 31'337 ? 50 : i == 77'777 ? -50 : noise(random));
        points.push(values.back());
    }
    for (const std::size_t atMost : {std::size_t(8), std::size_t(100), std::size_t(1500), std::size_t(200'000)})
        for (const auto& [first, last] : {std::pair<std::size_t, std::size_t>{0, 100'000}, {5, 99'001}, {31'000, 80'000}, {40, 60}, {9, 9}}) {
            CAPTURE(atMost, first, last);
            const auto picked = points.pick(first, last, atMost);
            CHECK(picked.size() <= std::max<std::size_t>(atMost, 8));
            CHECK(std::is_sorted(picked.begin(), picked.end()));
            CHECK(std::adjacent_find(picked.begin(), picked.end()) == picked.end());
            if (first == last) {
                CHECK(picked.empty());
                continue;
            }
            CHECK(picked.front() == first);
            CHECK(picked.back() == last - 1);
            if (last - first <= atMost)
                CHECK(picked.size() == last - first);
            // No spike is lost.
            const auto begin = values.begin();
            const auto [low, high] = std::minmax_element(begin + std::ptrdiff_t(first), begin + std::ptrdiff_t(last));
            CHECK(std::find(picked.begin(), picked.end(), std::size_t(low - begin)) != picked.end());
            CHECK(std::find(picked.begin(), picked.end(), std::size_t(high - begin)) != picked.end());
        }
}

TEST_CASE("Values that are no numbers do not hide the others")
{
    ui::Decimator points;
    for (int i = 0; i < 64; ++i)
        points.push(i == 40 ? 9.0 : std::nan(""));
    const auto picked = points.pick(0, 64, 8);
    CHECK(std::find(picked.begin(), picked.end(), std::size_t(40)) != picked.end());
}

TEST_CASE("A hundred thousand steps draw no more points than the chart has use for, and zooming in shows each of them")
{
    Shown shown(100'000);
    for (int step = 1; step <= 100'000; ++step)
        shown.charts.append(stepOf(step, 25'000));
    shown.draw();
    const auto drawn = [&] { return shown.charts.lossLines().raw->data()->size(); };
    CHECK(drawn() <= shown.loss().pointsAtMost());
    CHECK(drawn() >= shown.loss().pointsAtMost() / 4);
    shown.loss().xAxis->setRange(50'000, 50'100);
    shown.draw();
    CHECK(drawn() >= 101);
    CHECK(drawn() <= 104);
}

TEST_CASE("A run of one step is a point, and its second one makes it a line")
{
    Shown shown(1);
    shown.charts.append(stepOf(1));
    shown.draw();
    for (const auto* lines : {&shown.charts.lossLines(), &shown.charts.accuracyLines(), &shown.charts.curves().third()}) {
        CHECK(lines->smoothed->data()->size() == 1);
        CHECK(lines->smoothed->scatterStyle().shape() == QCPScatterStyle::ssDisc);
    }
    const QImage image = shown.loss().toPixmap(600, 300).toImage();
    const QColor ink = shown.charts.lossLines().smoothed->pen().color();
    int painted = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            painted += image.pixelColor(x, y) == ink;
    CHECK(painted >= 9); // a disc that can be seen
    shown.charts.append(stepOf(2));
    shown.draw();
    for (const auto* lines : {&shown.charts.lossLines(), &shown.charts.accuracyLines(), &shown.charts.curves().third()})
        CHECK(lines->smoothed->scatterStyle().isNone());
}

TEST_CASE("The bottom axis counts steps, epochs or time")
{
    Shown shown;
    shown.run();
    auto& by = shown.the<QComboBox>("chartAxis");
    const auto last = [&] { return (shown.charts.lossLines().raw->data()->constEnd() - 1)->key; };
    CHECK(last() == 40);
    CHECK(shown.loss().facts().epochs == std::vector<double>{10, 20, 30});
    by.setCurrentText(QStringLiteral("By epoch"));
    shown.draw();
    CHECK(last() == 4);
    CHECK(shown.loss().xAxis->range().upper == 4);
    CHECK(shown.loss().facts().epochs == std::vector<double>{1, 2, 3});
    CHECK(shown.loss().bottomName() == QStringLiteral("Epoch"));
    by.setCurrentText(QStringLiteral("By time"));
    shown.draw();
    CHECK(last() == 80);
    CHECK(shown.loss().facts().epochs == std::vector<double>{20, 40, 60});
    QTest::mouseMove(&shown.loss(), QPoint(int(shown.loss().xAxis->coordToPixel(60)), shown.loss().axisRect()->center().y()));
    REQUIRE(QTest::qWaitFor([&] { return shown.loss().crosshair().has_value(); }, kPatience));
    CHECK(shown.charts.lossPane()->title()->text().contains(QStringLiteral("at 1 min 00 s")));
}

TEST_CASE("The loss is shown on a logarithmic scale")
{
    Shown shown;
    shown.run();
    auto& log = shown.the<QCheckBox>("logarithmic");
    QTest::mouseClick(&log, Qt::LeftButton, {}, QPoint(8, log.height() / 2));
    shown.draw();
    CHECK(shown.loss().logarithmic());
    CHECK(shown.loss().yAxis->range().lower > 0);
    CHECK(shown.loss().yAxis->range().contains(0.05));
    CHECK_FALSE(shown.charts.accuracyPane()->chart()->logarithmic());
}

TEST_CASE("The third chart shows what is chosen, with the limit of the gradient norm")
{
    Shown shown;
    shown.run();
    auto& measure = shown.the<QComboBox>("thirdMeasure");
    const auto& facts = shown.charts.thirdPane()->chart()->facts();
    const auto last = [&] { return (shown.charts.curves().third().smoothed->data()->constEnd() - 1)->value; };
    CHECK(measure.currentText() == QStringLiteral("Gradient norm"));
    CHECK(facts.baseline == 1.0);
    CHECK(last() == Approx(3));
    const std::pair<const char*, double> choices[] = {{"Learning rate", 1e-4}, {"Samples a second", 80}, {"Memory in GB", 2.1}};
    for (const auto& [words, value] : choices) {
        measure.setCurrentText(QLatin1String(words));
        shown.draw();
        CHECK(last() == Approx(value));
        CHECK_FALSE(facts.baseline);
    }
    CHECK(shown.charts.thirdPane()->title()->text().contains(QStringLiteral("2.10")));
}

TEST_CASE("Pauses and the end of a run that failed are marked on every chart")
{
    Shown shown;
    shown.run();
    shown.charts.markPause();
    shown.charts.markFailure(QStringLiteral("NaN"), QStringLiteral("The loss is no longer a number."));
    for (auto* pane : {shown.charts.lossPane(), shown.charts.accuracyPane(), shown.charts.thirdPane()}) {
        CHECK(pane->chart()->facts().pauses == std::vector<double>{40});
        CHECK(pane->chart()->facts().failure == 41.0);
    }
    // The mark says why.
    shown.draw();
    const auto tipAt = [&](double key) {
        const QPoint at(int(shown.loss().xAxis->coordToPixel(key)), shown.loss().axisRect()->center().y());
        QHelpEvent help(QEvent::ToolTip, at, shown.loss().mapToGlobal(at));
        QApplication::sendEvent(&shown.loss(), &help);
        return QToolTip::text();
    };
    shown.loss().xAxis->setRange(20, 60); // where the two marks stand apart
    CHECK(tipAt(41) == QStringLiteral("The loss is no longer a number."));
}

TEST_CASE("Words on small charts lie neither on each other nor on a line that runs through the captions' row")
{
    Shown shown;
    shown.charts.resize(520, 300);
    // Flat at the upper edge for half of the run, and all lines end close together.
    for (int step = 1; step <= 40; ++step) {
        auto metrics = stepOf(step);
        metrics.loss = step <= 20 ? 1.0 : 0.4;
        shown.charts.append(metrics);
        if (step % 10 == 0)
            shown.charts.append(evaluationOf(step, step <= 20 ? 1.0 : 0.4));
    }
    shown.charts.setSmoothing(0);
    shown.draw();
    shown.loss().yAxis->setRange(0, 1.05);
    shown.loss().replotNow();
    const auto& captions = shown.loss().ground().captions();
    REQUIRE(captions.size() == 2);
    CHECK(captions[0].left() > shown.loss().xAxis->coordToPixel(20));
    for (auto* pane : {shown.charts.lossPane(), shown.charts.accuracyPane(), shown.charts.thirdPane()}) {
        std::vector<QRectF> words = pane->chart()->marks().endLabels();
        words.insert(words.end(), pane->chart()->ground().captions().begin(), pane->chart()->ground().captions().end());
        for (std::size_t i = 0; i < words.size(); ++i)
            for (std::size_t j = i + 1; j < words.size(); ++j)
                CHECK_FALSE(words[i].adjusted(0, 0, 0, -1).intersects(words[j].adjusted(0, 0, 0, -1)));
    }
    CHECK(shown.loss().marks().endLabels().size() + shown.charts.accuracyPane()->chart()->marks().endLabels().size() >= 2);
}

TEST_CASE("A run that goes on with other options keeps its curves up to there")
{
    Shown shown;
    shown.run();
    shown.charts.resume(planOf(80), 1.0, 30);
    shown.charts.append(stepOf(31));
    shown.draw();
    CHECK(shown.charts.history().steps().size() == 31);
    CHECK(shown.charts.history().evaluations().size() == 3);
    CHECK(shown.loss().xAxis->range().upper == 80);
}

TEST_CASE("An earlier run lies behind the one in progress, in its own colour, and goes when it is unchecked")
{
    const TemporaryDirectory place;
    core::RunSources sources;
    {
        core::RunDirectory run(place / "run-0003", {}, sources, planOf(60));
        for (int step = 1; step <= 60; ++step)
            run.append(stepOf(step));
        run.append(evaluationOf(60, 0.25));
    }
    Shown shown;
    shown.run();
    const auto lines = shown.loss().lines().size();
    shown.charts.showEarlier({{place / "run-0003", QStringLiteral("Run 3"), 1}});
    REQUIRE(QTest::qWaitFor([&] { return shown.charts.earlier(place / "run-0003") != nullptr; }, kPatience));
    shown.draw();
    const ui::RunCurves& earlier = *shown.charts.earlier(place / "run-0003");
    CHECK(earlier.history().steps().size() == 60);
    CHECK(shown.loss().xAxis->range().upper == 60); // the longer one
    CHECK(shown.charts.lossPane()->title()->text().contains(QStringLiteral("Run 3 0.250")));
    CHECK(earlier.loss().smoothed->pen().color().alphaF() == Approx(0.45).margin(0.01));
    CHECK(earlier.loss().smoothed->pen().color().rgb() != shown.charts.lossLines().smoothed->pen().color().rgb());
    CHECK(earlier.loss().smoothed->layer()->index() < shown.charts.lossLines().smoothed->layer()->index());
    shown.charts.showEarlier({});
    shown.draw();
    CHECK(shown.loss().lines().size() == lines);
}

TEST_CASE("What cannot be read of an earlier run is told")
{
    Shown shown;
    QSignalSpy failures(&shown.charts, &RunCharts::failed);
    shown.charts.showEarlier({{"/nowhere/run-0001", QStringLiteral("Run 1"), 1}});
    REQUIRE(QTest::qWaitFor([&] { return failures.count() == 1; }, kPatience));
    CHECK(failures[0][0].value<ui::Failure>().cause.contains(QStringLiteral("/nowhere/run-0001")));
}

TEST_CASE("A chart is saved as PNG, SVG, PDF and CSV, and copied")
{
    const TemporaryDirectory place;
    Shown shown;
    shown.run();
    QSignalSpy failures(&shown.charts, &RunCharts::failed);
    const auto save = [&](const char* name) {
        shown.charts.lossPane()->menu()->saveTo(QString::fromStdString((place / name).string()));
        const bool there = QTest::qWaitFor([&] { return std::filesystem::exists(place / name) || failures.count() > 0; }, kPatience);
        return there && failures.count() == 0 ? readFile(place / name) : std::string();
    };
    CHECK(save("loss.png").starts_with("\x89PNG"));
    CHECK(save("loss.svg").find("<svg") != std::string::npos);
    CHECK(save("loss.pdf").starts_with("%PDF"));
    const std::string csv = save("loss.csv");
    CHECK(csv.starts_with("run,measure,step,epoch,seconds,value\n"));
    CHECK(std::count(csv.begin(), csv.end(), '\n') == 1 + 40 + 40 + 4);
    CHECK(csv.find("\"run-0009\",train_loss,20,2,40,0.1\n") != std::string::npos);
    CHECK(csv.find("\"run-0009\",validation_loss,10,1,20,0.1\n") != std::string::npos);
    CHECK(failures.count() == 0);
    save("loss.bmp");
    CHECK(failures.count() == 1);
    shown.charts.lossPane()->menu()->saveTo(QStringLiteral("/nowhere/loss.png"));
    CHECK(failures.count() == 2);
    const auto actions = shown.charts.lossPane()->menu()->actions();
    CHECK(std::count_if(actions.begin(), actions.end(), [](const QAction* action) { return !action->isSeparator(); }) == 6);
}

TEST_CASE("Values are written away from the window's thread, and a place that cannot be written to is told")
{
    const TemporaryDirectory place;
    ui::PlotMenu menu([] { return ui::Picture(); }, nullptr);
    std::atomic<QThread*> writer = nullptr;
    menu.setValues([&] {
        return [&] {
            writer = QThread::currentThread();
            return QStringLiteral("a,b\n");
        };
    });
    menu.saveTo(QString::fromStdString((place / "values.csv").string()));
    REQUIRE(QTest::qWaitFor([&] { return std::filesystem::exists(place / "values.csv"); }, kPatience));
    CHECK(readFile(place / "values.csv") == "a,b\n");
    CHECK(writer != QThread::currentThread());
    QSignalSpy failures(&menu, &ui::PlotMenu::failed);
    menu.saveTo(QStringLiteral("/nowhere/values.csv"));
    REQUIRE(QTest::qWaitFor([&] { return failures.count() == 1; }, kPatience));
    CHECK(failures[0][0].value<ui::Failure>().cause.contains(QStringLiteral("/nowhere/values.csv")));
}

TEST_CASE("A chart can be shown alone, and the others come back")
{
    Shown shown;
    auto* enlarge = shown.charts.accuracyPane()->findChild<QToolButton*>(QStringLiteral("enlarge"));
    QTest::mouseClick(enlarge, Qt::LeftButton);
    CHECK(shown.charts.accuracyPane()->isVisible());
    CHECK_FALSE(shown.charts.lossPane()->isVisible());
    CHECK_FALSE(shown.charts.thirdPane()->isVisible());
    QTest::mouseClick(enlarge, Qt::LeftButton);
    CHECK(shown.charts.lossPane()->isVisible());
    CHECK(shown.charts.thirdPane()->isVisible());
}

TEST_CASE("The arrow keys walk from step to step, and plus and minus zoom")
{
    Shown shown;
    shown.run();
    ui::Chart& chart = shown.loss();
    chart.setFocus();
    QTest::keyClick(&chart, Qt::Key_Left);
    CHECK(chart.crosshair() == 39.0);
    QTest::keyClick(&chart, Qt::Key_Left, Qt::ShiftModifier);
    CHECK(chart.crosshair() == 29.0);
    QTest::keyClick(&chart, Qt::Key_Plus);
    CHECK(chart.xAxis->range().size() == Approx(32));
    CHECK_FALSE(chart.following());
    QTest::keyClick(&chart, Qt::Key_Home);
    CHECK(chart.xAxis->range().upper == 40);
    QTest::keyClick(&chart, Qt::Key_Escape);
    CHECK_FALSE(chart.crosshair());
}
