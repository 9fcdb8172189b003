#include "core/runs/events.h"

#include "core/error.h"
#include "core/json_text.h"

#include <limits>

namespace attune::core {

using nlohmann::json;

namespace {

constexpr const char* kChanged = "The file was changed after Attune wrote it: restore it, or start a new run.";

/// Takes the entries of one object into the fields of a value.
class Entries {
public:
    Entries(const json& object, std::string name) : m_object(object), m_name(std::move(name))
    {
        if (!object.is_object())
            throw Error(m_name + " is " + excerptOf(object) + ", and it should be an object.", kChanged);
    }

    /// What is not a number was written as null.
    void read(const char* key, double& field) const
    {
        if (const json* entry = find(key))
            field = entry->is_null() ? std::numeric_limits<double>::quiet_NaN() : number(key, *entry);
    }

    void read(const char* key, std::optional<double>& field) const
    {
        if (const json* entry = find(key))
            field = entry->is_null() ? std::nullopt : std::optional(number(key, *entry));
    }

    void read(const char* key, std::int64_t& field) const
    {
        if (const json* entry = find(key))
            field = count(key, *entry);
    }

    void read(const char* key, std::uint64_t& field) const
    {
        if (const json* entry = find(key)) {
            if (!entry->is_number_unsigned())
                refuse(key, *entry, "and it should be a whole number from 0");
            field = entry->get<std::uint64_t>();
        }
    }

    void read(const char* key, bool& field) const
    {
        if (const json* entry = find(key)) {
            if (!entry->is_boolean())
                refuse(key, *entry, "neither true nor false");
            field = entry->get<bool>();
        }
    }

    void readInterval(const char* key, double& low, double& high) const
    {
        const json* entry = find(key);
        if (!entry)
            return;
        if (!entry->is_array() || entry->size() != 2)
            refuse(key, *entry, "and it should be a list of two numbers");
        low = number(key, entry->at(0));
        high = number(key, entry->at(1));
    }

    void readSquare(const char* key, std::vector<std::int64_t>& field) const
    {
        const json* rows = find(key);
        if (!rows)
            return;
        if (!rows->is_array())
            refuse(key, *rows, "and it should be a list of rows");
        for (const json& row : *rows) {
            if (!row.is_array() || row.size() != rows->size())
                refuse(key, row, "and a row should have a number for each label");
            for (const json& value : row)
                field.push_back(count(key, value));
        }
    }

    void readClasses(const char* key, std::vector<ClassMetrics>& field) const
    {
        const json* entry = find(key);
        if (!entry)
            return;
        if (!entry->is_array())
            refuse(key, *entry, "and it should be a list of objects");
        for (const json& one : *entry) {
            const Entries entries(one, "\"" + std::string(key) + "\" in " + m_name);
            ClassMetrics& metrics = field.emplace_back();
            entries.read("precision", metrics.precision);
            entries.read("recall", metrics.recall);
            entries.read("f1", metrics.f1);
            entries.read("support", metrics.support);
            entries.read("roc_auc", metrics.rocAuc);
            entries.read("average_precision", metrics.averagePrecision);
        }
    }

private:
    const json* find(const char* key) const
    {
        const auto found = m_object.find(key);
        return found == m_object.end() ? nullptr : &*found;
    }

    double number(const std::string& key, const json& value) const
    {
        if (!value.is_number())
            refuse(key, value, "and it should be a number");
        return value.get<double>();
    }

    std::int64_t count(const std::string& key, const json& value) const
    {
        if (!value.is_number_integer())
            refuse(key, value, "and it should be a whole number");
        return value.get<std::int64_t>();
    }

    [[noreturn]] void refuse(const std::string& key, const json& value, const char* kinds) const
    {
        throw Error("\"" + key + "\" in " + m_name + " is " + excerptOf(value) + ", " + kinds + ".", kChanged);
    }

    const json& m_object;
    std::string m_name;
};

} // namespace

EvaluationMetrics evaluationFromJson(const json& object, const std::string& name)
{
    const Entries entries(object, name);
    EvaluationMetrics evaluation;
    entries.read("step", evaluation.step);
    entries.read("epoch", evaluation.epoch);
    entries.read("seconds", evaluation.seconds);
    entries.read("best", evaluation.best);
    entries.read("samples", evaluation.samples);
    entries.read("accuracy", evaluation.accuracy);
    entries.readInterval("accuracy_interval", evaluation.accuracyLow, evaluation.accuracyHigh);
    entries.read("macro_f1", evaluation.macroF1);
    entries.read("weighted_f1", evaluation.weightedF1);
    entries.read("matthews", evaluation.matthews);
    entries.read("roc_auc", evaluation.rocAuc);
    entries.read("average_precision", evaluation.averagePrecision);
    entries.read("ece", evaluation.ece);
    entries.read("loss", evaluation.loss);
    entries.read("majority_accuracy", evaluation.majorityAccuracy);
    entries.readSquare("confusion", evaluation.confusion);
    entries.readClasses("per_class", evaluation.perClass);
    return evaluation;
}

StepMetrics stepFromJson(const json& object, const std::string& name)
{
    const Entries entries(object, name);
    StepMetrics step;
    entries.read("step", step.step);
    entries.read("epoch", step.epoch);
    entries.read("loss", step.loss);
    entries.read("accuracy", step.accuracy);
    entries.read("learning_rate", step.learningRate);
    entries.read("gradient_norm", step.gradientNorm);
    entries.read("samples", step.samples);
    entries.read("tokens", step.tokens);
    entries.read("seconds", step.seconds);
    entries.read("samples_per_second", step.samplesPerSecond);
    entries.read("tokens_per_second", step.tokensPerSecond);
    entries.read("seconds_left", step.secondsLeft);
    entries.read("memory_bytes", step.memory);
    return step;
}

} // namespace attune::core
