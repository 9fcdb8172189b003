#include "core/json_text.h"

#include "core/error.h"
#include "core/utf8.h"

#include <tuple>
#include <unordered_set>

namespace attune::core {

using nlohmann::json;

namespace {

constexpr int kDeepest = 100;
constexpr std::size_t kMostValues = 3'000'000;
constexpr const char* kFetchAgain = "Fetch the checkpoint's files again: an interrupted download often leaves a web page or half a file.";

[[noreturn]] void refuseKind(const json& value, const char* key, const std::string& name, const char* kinds)
{
    throw Error("\"" + std::string(key) + "\" in " + name + " is " + excerptOf(value) + ", " + kinds + ".",
        "Correct it, or remove the entry to have the usual setting.");
}

/// Looks for the key that an object of `text` has twice: comparing each with all before it takes as long as reading everything else.
[[noreturn]] void refuseDoubledKey(std::string_view text, const std::string& name)
{
    std::vector<std::unordered_set<std::string>> keys;
    std::ignore = json::parse(text.begin(), text.end(), [&](int, json::parse_event_t event, json& parsed) {
        if (event == json::parse_event_t::object_start)
            keys.emplace_back();
        else if (event == json::parse_event_t::object_end)
            keys.pop_back();
        else if (event == json::parse_event_t::key && !keys.back().insert(parsed.get_ref<const std::string&>()).second)
            throw Error(name + " states " + excerptOf(parsed) + " twice.", kFetchAgain);
        return true;
    });
    throw Error(name + " states a key twice.", kFetchAgain);
}

} // namespace

json parseJsonObject(std::string_view text, const std::string& name)
{
    std::vector<std::size_t> keys; // of each object that is open
    std::size_t values = 0;
    const auto guard = [&](int depth, json::parse_event_t event, json& parsed) {
        const bool opens = event == json::parse_event_t::object_start || event == json::parse_event_t::array_start;
        if (opens && depth >= kDeepest) // depth counts what is open already
            throw Error(name + " nests its values more than " + std::to_string(kDeepest) + " deep.", kFetchAgain);
        if (++values > kMostValues)
            throw Error(name + " holds more values than any file of a BERT.", kFetchAgain);
        if (event == json::parse_event_t::object_start)
            keys.push_back(0);
        else if (event == json::parse_event_t::key)
            ++keys.back();
        else if (event == json::parse_event_t::object_end) {
            if (parsed.size() != keys.back())
                refuseDoubledKey(text, name);
            keys.pop_back();
        }
        return true;
    };
    if (const auto nul = text.find('\0'); nul != std::string_view::npos)
        throw Error(name + " is not JSON: byte " + std::to_string(nul) + " is a NUL.", kFetchAgain);
    json object;
    try {
        object = json::parse(text.begin(), text.end(), guard);
    } catch (const json::parse_error& fault) {
        throw Error(name + " is not JSON (byte " + std::to_string(fault.byte) + ").", kFetchAgain, fault.what());
    } catch (const json::exception& fault) {
        throw Error(name + " is not JSON: a number in it is out of range.", kFetchAgain, fault.what());
    }
    if (!object.is_object())
        throw Error(name + " does not hold a JSON object.", kFetchAgain);
    return object;
}

const json* entryOf(const json& object, const char* key)
{
    const auto found = object.find(key);
    return found == object.end() || found->is_null() ? nullptr : &*found;
}

std::optional<bool> booleanOf(const json& object, const char* key, const std::string& name)
{
    const json* entry = entryOf(object, key);
    if (!entry)
        return std::nullopt;
    if (!entry->is_boolean())
        refuseKind(*entry, key, name, "neither true nor false");
    return entry->get<bool>();
}

std::optional<std::string> textOf(const json& object, const char* key, const std::string& name)
{
    const json* entry = entryOf(object, key);
    if (!entry)
        return std::nullopt;
    if (!entry->is_string())
        refuseKind(*entry, key, name, "and it should be a text");
    return entry->get<std::string>();
}

std::optional<std::uint32_t> countOf(const json& object, const char* key, const std::string& name)
{
    const json* entry = entryOf(object, key);
    if (!entry)
        return std::nullopt;
    if (!entry->is_number_unsigned() || entry->get<std::uint64_t>() > 0x7FFFFFFE)
        refuseKind(*entry, key, name, "and it should be a whole number below 2147483647");
    return entry->get<std::uint32_t>();
}

std::string excerptOf(const json& value)
{
    if (value.is_structured())
        return value.is_array() ? "a list" : "an object";
    return printable(value.dump(-1, ' ', false, json::error_handler_t::replace));
}

} // namespace attune::core
