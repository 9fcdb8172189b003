#include "app/cli/train_progress.h"

#include <unistd.h>

#include <cstdio>
#include <iostream>
#include <string>

namespace attune::cli {

namespace {

std::string duration(double seconds)
{
    const auto whole = static_cast<long>(seconds + 0.5);
    char text[32];
    if (whole >= 3600)
        std::snprintf(text, sizeof text, "%ld h %02ld min", whole / 3600, whole / 60 % 60);
    else if (whole >= 60)
        std::snprintf(text, sizeof text, "%ld min %02ld s", whole / 60, whole % 60);
    else
        std::snprintf(text, sizeof text, "%ld s", whole);
    return text;
}

void printLine(const std::string& line) { std::cout << line << std::endl; }

} // namespace

TrainProgress::TrainProgress(bool json) : m_json(json), m_terminal(!json && isatty(STDOUT_FILENO)) {}

void TrainProgress::started(const core::TrainingPlan& plan)
{
    m_plan = plan;
    if (m_json)
        return;
    std::printf("%lld texts to learn from, %lld to check; %lld steps on %s with %d threads.\n", static_cast<long long>(plan.trainExamples),
                static_cast<long long>(plan.validationExamples), static_cast<long long>(plan.totalSteps), plan.device.c_str(), plan.threads);
    if (plan.truncatedTexts > 0)
        std::printf("%lld texts are longer than max_seq_length and lose their end.\n", static_cast<long long>(plan.truncatedTexts));
    std::fflush(stdout);
}

void TrainProgress::stepped(const core::StepMetrics& step)
{
    if (m_json)
        return printLine(core::toJsonLine(step));
    m_smoothedLoss = step.step == 1 ? step.loss : 0.95 * m_smoothedLoss + 0.05 * step.loss;
    if (!m_terminal)
        return;
    const double left = static_cast<double>(m_plan.totalSteps - step.step) * static_cast<double>(step.samples) / step.samplesPerSecond;
    constexpr int kWidth = 24;
    const int full = static_cast<int>(kWidth * step.step / m_plan.totalSteps);
    std::printf("\r\033[K[%s%s] %lld/%lld  loss %.3f  %.0f samples/s  %s left", std::string(static_cast<std::size_t>(full), '#').c_str(),
                std::string(static_cast<std::size_t>(kWidth - full), '.').c_str(), static_cast<long long>(step.step),
                static_cast<long long>(m_plan.totalSteps), m_smoothedLoss, step.samplesPerSecond, duration(left).c_str());
    std::fflush(stdout);
    m_barShown = true;
}

void TrainProgress::evaluated(const core::EvaluationMetrics& evaluation)
{
    if (m_json)
        return printLine(core::toJsonLine(evaluation, m_plan.labels));
    clearBar();
    std::printf("step %lld  train loss %.4f  validation loss %.4f  accuracy %.4f  macro-F1 %.4f%s\n", static_cast<long long>(evaluation.step),
                m_smoothedLoss, evaluation.loss, evaluation.accuracy, evaluation.macroF1, evaluation.best ? "  best so far" : "");
    std::fflush(stdout);
}

void TrainProgress::finished(const core::RunSummary& summary)
{
    if (m_json)
        return printLine(core::toJsonLine(summary, m_plan.labels));
    clearBar();
    std::printf("%s after %lld steps in %s. ", summary.status == core::RunStatus::Stopped ? "Stopped" : "Finished",
                static_cast<long long>(summary.steps), duration(summary.seconds).c_str());
    if (summary.best.samples > 0)
        std::printf("Best: accuracy %.4f, macro-F1 %.4f at step %lld, saved in %s\n", summary.best.accuracy, summary.best.macroF1,
                    static_cast<long long>(summary.best.step), (summary.directory / "model").c_str());
    else
        std::printf("No model was kept.\n");
    std::fflush(stdout);
}

void TrainProgress::clearBar()
{
    if (m_barShown)
        std::printf("\r\033[K");
    m_barShown = false;
}

} // namespace attune::cli
