#pragma once

#include "tests/support/catch.h"
#include "ui/plotting/chart.h"
#include "ui/plotting/chart_pane.h"
#include "ui/training/run_charts.h"
#include "ui/training/train_page.h"

#include <QAbstractSpinBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

namespace attune::test {

inline ui::DataSelection someData()
{
    auto table = std::make_shared<core::Table>();
    table->file = "/data/reviews.csv";
    auto dataset = std::make_shared<core::Dataset>();
    dataset->labels = {"negative", "positive"};
    dataset->examples.resize(80);
    ui::DataSelection selection;
    selection.table = table;
    selection.dataset = dataset;
    return selection;
}

inline core::CheckpointSummary someCheckpoint()
{
    core::CheckpointSummary summary;
    summary.name = "small-model";
    summary.config.hiddenSize = 384;
    summary.config.numHiddenLayers = 6;
    summary.config.numAttentionHeads = 12;
    summary.config.labels = {"negative", "positive"};
    summary.maxLength = 256;
    return summary;
}

inline core::RuntimeReport someRuntime()
{
    core::RuntimeReport report;
    report.devices = {{"cpu", "a processor", 0, 0, {core::Precision::Fp32}},
                      {"cuda:1", "a graphics card", 0, 0, {core::Precision::Fp32, core::Precision::Bf16}}};
    report.chosenDevice = "cpu";
    return report;
}

inline core::TrainingPlan somePlan()
{
    core::TrainingPlan plan;
    plan.totalSteps = 40;
    plan.stepsPerEpoch = 20;
    plan.evalSteps = 10;
    plan.trainExamples = 72;
    plan.validationExamples = 8;
    plan.majorityAccuracy = 0.512;
    plan.majorityLabel = "positive";
    plan.bestMetric = "accuracy";
    return plan;
}

inline core::StepMetrics stepMetrics(std::int64_t step)
{
    core::StepMetrics metrics;
    metrics.step = step;
    metrics.loss = 1.0 / double(step);
    metrics.accuracy = 0.5 + 0.01 * double(step);
    metrics.seconds = double(step);
    metrics.samples = 4;
    metrics.tokens = 40;
    metrics.samplesPerSecond = 4;
    return metrics;
}

inline core::EvaluationMetrics evaluationMetrics(std::int64_t step, double loss, double accuracy, bool best)
{
    core::EvaluationMetrics metrics;
    metrics.step = step;
    metrics.loss = loss;
    metrics.accuracy = accuracy;
    metrics.macroF1 = accuracy - 0.1;
    metrics.best = best;
    return metrics;
}

/// A page with everything that a training needs.
struct ReadyPage {
    ReadyPage()
    {
        page.resize(1000, 700);
        page.setData(someData());
        page.setCheckpoint(someCheckpoint());
        page.setRuntime(someRuntime());
        page.show();
    }
    template <class T> T& the(const char* name) { return *page.findChild<T*>(QString::fromLatin1(name)); }
    ui::RunCharts& charts() { return *page.findChild<ui::RunCharts*>(); }

    /// 40 steps and four evaluations, the third of which is the best.
    void run()
    {
        page.start();
        page.showStarted(somePlan());
        for (int step = 1; step <= 40; ++step) {
            page.showStep(stepMetrics(step));
            if (step % 10 == 0)
                page.showEvaluation(evaluationMetrics(step, 0.9 - step * 0.01, step == 30 ? 0.85 : 0.6 + step * 0.005, step <= 30));
        }
        draw();
    }
    /// What arrived is drawn together some moments later; a test does not wait.
    void draw()
    {
        charts().showNow();
        for (auto* pane : {charts().lossPane(), charts().accuracyPane(), charts().thirdPane()})
            pane->chart()->replotNow();
    }

    ui::TrainPage page;

    /// Begins run-0003 and presses Pause after so many steps.
    core::TrainingPlan pauseAfter(int steps)
    {
        page.start();
        core::TrainingPlan plan = somePlan();
        plan.directory = "/runs/run-0003";
        page.showStarted(plan);
        for (int step = 1; step <= steps; ++step)
            page.showStep(stepMetrics(step));
        page.pause();
        return plan;
    }
};

inline std::vector<std::pair<double, double>> pointsOf(const QCPGraph* graph)
{
    std::vector<std::pair<double, double>> points;
    for (const QCPGraphData& point : *graph->data())
        points.emplace_back(point.key, point.value);
    return points;
}

inline void typeInto(QAbstractSpinBox& box, const char* text)
{
    auto* edit = box.findChild<QLineEdit*>();
    edit->setFocus();
    edit->selectAll();
    QTest::keyClicks(edit, QString::fromLatin1(text));
}

} // namespace attune::test
