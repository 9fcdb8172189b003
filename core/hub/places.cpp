#include "core/hub/places.h"

#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <mutex>
#include <optional>

namespace attune::core {

namespace fs = std::filesystem;

namespace {

std::optional<fs::path> absoluteFromEnvironment(const char* name)
{
    const char* value = std::getenv(name);
    if (!value || !*value || !fs::path(value).is_absolute())
        return std::nullopt;
    return value;
}

bool isCheckpoint(const fs::path& directory)
{
    std::error_code ignored;
    return fs::is_regular_file(directory / "config.json", ignored);
}

std::mutex chosenMutex;
fs::path chosenRunsDirectory; // guarded by chosenMutex; empty: none

// The number of "run-0042"; absent for other names.
std::optional<unsigned long> runNumber(const std::string& name)
{
    constexpr std::string_view kPrefix = "run-";
    unsigned long number = 0;
    const char* const end = name.data() + name.size();
    if (!name.starts_with(kPrefix))
        return std::nullopt;
    const auto [stopped, fault] = std::from_chars(name.data() + kPrefix.size(), end, number);
    if (fault != std::errc() || stopped != end)
        return std::nullopt;
    return number;
}

} // namespace

fs::path homeDirectory()
{
    if (const auto chosen = absoluteFromEnvironment("HOME"))
        return *chosen;
    const passwd* user = getpwuid(getuid());
    return user && user->pw_dir ? fs::path(user->pw_dir) : fs::path("/");
}

fs::path programDirectory()
{
    std::error_code fault;
    const fs::path program = fs::read_symlink("/proc/self/exe", fault);
    return fault ? fs::current_path() : program.parent_path();
}

fs::path resourceDirectory() { return (programDirectory() / "../share/attune").lexically_normal(); }

fs::path sampleFile() { return resourceDirectory() / "sample" / "reviews.csv"; }

fs::path starterCheckpoint() { return resourceDirectory() / "starter"; }

fs::path dataHome()
{
    // The XDG base directory specification has relative paths ignored.
    if (const auto chosen = absoluteFromEnvironment("XDG_DATA_HOME"))
        return *chosen / "attune";
    return homeDirectory() / ".local" / "share" / "attune";
}

fs::path fetchedCheckpoints() { return dataHome() / "checkpoints"; }

fs::path runsDirectory()
{
    const std::lock_guard lock(chosenMutex);
    return chosenRunsDirectory.empty() ? dataHome() / "runs" : chosenRunsDirectory;
}

void useRunsDirectory(fs::path directory)
{
    const std::lock_guard lock(chosenMutex);
    chosenRunsDirectory = std::move(directory);
}

std::vector<KnownCheckpoint> knownCheckpoints()
{
    std::vector<KnownCheckpoint> known;
    std::error_code absent;
    for (fs::directory_iterator entry(fetchedCheckpoints(), absent), end; !absent && entry != end; entry.increment(absent))
        if (isCheckpoint(entry->path()) && !entry->path().filename().string().starts_with('.')) // what is being fetched
            known.push_back({entry->path().filename().string(), entry->path(), false});
    std::sort(known.begin(), known.end(), [](const auto& a, const auto& b) { return a.name < b.name; });

    if (isCheckpoint(starterCheckpoint()))
        known.push_back({"starter", starterCheckpoint(), true});
    return known;
}

fs::path nextRunDirectory()
{
    // One above the highest: a number that was given to a run is not given again while later ones are there.
    unsigned long highest = 0;
    std::error_code absent;
    for (fs::directory_iterator entry(runsDirectory(), absent), end; !absent && entry != end; entry.increment(absent))
        if (const auto number = runNumber(entry->path().filename().string()))
            highest = std::max(highest, *number);

    std::string digits = std::to_string(highest + 1);
    digits.insert(0, digits.size() < 4 ? 4 - digits.size() : 0, '0');
    return runsDirectory() / ("run-" + digits);
}

} // namespace attune::core
