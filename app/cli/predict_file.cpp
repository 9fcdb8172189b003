#include "app/cli/predict_file.h"

#include "app/cli/output.h"
#include "app/cli/percent_line.h"
#include "core/error.h"
#include "core/utf8.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <csignal>
#include <iostream>

namespace attune::cli {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostShown = 5; // problems told in words
constexpr const char* kStandardOutput = "/dev/stdout";

volatile std::sig_atomic_t g_interrupted = 0;

void interrupt(int) { g_interrupted = 1; }

void printJson(const core::FilePredictionReport& report, const core::FilePredictionRequest& request, const std::string& model, std::ostream& out)
{
    Json labels = Json::object(), problems = Json::array();
    for (std::size_t i = 0; i < report.labels.size(); ++i)
        labels[report.labels[i]] = report.labelCounts[i];
    for (const core::RowProblem& problem : report.problems)
        problems.push_back({{"line", problem.line}, {"kind", problem.kind}, {"reason", problem.reason}, {"action", problem.action}});
    const Json answer{{"model", model}, {"input", request.input.string()}, {"output", request.output.string()}, {"encoding", report.dialect.encoding},
        {"text_column", report.textColumn}, {"text_pair_column", report.textPairColumn ? Json(*report.textPairColumn) : Json(nullptr)},
        {"columns", report.columns}, {"added_columns", report.addedColumns}, {"rows", report.rows}, {"predicted", report.predicted},
        {"left_out", report.leftOut}, {"truncated", report.truncated}, {"labels", labels}, {"problem_count", report.problemCount}, {"problems", problems}};
    out << answer.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
}

void printWords(const core::FilePredictionReport& report, const core::FilePredictionRequest& request, std::ostream& out)
{
    for (std::size_t i = 0; i < std::min(report.problems.size(), kMostShown); ++i) {
        const core::RowProblem& problem = report.problems[i];
        std::cerr << "attune-cli: line " << problem.line << ": " << core::printable(problem.reason) << " (" << problem.action << ")\n";
    }
    if (report.problemCount > kMostShown)
        std::cerr << "attune-cli: and " << report.problemCount - kMostShown << " more; --json lists them\n";
    std::cerr.flush();
    out << counted(report.predicted, "text") << " of column " << core::printable(report.textColumn) << " predicted; " << counted(report.rows, "row")
              << " written to " << (request.output == kStandardOutput ? "standard output" : request.output.string()) << '\n';
    std::size_t width = 0;
    for (const std::string& label : report.labels)
        width = std::max(width, columnsOf(core::printable(label)));
    for (std::size_t i = 0; i < report.labels.size(); ++i)
        out << "   " << fitted(core::printable(report.labels[i]), width) << "  " << report.labelCounts[i] << '\n';
    if (report.leftOut > 0)
        out << counted(report.leftOut, "record") << " could not be read and " << (report.leftOut == 1 ? "is" : "are") << " not among them.\n";
    if (report.truncated > 0)
        out << counted(report.truncated, "text") << (report.truncated == 1 ? " was" : " were") << " longer than the model reads.\n";
}

} // namespace

void predictFile(core::Classifier& classifier, core::FilePredictionRequest request, const std::string& model, bool json)
{
    if (request.output == "-")
        request.output = kStandardOutput;
    core::FilePrediction prediction(classifier, request);
    std::signal(SIGINT, interrupt);
    std::signal(SIGTERM, interrupt);
    {
        PercentLine progress("Predicting " + request.input.filename().string());
        while (!prediction.finished()) {
            if (g_interrupted)
                throw core::Error("Interrupted: nothing was written.");
            prediction.step();
            progress.show(prediction.done(), prediction.total());
        }
    }
    std::ostream& out = request.output == kStandardOutput ? std::cerr : std::cout;
    json ? printJson(prediction.report(), request, model, out) : printWords(prediction.report(), request, out);
    finishOutput();
}

} // namespace attune::cli
