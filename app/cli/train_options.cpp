#include "app/cli/train_options.h"

#include "core/error.h"
#include "core/runs/training_option_table.h"

#include <algorithm>
#include <cmath>
#include <type_traits>

namespace attune::cli {

namespace {

using Json = nlohmann::ordered_json;

/// A number as JSON has it, anything else as a text.
Json valueOf(const std::string& text)
{
    const Json number = Json::parse(text, nullptr, false);
    return number.is_number() ? number : Json(text);
}

template <typename Value> constexpr bool isOptional = false;
template <typename Value> constexpr bool isOptional<std::optional<Value>> = true;

template <typename Value> constexpr bool isWhole
    = std::is_same_v<Value, std::int64_t> || std::is_same_v<Value, std::optional<std::int64_t>> || std::is_same_v<Value, std::uint64_t>;

/// The kind in the command line's own words, the range as core tells it.
template <typename Member> std::string faultOf(const std::string& name, const Json& value, const std::string& text)
{
    if constexpr (!std::is_same_v<Member, std::string>) {
        const bool number = value.is_number() && (!isWhole<Member> || value.is_number_integer() || std::floor(value.get<double>()) == value.get<double>());
        if (!number && !value.is_null())
            return "\"" + text + "\" is no " + (isWhole<Member> ? "whole number" : "number") + (isOptional<Member> ? ", nor none" : "");
    }
    try {
        core::withJson({}, {{name, value}}, "the command line").check();
        return {};
    } catch (const core::Error& error) {
        return error.what();
    }
}

std::string inWords(const Json& value, bool bySize)
{
    if (bySize)
        return " (default: by the model's size)";
    return value.is_null() ? std::string() : " (default: " + (value.is_string() ? value.get<std::string>() : value.dump()) + ")";
}

} // namespace

std::shared_ptr<Json> addTrainingOptions(CLI::App& command)
{
    const auto given = std::make_shared<Json>(Json::object());
    const Json defaults = toJson(core::TrainingOptions());
    core::TrainingOptions table;
    core::visitOptions(table, [&](const char* option, const auto& member, const auto&, const char* sentence) {
        const std::string name = option;
        std::string dashes = "--" + name;
        std::replace(dashes.begin(), dashes.end(), '_', '-');
        if constexpr (std::is_same_v<std::decay_t<decltype(member)>, bool>) { // the negative form takes back what a file of options says
            command.add_flag_function(dashes + ",!--no-" + dashes.substr(2), [given, name](std::int64_t count) { (*given)[name] = count > 0; }, sentence);
        } else {
            using Member = std::decay_t<decltype(member)>;
            const auto value = [](const std::string& text) {
                // "none" takes back what a file of options says.
                return std::is_same_v<Member, std::string> ? Json(text) : isOptional<Member> && text == "none" ? Json(nullptr) : valueOf(text);
            };
            const bool bySize = name == "learning_rate" || name == "num_train_epochs";
            command
                .add_option_function<std::string>(dashes, [given, name, value](const std::string& text) { (*given)[name] = value(text); },
                                                  sentence + inWords(defaults.at(name), bySize))
                ->type_name(std::is_same_v<Member, std::string> ? "WORD" : "NUMBER")
                ->check(CLI::Validator([name, value](std::string& text) { return faultOf<Member>(name, value(text), text); }, {}));
        }
    });
    return given;
}

} // namespace attune::cli
