#include "core/runs/run_file.h"

#include "core/checkpoint/stored_weights.h"
#include "core/error.h"
#include "core/runs/events.h"
#include "core/runs/fingerprint.h"

#include <algorithm>
#include <ctime>

namespace attune::core {

namespace fs = std::filesystem;

using Json = nlohmann::ordered_json;

namespace {

template<typename T>
Json orNull(const std::optional<T>& value)
{
    return value ? Json(*value) : Json(nullptr);
}

Json orNull(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

std::string wholePath(const fs::path& path)
{
    std::error_code fault;
    const fs::path whole = fs::absolute(path, fault);
    return (fault ? path : whole.lexically_normal()).string();
}

Json describeFile(const fs::path& file)
{
    const auto found = fingerprint(file);
    return {{"path", wholePath(file)},
            {"size", found ? Json(found->size) : Json(nullptr)},
            {"fingerprint", found ? Json(found->hash) : Json(nullptr)}};
}

Json describeCheckpoint(const fs::path& directory)
{
    std::vector<fs::path> candidates;
    for (const char* name : {"config.json", "vocab.txt", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json"})
        candidates.push_back(directory / name);
    try {
        const std::vector<fs::path> weights = StoredWeights::open(directory).files();
        candidates.insert(candidates.end(), weights.begin(), weights.end());
    } catch (const Error&) {
        // A run that a broken checkpoint ends is recorded, too.
    }
    Json files = Json::object();
    for (const fs::path& file : candidates)
        if (const auto found = fingerprint(file))
            files[file.filename().string()] = {{"size", found->size}, {"fingerprint", found->hash}};
    return {{"path", wholePath(directory)}, {"files", files}};
}

Json labelsToJson(const LabelMap& labels)
{
    Json names = Json::object();
    for (const auto& [label, name] : labels.names)
        names[label] = orNull(name);
    return labels == LabelMap() ? Json(nullptr) : Json{{"names", names}, {"order", labels.order}};
}

LabelMap labelsFromJson(const Json& json)
{
    LabelMap labels;
    if (!json.is_object())
        return labels;
    if (const auto names = json.find("names"); names != json.end() && names->is_object())
        for (const auto& [label, name] : names->items())
            labels.names[label] = name.is_string() ? std::optional(name.get<std::string>()) : std::nullopt;
    if (const auto order = json.find("order"); order != json.end() && order->is_array())
        for (const Json& name : *order)
            if (name.is_string())
                labels.order.push_back(name.get<std::string>());
    return labels;
}

constexpr const char* kContentOrder = "content";

Json planToJson(const TrainingPlan& plan)
{
    return {{"total_steps", plan.totalSteps},
            {"steps_per_epoch", plan.stepsPerEpoch},
            {"eval_steps", plan.evalSteps},
            {"warmup_steps", plan.warmupSteps},
            {"train_examples", plan.trainExamples},
            {"validation_examples", plan.validationExamples},
            {"max_length", plan.maxLength},
            {"truncated_texts", plan.truncatedTexts},
            {"majority_accuracy", plan.majorityAccuracy},
            {"majority_label", plan.majorityLabel},
            {"best_metric", plan.bestMetric},
            {"device", plan.device},
            {"precision", orNull(plan.precision)},
            {"micro_batch_tokens", plan.microBatchTokens},
            {"test_examples", plan.testExamples},
            {"threads", plan.threads},
            {"labels", plan.labels},
            {"newly_initialised", plan.newlyInitialised}};
}

/// Reads what is of its kind and leaves alone what is not.
class Entries {
public:
    explicit Entries(const Json& object) : m_object(object) { }

    template <typename Value> void read(const char* name, Value& value) const
    {
        if (!m_object.is_object() || !m_object.contains(name))
            return;
        try {
            m_object.at(name).get_to(value);
        } catch (const Json::exception&) {
        }
    }

private:
    const Json& m_object;
};

Json summaryToJson(const RunFile& run)
{
    const RunSummary& summary = run.summary;
    return {{"steps", summary.steps},
            {"seconds", summary.seconds},
            {"stopped_early", summary.stoppedEarly},
            {"best", bestToJson(summary.best, run.plan.labels)},
            {"test", summary.test ? toJson(*summary.test, run.plan.labels) : Json(nullptr)}};
}

} // namespace

namespace {

/// As an entry of "columns" is called, and where it is told that nobody chose it.
constexpr std::pair<const char*, bool GuessedColumns::*> kGuessable[]
    = {{"text", &GuessedColumns::text}, {"text_pair", &GuessedColumns::textPair}, {"label", &GuessedColumns::label}};

Json namesOf(const GuessedColumns& guessed)
{
    Json names = Json::array();
    for (const auto& [name, isGuessed] : kGuessable)
        if (guessed.*isGuessed)
            names.push_back(name);
    return names;
}

} // namespace

Json describeReading(const RunSources& sources)
{
    const auto character = [](std::optional<char> c) { return c ? Json(*c == kNoQuote ? std::string() : std::string(1, *c)) : Json(nullptr); };
    return {{"split", sources.split},
            {"validation_split", orNull(sources.validationSplit)},
            {"split_seed", orNull(sources.splitSeed)},
            {"split_order", sources.splitOrder == SplitOrder::Content ? kContentOrder : "file"},
            {"columns",
             {{"text", orNull(sources.textColumn)},
              {"text_pair", orNull(sources.textPairColumn)},
              {"label", orNull(sources.labelColumn)},
              {"split", orNull(sources.splitColumn)},
              {"guessed", namesOf(sources.guessed)},
              {"complete", sources.columnsComplete}}},
            {"labels", labelsToJson(sources.labels)},
            {"dialect",
             {{"delimiter", character(sources.dialect.delimiter)},
              {"quote", character(sources.dialect.quote)},
              {"header", orNull(sources.dialect.header)},
              {"encoding", orNull(sources.dialect.encoding)}}}};
}

Json describe(const RunSources& sources)
{
    const auto fileOrNull = [](const fs::path& file) { return file.empty() ? Json(nullptr) : describeFile(file); };
    Json json{{"data", describeFile(sources.dataFile)}, {"validation", fileOrNull(sources.validationFile)}, {"test", fileOrNull(sources.testFile)}};
    json.update(describeReading(sources));
    json["checkpoint"] = describeCheckpoint(sources.checkpoint);
    return json;
}

RunSources sourcesFromJson(const Json& json)
{
    const auto at = [](const Json& object, const char* name) { return object.is_object() && object.contains(name) ? object.at(name) : Json(nullptr); };
    const auto text = [&](const Json& object, const char* name) {
        const Json found = at(object, name);
        return found.is_string() ? found.get<std::string>() : std::string();
    };
    RunSources sources;
    sources.dataFile = text(at(json, "data"), "path");
    sources.validationFile = text(at(json, "validation"), "path");
    sources.testFile = text(at(json, "test"), "path");
    sources.checkpoint = text(at(json, "checkpoint"), "path");
    sources.split = text(json, "split");
    if (const Json share = at(json, "validation_split"); share.is_number())
        sources.validationSplit = share.get<double>();
    if (const Json seed = at(json, "split_seed"); seed.is_number_unsigned())
        sources.splitSeed = seed.get<std::uint64_t>();
    if (text(json, "split_order") == kContentOrder)
        sources.splitOrder = SplitOrder::Content;
    sources.dataFingerprint = text(at(json, "data"), "fingerprint");
    sources.labels = labelsFromJson(at(json, "labels"));
    const Json columns = at(json, "columns");
    if (const Json complete = at(columns, "complete"); complete.is_boolean())
        sources.columnsComplete = complete.get<bool>();
    sources.textColumn = text(columns, "text");
    sources.textPairColumn = text(columns, "text_pair");
    sources.labelColumn = text(columns, "label");
    sources.splitColumn = text(columns, "split");
    if (const Json guessed = at(columns, "guessed"); guessed.is_array())
        for (const auto& [name, isGuessed] : kGuessable)
            sources.guessed.*isGuessed = std::find(guessed.begin(), guessed.end(), Json(name)) != guessed.end();
    const Json dialect = at(json, "dialect");
    if (const std::string delimiter = text(dialect, "delimiter"); delimiter.size() == 1)
        sources.dialect.delimiter = delimiter[0];
    if (at(dialect, "quote").is_string())
        sources.dialect.quote = text(dialect, "quote").empty() ? kNoQuote : text(dialect, "quote")[0];
    if (const Json header = at(dialect, "header"); header.is_boolean())
        sources.dialect.header = header.get<bool>();
    if (const std::string encoding = text(dialect, "encoding"); !encoding.empty())
        sources.dialect.encoding = encoding;
    return sources;
}

std::string toJson(const RunFile& run)
{
    const Json json = {
        {"name", orNull(run.name)},
        {"status", statusName(run.summary.status)},
        {"failure", orNull(run.failure)},
        {"started", run.started},
        {"ended", orNull(run.ended)},
        {"versions", {{"attune", ATTUNE_VERSION}, {"torch", orNull(run.plan.torchVersion)}}},
        {"seed", run.options.seed},
        {"options", toJson(run.options)},
        {"sources", run.sources},
        {"plan", planToJson(run.plan)},
        {"resumed", run.resumed},
        {"summary", summaryToJson(run)},
    };
    return toText(json, 2) + "\n";
}

TrainingPlan planFromJson(const Json& json)
{
    TrainingPlan plan;
    const Entries entries(json);
    entries.read("total_steps", plan.totalSteps);
    entries.read("steps_per_epoch", plan.stepsPerEpoch);
    entries.read("eval_steps", plan.evalSteps);
    entries.read("warmup_steps", plan.warmupSteps);
    entries.read("train_examples", plan.trainExamples);
    entries.read("validation_examples", plan.validationExamples);
    entries.read("max_length", plan.maxLength);
    entries.read("truncated_texts", plan.truncatedTexts);
    entries.read("majority_accuracy", plan.majorityAccuracy);
    entries.read("majority_label", plan.majorityLabel);
    entries.read("best_metric", plan.bestMetric);
    entries.read("device", plan.device);
    entries.read("precision", plan.precision);
    entries.read("micro_batch_tokens", plan.microBatchTokens);
    entries.read("test_examples", plan.testExamples);
    entries.read("threads", plan.threads);
    entries.read("labels", plan.labels);
    entries.read("newly_initialised", plan.newlyInitialised);
    return plan;
}

RunSummary summaryFromJson(const Json& json, const std::string& status, const std::string& file)
{
    RunSummary summary;
    for (const RunStatus one : {RunStatus::Training, RunStatus::Paused, RunStatus::Finished, RunStatus::Stopped, RunStatus::Failed})
        if (status == statusName(one))
            summary.status = one;
    const Entries entries(json);
    entries.read("steps", summary.steps);
    entries.read("seconds", summary.seconds);
    entries.read("stopped_early", summary.stoppedEarly);
    const auto evaluation = [&](const char* name) { return evaluationFromJson(json.at(name), "\"" + std::string(name) + "\" in " + file); };
    if (json.is_object() && json.contains("best") && json.at("best").is_object())
        summary.best = evaluation("best");
    if (json.is_object() && json.contains("test") && json.at("test").is_object())
        summary.test = evaluation("test");
    return summary;
}

std::string timestamp()
{
    const std::time_t now = std::time(nullptr);
    std::tm utc = {};
    gmtime_r(&now, &utc);
    char text[sizeof "2026-01-31T12:00:00Z"];
    return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc)};
}

} // namespace attune::core
