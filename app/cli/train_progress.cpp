#include "app/cli/train_progress.h"

#include "app/cli/output.h"

#include <nlohmann/json.hpp>

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <string>

namespace attune::cli {

namespace {

constexpr double kSecondsBetweenLines = 10;

void printLine(const std::string& line) { std::cout << line << std::endl; }

/// The figures, after a bar where the terminal has room for one: a line that is broken cannot be written anew.
std::string barLine(std::string figures, double done)
{
    constexpr int kWidest = 24, kNarrowest = 4;
    winsize terminal{};
    const bool known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &terminal) == 0 && terminal.ws_col > 1;
    const std::size_t room = known ? std::size_t{terminal.ws_col} - 1 : 1000; // the last column stays free
    figures.resize(std::min(figures.size(), room));
    const int width = std::min(static_cast<int>(room - figures.size()) - 3, kWidest);
    if (width < kNarrowest)
        return figures;
    const int full = static_cast<int>(width * done);
    return "[" + std::string(static_cast<std::size_t>(full), '#') + std::string(static_cast<std::size_t>(width - full), '.') + "] " + figures;
}

} // namespace

TrainProgress::TrainProgress(Style style) : m_style(style), m_terminal(style == Style::Words && isatty(STDOUT_FILENO)) {}

void TrainProgress::started(const core::TrainingPlan& plan)
{
    m_plan = plan;
    if (m_style != Style::Words)
        return;
    const auto several = [](std::int64_t count, const char* noun) { return counted(static_cast<std::size_t>(count), noun); };
    std::printf("%s to learn from, %lld to check; %s on %s in %s with %s.\n", several(plan.trainExamples, "text").c_str(),
                static_cast<long long>(plan.validationExamples), several(plan.totalSteps, "step").c_str(), plan.device.c_str(),
                plan.precision.c_str(), several(plan.threads, "thread").c_str());
    if (plan.truncatedTexts > 0)
        std::printf("%s longer than max_seq_length and %s cut.\n",
                    (several(plan.truncatedTexts, "text") + (plan.truncatedTexts == 1 ? " is" : " are")).c_str(), plan.truncatedTexts == 1 ? "is" : "are");
    std::fflush(stdout);
}

void TrainProgress::stepped(const core::StepMetrics& step)
{
    if (m_style == Style::Json)
        return printLine(core::toJsonLine(step));
    const auto smooth = [](std::optional<double>& mean, double value) { mean = mean ? 0.95 * *mean + 0.05 * value : value; };
    smooth(m_smoothedLoss, step.loss);
    smooth(m_smoothedAccuracy, step.accuracy);
    if (m_style != Style::Words)
        return;
    if (!m_terminal)
        return steppedInLines(step);
    char figures[160];
    std::snprintf(figures, sizeof figures, "%lld/%lld  loss %.3f  accuracy %.3f  %.0f samples/s  %s left", static_cast<long long>(step.step),
                  static_cast<long long>(m_plan.totalSteps), *m_smoothedLoss, *m_smoothedAccuracy, step.samplesPerSecond,
                  durationInWords(step.secondsLeft).c_str());
    std::printf("\r\033[K%s", barLine(figures, static_cast<double>(step.step) / static_cast<double>(m_plan.totalSteps)).c_str());
    std::fflush(stdout);
    m_barShown = true;
}

/// A log gets a line now and then; a run of seconds none but its evaluations'.
void TrainProgress::steppedInLines(const core::StepMetrics& step)
{
    if (step.seconds < m_lastLine + kSecondsBetweenLines)
        return;
    m_lastLine = step.seconds;
    std::printf("step %lld of %lld  train loss %.4f  accuracy %.4f  %.0f samples/s  %s left\n", static_cast<long long>(step.step),
                static_cast<long long>(m_plan.totalSteps), *m_smoothedLoss, *m_smoothedAccuracy, step.samplesPerSecond,
                durationInWords(step.secondsLeft).c_str());
    std::fflush(stdout);
}

void TrainProgress::evaluated(const core::EvaluationMetrics& evaluation)
{
    if (m_style == Style::Json)
        return printLine(core::toJsonLine(evaluation, m_plan.labels));
    if (m_style == Style::Quiet)
        return;
    clearBar();
    std::printf("step %lld  ", static_cast<long long>(evaluation.step));
    if (m_smoothedLoss)
        std::printf("train loss %.4f  ", *m_smoothedLoss);
    std::printf("validation loss %.4f  accuracy %.4f  macro-F1 %.4f%s\n", evaluation.loss, evaluation.accuracy, evaluation.macroF1, evaluation.best ? "  best so far" : "");
    std::fflush(stdout);
}

void TrainProgress::finished(const core::RunSummary& summary)
{
    if (m_style == Style::Json)
        return printLine(core::toJsonLine(summary, m_plan.labels));
    clearBar();
    const char* how = summary.status == core::RunStatus::Stopped ? "Stopped" : summary.status == core::RunStatus::Paused ? "Paused" : "Finished";
    std::printf("%s after %s in %s. ", how, counted(static_cast<std::size_t>(summary.steps), "step").c_str(), durationInWords(summary.seconds).c_str());
    if (summary.stoppedEarly)
        std::printf("There was no improvement any more. ");
    if (summary.best.samples > 0)
        std::printf("Best: accuracy %.4f, macro-F1 %.4f at step %lld, saved in %s\n", summary.best.accuracy, summary.best.macroF1,
                    static_cast<long long>(summary.best.step), (summary.directory / "model").c_str());
    else
        std::printf("No model was kept.\n");
    if (summary.test)
        std::printf("Test: accuracy %.4f (%.4f to %.4f), macro-F1 %.4f on %s\n", summary.test->accuracy, summary.test->accuracyLow,
                    summary.test->accuracyHigh, summary.test->macroF1, counted(static_cast<std::size_t>(summary.test->samples), "text").c_str());
    if (summary.status == core::RunStatus::Paused)
        std::printf("To go on: attune-cli train --resume %s\n", summary.directory.c_str());
    std::fflush(stdout);
}

void TrainProgress::failed(const std::string& reason, const core::RunSummary& summary)
{
    clearBar();
    const bool canGoOn = summary.status != core::RunStatus::Failed;
    if (m_style == Style::Json)
        printLine(nlohmann::ordered_json{{"event", "failed"}, {"reason", reason}, {"directory", summary.directory.string()}, {"can_go_on", canGoOn}}.dump(
            -1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
    else if (canGoOn)
        std::cerr << "attune-cli: The run is kept as it was last saved. When the cause is mended, go on: attune-cli train --resume "
                  << summary.directory.string() << std::endl;
}

void TrainProgress::noticed(const std::string& notice)
{
    clearBar();
    if (m_style == Style::Json)
        printLine(nlohmann::ordered_json{{"event", "notice"}, {"text", notice}}.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
    else
        std::cerr << "attune-cli: " << notice << std::endl;
}

void TrainProgress::clearBar()
{
    if (m_barShown)
        std::printf("\r\033[K");
    m_barShown = false;
}

} // namespace attune::cli
