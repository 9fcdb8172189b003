// What the checks in Python feed, a line of JSON at a time, to see what comes out.
//   attune-figures metrics                  {"labels", "probabilities", "losses", "single", "majority"} -> all figures and curves
//   attune-figures events DIRECTORY [STEP]  lines of metrics.jsonl -> an event file, of a run that goes on after STEP

#include "core/error.h"
#include "core/runs/classification_metrics.h"
#include "core/runs/events.h"
#include "core/runs/tensorboard.h"

#include <iostream>

using namespace attune::core;
using Json = nlohmann::ordered_json;
using nlohmann::json;

namespace {

template<typename Number>
void addAll(ClassificationCollector& collector, const json& predictions)
{
    for (std::size_t i = 0; i < predictions.at("labels").size(); ++i) {
        const auto probabilities = predictions.at("probabilities").at(i).get<std::vector<Number>>();
        collector.add(predictions["labels"][i], std::span<const Number>(probabilities), predictions.at("losses").at(i));
    }
}

Json figures(const json& predictions)
{
    const std::size_t labels = predictions.at("probabilities").at(0).size();
    std::optional<std::size_t> majority;
    if (!predictions.at("majority").is_null())
        majority = predictions["majority"].get<std::size_t>();
    ClassificationCollector collector(labels, majority);
    if (predictions.at("single"))
        addAll<float>(collector, predictions);
    else
        addAll<double>(collector, predictions);

    Json result = toJson(collector.metrics(), {});
    result["roc"] = Json::array();
    result["precision_recall"] = Json::array();
    for (std::size_t label = 0; label < labels; ++label) {
        const ScoreCurve curve = collector.curve(label);
        Json roc = Json::array(), precisionRecall = Json::array();
        for (const RocPoint& point : curve.roc())
            roc.push_back({point.falsePositiveRate, point.truePositiveRate, point.threshold});
        for (const PrecisionRecallPoint& point : curve.precisionRecall())
            precisionRecall.push_back({point.recall, point.precision, point.threshold});
        result["roc"].push_back(std::move(roc));
        result["precision_recall"].push_back(std::move(precisionRecall));
    }
    result["reliability"] = Json::array();
    for (const ReliabilityBin& bin : collector.reliability())
        result["reliability"].push_back({bin.confidence, bin.accuracy, bin.count});
    return result;
}

void writeEvent(TensorBoardWriter& writer, const json& line)
{
    if (line.at("event") == "step")
        writer.append(stepFromJson(line, "the line"));
    else
        writer.append(evaluationFromJson(line, "the line"));
}

} // namespace

int main(int count, char** arguments)
{
    const std::string what = count > 1 ? arguments[1] : "";
    try {
        std::string line;
        if (what == "metrics" && count == 2) {
            while (std::getline(std::cin, line))
                std::cout << toText(figures(json::parse(line))) << '\n';
            return 0;
        }
        if (what == "events" && (count == 3 || count == 4)) {
            TensorBoardWriter writer(arguments[2], count == 4 ? std::optional<std::int64_t>(std::stoll(arguments[3])) : std::nullopt);
            while (std::getline(std::cin, line))
                writeEvent(writer, json::parse(line));
            writer.flush();
            return 0;
        }
    } catch (const std::exception& fault) {
        std::cerr << fault.what() << '\n';
        return 1;
    }
    std::cerr << "Usage: attune-figures metrics | attune-figures events DIRECTORY [STEP]\n";
    return 2;
}
