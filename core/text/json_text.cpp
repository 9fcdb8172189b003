#include "core/text/json_text.h"

#include "core/error.h"
#include "core/utf8.h"

#include <fstream>
#include <unordered_set>

namespace attune::core {

using nlohmann::json;
namespace fs = std::filesystem;

namespace {

constexpr int kDeepest = 32;
constexpr std::size_t kMostValues = 3'000'000;
constexpr const char* kFetchAgain = "Fetch the checkpoint's files again: an interrupted download often leaves a web page or half a file.";

const json* entryOf(const json& object, const char* key)
{
    const auto found = object.find(key);
    return found == object.end() || found->is_null() ? nullptr : &*found;
}

[[noreturn]] void refuseKind(const json& value, const char* key, const std::string& name, const char* kinds)
{
    throw Error("\"" + std::string(key) + "\" in " + name + " is " + excerptOf(value) + ", " + kinds + ".",
        "Correct it, or remove the entry to have the usual setting.");
}

} // namespace

std::optional<std::string> readSmallFile(const fs::path& file, std::uintmax_t mostBytes)
{
    std::error_code fault;
    if (!fs::exists(file, fault))
        return std::nullopt;
    if (!fs::is_regular_file(file, fault))
        throw Error(file.string() + " is not a file.", "Choose the folder of a checkpoint.");
    const std::uintmax_t size = fs::file_size(file, fault);
    if (!fault && size > mostBytes)
        throw Error(file.string() + " has " + std::to_string(size) + " bytes, and no tokenizer's file has more than "
                + std::to_string(mostBytes) + ".",
            "Choose the folder of a BERT checkpoint.");
    std::ifstream in(file, std::ios::binary);
    std::string bytes(fault ? 0 : size, '\0');
    if (!in || fault)
        throw Error(file.string() + " cannot be opened.", "Check that the file may be read.");
    in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (static_cast<std::uintmax_t>(in.gcount()) != size)
        throw Error(file.string() + " could not be read to its end.", "Check the disk and the file.");
    return bytes;
}

json parseJsonObject(std::string_view text, const std::string& name)
{
    std::vector<std::unordered_set<std::string>> keys;
    std::size_t values = 0;
    const auto guard = [&](int depth, json::parse_event_t event, json& parsed) {
        if (depth > kDeepest)
            throw Error(name + " nests its values more than " + std::to_string(kDeepest) + " deep.", kFetchAgain);
        if (++values > kMostValues)
            throw Error(name + " holds more values than a tokenizer has.", kFetchAgain);
        if (event == json::parse_event_t::object_start)
            keys.emplace_back();
        else if (event == json::parse_event_t::object_end)
            keys.pop_back();
        else if (event == json::parse_event_t::key && !keys.back().insert(parsed.get_ref<const std::string&>()).second)
            throw Error(name + " states " + excerptOf(parsed) + " twice.", kFetchAgain);
        return true;
    };
    // The parser takes a NUL for the end of its input; what came after one would go unread.
    json object;
    if (text.find('\0') == std::string_view::npos)
        object = json::parse(text.begin(), text.end(), guard, false);
    if (!object.is_object())
        throw Error(name + " does not hold a JSON object.", kFetchAgain);
    return object;
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
