#include "core/runs/training_options.h"

#include "core/error.h"
#include "core/runs/device_name.h"
#include "core/runs/schedule.h"
#include "core/runs/training_option_table.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
#include <sstream>

namespace attune::core {

namespace {

using Json = nlohmann::ordered_json;

[[noreturn]] void refuse(const char* option, const std::string& value, const std::string& range)
{
    throw Error(std::string(option) + " is " + value + "; it must be " + range + ".", std::string("Choose another ") + option + ".");
}

std::string shown(double value)
{
    std::ostringstream text;
    text << value;
    return text.str();
}

void check(const char* option, double value, const NumberRange& range)
{
    if (!std::isfinite(value) || !range.contains(value))
        refuse(option, shown(value), range.words);
}

void check(const char* option, std::int64_t value, const CountRange& range)
{
    if (value < range.least || value > range.most)
        refuse(option, std::to_string(value), "a whole number between " + std::to_string(range.least) + " and " + std::to_string(range.most));
}

void check(const char* option, const std::string& value, const TextRule& rule)
{
    if (!rule.holds(value))
        refuse(option, "\"" + value + "\"", rule.words);
}

void check(const char*, bool, NoRule) { }
void check(const char*, std::uint64_t, NoRule) { }

template <typename Value, typename Rule> void check(const char* option, const std::optional<Value>& value, const Rule& rule)
{
    if (value)
        check(option, *value, rule);
}

/// The numbers of "0.5,1,2.5"; nothing where one is none, or not above 0.
std::optional<std::vector<double>> numbersOf(const std::string& text)
{
    std::vector<double> numbers;
    const char *at = text.data(), *const end = text.data() + text.size();
    while (true) {
        double number = 0;
        const auto [stop, fault] = std::from_chars(at, end, number);
        if (fault != std::errc{} || !std::isfinite(number) || number <= 0)
            return std::nullopt;
        numbers.push_back(number);
        if (stop == end)
            return numbers;
        if (*stop != ',')
            return std::nullopt;
        at = stop + 1;
    }
}

template <typename Value> Json jsonOf(const Value& value) { return value; }
template <typename Value> Json jsonOf(const std::optional<Value>& value) { return value ? Json(*value) : Json(nullptr); }

bool take(const Json& json, double& value) { return json.is_number() && (value = json.get<double>(), true); }
bool take(const Json& json, std::int64_t& value)
{
    // A command line and other programs write 3 as 3.0.
    if (json.is_number_float()) {
        const double number = json.get<double>();
        return std::abs(number) < 9e15 && number == std::floor(number) && (value = static_cast<std::int64_t>(number), true);
    }
    return json.is_number_integer() && (!json.is_number_unsigned() || json.get<std::uint64_t>() <= INT64_MAX) && (value = json.get<std::int64_t>(), true);
}
bool take(const Json& json, std::uint64_t& value)
{
    const bool whole = json.is_number_unsigned() || (json.is_number_integer() && json.get<std::int64_t>() >= 0);
    return whole && (value = json.get<std::uint64_t>(), true);
}
bool take(const Json& json, bool& value) { return json.is_boolean() && (value = json.get<bool>(), true); }
bool take(const Json& json, std::string& value) { return json.is_string() && (value = json.get<std::string>(), true); }
template <typename Value> bool take(const Json& json, std::optional<Value>& value)
{
    if (json.is_null()) {
        value.reset();
        return true;
    }
    Value found{};
    return take(json, found) && (value = found, true);
}

} // namespace

TextRule oneOf(std::vector<std::string> choices)
{
    std::string words;
    for (std::size_t i = 0; i < choices.size(); ++i)
        words += (i == 0 ? "" : i + 1 == choices.size() ? " or " : ", ") + choices[i];
    return {[choices](const std::string& text) { return std::find(choices.begin(), choices.end(), text) != choices.end(); }, words};
}

TextRule deviceRule()
{
    return {[](const std::string& text) { return parseDeviceName(text).has_value(); }, "auto, cpu, cuda, cuda:N or mps"};
}

TextRule classWeightsRule()
{
    return {[](const std::string& text) { return text == "none" || text == "balanced" || numbersOf(text); },
            "none, balanced, or a number above 0 for each label with commas between"};
}

void TrainingOptions::check() const
{
    visitOptions(*this, [this](const char* name, const auto& value, const auto& rule, const char*) {
        const bool overridden = (&value == static_cast<const void*>(&numTrainEpochs) && maxSteps)
            || (&value == static_cast<const void*>(&warmupRatio) && warmupSteps);
        if (!overridden)
            core::check(name, value, rule);
    });
    if (evalSteps && *evalSteps >= 1 && *evalSteps != std::floor(*evalSteps))
        refuse("eval_steps", shown(*evalSteps), "a whole number of steps, or below 1 a share of an epoch");
    if (lrSchedulerType == "polynomial" && learningRate <= kPolynomialEnd)
        refuse("learning_rate", shown(learningRate), "above " + shown(kPolynomialEnd) + " with lr_scheduler_type polynomial, which ends there");
}

TrainingOptions defaultOptions(const ModelConfig& config)
{
    TrainingOptions options;
    const bool upToMedium = config.hiddenSize <= 512;
    if (config.hiddenSize <= 128)
        options.learningRate = 3e-4;
    else if (config.hiddenSize <= 384)
        options.learningRate = 1e-4;
    else
        options.learningRate = upToMedium ? 5e-5 : 2e-5;
    options.numTrainEpochs = upToMedium ? 4 : 3;
    return options;
}

std::int64_t maxSeqLengthFor(std::vector<std::size_t> lengths, std::int64_t most)
{
    constexpr std::int64_t kLeast = 8;
    most = std::min(most, kMostTokensByItself);
    if (lengths.empty())
        return most;
    const auto rank = lengths.begin() + static_cast<std::ptrdiff_t>((lengths.size() * 99 + 99) / 100) - 1;
    std::nth_element(lengths.begin(), rank, lengths.end());
    return std::clamp(static_cast<std::int64_t>(*rank), std::min(kLeast, most), most);
}

Json toJson(const TrainingOptions& options)
{
    Json json = Json::object();
    visitOptions(options, [&](const char* name, const auto& value, const auto&, const char*) { json[name] = jsonOf(value); });
    return json;
}

TrainingOptions withJson(TrainingOptions options, const Json& json, const std::string& source)
{
    if (!json.is_object())
        throw Error("The options in " + source + " are no JSON object.", "Write them as {\"learning_rate\": 5e-5, ...}.");
    std::size_t known = 0;
    visitOptions(options, [&](const char* name, auto& value, const auto&, const char*) {
        const auto found = json.find(name);
        if (found == json.end())
            return;
        ++known;
        if (!take(*found, value))
            throw Error("In " + source + ", " + name + " is " + found->dump(-1, ' ', false, Json::error_handler_t::replace).substr(0, 60)
                            + ", which is not of its kind.",
                        std::string("Write it as in ") + Json{{name, jsonOf(value)}}.dump() + ".");
    });
    if (known == json.size())
        return options;
    const Json all = toJson(options);
    for (const auto& [name, value] : json.items())
        if (!all.contains(name))
            throw Error("In " + source + ", the option \"" + name.substr(0, 60) + "\" is unknown.", "Leave it out; the window's tooltips and attune-cli train --help name all there are.");
    return options;
}

std::vector<std::string> differences(const TrainingOptions& now, const TrainingOptions& before)
{
    const Json new_ = toJson(now), old = toJson(before);
    std::vector<std::string> found;
    for (const auto& [name, value] : new_.items())
        if (value != old.at(name))
            found.push_back(name + ": " + value.dump() + " instead of " + old.at(name).dump());
    return found;
}

std::vector<double> classWeightsOf(const TrainingOptions& options, const std::vector<std::size_t>& labelCounts)
{
    if (options.classWeights == "none")
        return {};
    if (options.classWeights == "balanced") {
        const auto all = static_cast<double>(std::accumulate(labelCounts.begin(), labelCounts.end(), std::size_t{0}));
        std::vector<double> weights;
        for (const std::size_t count : labelCounts)
            weights.push_back(count ? all / (static_cast<double>(labelCounts.size()) * static_cast<double>(count)) : 1.0);
        return weights;
    }
    const std::vector<double> given = numbersOf(options.classWeights).value_or(std::vector<double>());
    if (given.size() != labelCounts.size())
        throw Error("class_weights has " + std::to_string(given.size()) + " numbers, and the data has " + std::to_string(labelCounts.size()) + " labels.",
                    "Give one for each label, in their order, or balanced.");
    return given;
}

} // namespace attune::core
