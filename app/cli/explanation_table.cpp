#include "app/cli/explanation_table.h"

#include "app/cli/output.h"
#include "core/checkpoint/spelling.h"

#include <algorithm>
#include <cmath>
#include <cstdarg>
#include <cstdio>

namespace attune::cli {

namespace {

constexpr std::size_t kWidestToken = 24;
constexpr double kBar = 30;      // columns of the largest value
constexpr double kShown = 1e-4;  // what the digits show

using core::ExplainMethod;

__attribute__((format(printf, 1, 2))) std::string formatted(const char* format, ...)
{
    char text[256];
    va_list values;
    va_start(values, format);
    std::vsnprintf(text, sizeof text, format, values);
    va_end(values);
    return text;
}

std::string quoted(const std::string& label) { return "\"" + core::printable(label) + "\""; }

/// What the rows are, above them.
std::string heading(const core::Explanation& explanation)
{
    const std::string label = quoted(explanation.labels[explanation.label]);
    switch (explanation.method) {
    case ExplainMethod::IntegratedGradients:
        return "What moved the score of " + label + ", by integrated gradients in " + std::to_string(explanation.steps)
            + (explanation.steps == 1 ? " step" : " steps");
    case ExplainMethod::GradientTimesInput: return "What moved the score of " + label + ", by gradient x input";
    case ExplainMethod::LeaveOneOut: return "What the score of " + label + " loses when a word is replaced by " + explanation.mask;
    case ExplainMethod::Rollout: break;
    }
    return "Where [CLS] looked, through all layers (attention rollout)";
}

/// What they say and what they do not, below them.
std::string remark(const core::Explanation& explanation)
{
    const std::string label = quoted(explanation.labels[explanation.label]);
    switch (explanation.method) {
    case ExplainMethod::IntegratedGradients:
        return formatted("The score is %.3f, and %.3f for an empty text: the rows share out the difference of %+.3f.\nThey miss it by %+.4f (convergence delta).\n",
                         explanation.score(), explanation.baselineScore, explanation.score() - explanation.baselineScore, *explanation.convergenceDelta);
    case ExplainMethod::GradientTimesInput:
        return formatted("The score is %.3f. A row tells how the score would begin to change if its token counted for more;\n"
                         "the rows need not sum to the score.\n",
                         explanation.score());
    case ExplainMethod::LeaveOneOut:
        return formatted("The score is %.3f. Pieces of one word share its loss equally. Words that say the same thing twice hide each other.\n", explanation.score());
    case ExplainMethod::Rollout: break;
    }
    return "The rows sum to 1. They tell where the model looked, not what moved its answer.\n";
}

std::string warning(const core::Explanation& explanation)
{
    if (!explanation.deltaIsLarge())
        return {};
    return "That is much, so trust these rows little. More steps may mend it: --steps "
        + std::to_string(std::min(core::kMostExplainSteps, 4 * explanation.steps)) + ".\n";
}

} // namespace

std::string explanationTable(const core::Explanation& explanation)
{
    const std::vector<core::Token>& tokens = explanation.tokens;
    std::size_t width = 0;
    double largest = 10 * kShown; // what is as good as nothing gets no bar
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        width = std::max(width, std::min(columnsOf(core::printable(tokens[i].text)), kWidestToken));
        largest = std::max(largest, std::abs(static_cast<double>(explanation.attributions[i])));
    }
    const bool signs = explanation.method != ExplainMethod::Rollout;

    std::string text = core::printable(explanation.labels[explanation.label])
        + formatted("  %.3f\n", static_cast<double>(explanation.probabilities[explanation.label])) + heading(explanation) + ":\n\n";
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const double value = std::round(static_cast<double>(explanation.attributions[i]) / kShown) * kShown + 0.0; // no -0.0000
        const auto columns = static_cast<std::size_t>(std::lround(kBar * std::abs(value) / largest));
        std::string bar;
        for (std::size_t column = 0; column < columns; ++column)
            bar += value < 0 ? "\u2591" : "\u2588";
        text += "  " + fitted(core::printable(tokens[i].text), width) + formatted(signs ? "  %+.4f" : "  %.4f", value) + (bar.empty() ? "" : "  " + bar) + "\n";
    }
    if (signs)
        text += "\n\u2588 raises the score, \u2591 lowers it.";
    text += "\n" + remark(explanation) + warning(explanation);
    if (explanation.fullLength > tokens.size())
        text += "The text has " + std::to_string(explanation.fullLength) + " tokens; of them " + std::to_string(explanation.maxLength) + " are read.\n";
    return text;
}

} // namespace attune::cli
