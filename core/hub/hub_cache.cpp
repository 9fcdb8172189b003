#include "core/hub/hub_cache.h"

#include "core/hub/places.h"
#include "core/json_text.h"
#include "core/small_file.h"

#include <algorithm>
#include <cstdlib>
#include <optional>

namespace attune::core {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kPrefix = "models--";
constexpr std::string_view kSeparator = "--";

/// huggingface_hub takes "~" in these variables for the home.
std::optional<fs::path> pathFromEnvironment(const char* name)
{
    const char* value = std::getenv(name);
    if (!value || !*value)
        return std::nullopt;
    const std::string_view text = value;
    if (text == "~" || text.starts_with("~/"))
        return homeDirectory() / text.substr(std::min<std::size_t>(2, text.size()));
    return fs::path(text);
}

/// "models--owner--name" -> "owner/name"; empty for other folders.
std::string nameOf(const std::string& folder)
{
    if (!folder.starts_with(kPrefix) || folder.size() == kPrefix.size())
        return {};
    std::string name = folder.substr(kPrefix.size());
    if (const auto separator = name.find(kSeparator); separator != std::string::npos)
        name.replace(separator, kSeparator.size(), "/");
    return name;
}

/// The commit that refs/main names.
std::string mainRevision(const fs::path& model)
{
    try {
        std::string text = readSmallFile(model / "refs" / "main", 1000).value_or(std::string());
        while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ')
            text.pop_back();
        return text.find('/') == std::string::npos ? text : std::string();
    } catch (const Error&) {
        return {};
    }
}

fs::path newestSnapshot(const fs::path& model)
{
    std::error_code fault;
    const fs::path snapshots = model / "snapshots";
    if (const std::string revision = mainRevision(model);
        !revision.empty() && revision != "." && revision != ".." && fs::is_directory(snapshots / revision, fault))
        return snapshots / revision;
    fs::path newest;
    fs::file_time_type time;
    for (fs::directory_iterator entry(snapshots, fault), end; !fault && entry != end; entry.increment(fault)) {
        std::error_code unreadable;
        if (!fs::is_directory(entry->path(), unreadable))
            continue;
        const auto changed = fs::last_write_time(entry->path(), unreadable);
        if (newest.empty() || changed > time || (changed == time && entry->path() > newest)) {
            newest = entry->path();
            time = changed;
        }
    }
    return newest;
}

std::string modelTypeOf(const fs::path& snapshot)
{
    const fs::path file = snapshot / "config.json";
    try {
        const auto text = readSmallFile(file, kLargestSettings);
        return text ? textOf(parseJsonObject(*text, file.string()), "model_type", file.string()).value_or(std::string()) : std::string();
    } catch (const Error&) {
        return {}; // opening it says what is wrong
    }
}

} // namespace

fs::path hubCache()
{
    if (const auto hub = pathFromEnvironment("HF_HUB_CACHE"))
        return *hub;
    if (const auto home = pathFromEnvironment("HF_HOME"))
        return *home / "hub";
    if (const auto caches = pathFromEnvironment("XDG_CACHE_HOME"))
        return *caches / "huggingface" / "hub";
    return homeDirectory() / ".cache" / "huggingface" / "hub";
}

std::vector<CachedModel> cachedModels(const fs::path& cache)
{
    std::vector<CachedModel> models;
    std::error_code fault;
    for (fs::directory_iterator entry(cache, fault), end; !fault && entry != end; entry.increment(fault)) {
        std::error_code unreadable;
        CachedModel model;
        model.name = nameOf(entry->path().filename().string());
        if (model.name.empty() || !fs::is_directory(entry->path(), unreadable))
            continue;
        model.directory = newestSnapshot(entry->path());
        if (model.directory.empty()) {
            model.directory = entry->path();
            model.obstacle = entry->path().string() + " holds no snapshot: its download was not completed.";
        } else {
            model.revision = model.directory.filename().string();
            model.modelType = modelTypeOf(model.directory);
        }
        models.push_back(std::move(model));
    }
    std::sort(models.begin(), models.end(), [](const CachedModel& a, const CachedModel& b) {
        return a.isBert() != b.isBert() ? a.isBert() : a.name < b.name;
    });
    return models;
}

} // namespace attune::core
