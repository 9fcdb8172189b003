#include "core/runs/run_care.h"

#include "core/atomic_file.h"
#include "core/error.h"
#include "core/runs/events.h"
#include "core/small_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <vector>

namespace attune::core {

namespace fs = std::filesystem;

using Json = nlohmann::ordered_json;

namespace {

constexpr std::size_t kLongestName = 200; // bytes
constexpr std::size_t kBlock = std::size_t{4} << 20;

Json readRunFile(const fs::path& run)
{
    const fs::path file = run / "run.json";
    const auto text = readSmallFile(file, kLargestSettings);
    if (!text)
        throw Error(run.string() + " is no run: it holds no run.json.", "Choose the folder that a training wrote.");
    Json json = Json::parse(*text, nullptr, false);
    if (!json.is_object())
        throw Error(file.string() + " is damaged: it is no JSON object.", "Choose another run.");
    return json;
}

std::string trimmed(const std::string& text)
{
    const auto begin = text.find_first_not_of(" \t\r\n");
    return begin == std::string::npos ? std::string() : text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

/// Counts what is copied, looks whether it should go on.
class Copier {
public:
    Copier(std::uint64_t inAll, const Progress& progress, std::stop_token stop) : m_inAll(inAll), m_progress(progress), m_stop(std::move(stop)) {}

    void copy(const fs::path& from, const fs::path& to)
    {
        std::ifstream in(from, std::ios::binary);
        if (!in)
            throw Error(from.string() + " cannot be read.", "Check the folder's permissions.");
        AtomicFile out(to);
        std::vector<char> block(kBlock);
        while (in.read(block.data(), static_cast<std::streamsize>(block.size())) || in.gcount() > 0) {
            if (m_stop.stop_requested())
                throw Error("The export was stopped.", "Nothing was left behind.");
            out.write(block.data(), static_cast<std::size_t>(in.gcount()));
            m_done += static_cast<std::uint64_t>(in.gcount());
            if (m_progress)
                m_progress(m_done, m_inAll);
        }
        if (in.bad())
            throw Error(from.string() + " could not be read to its end.", "Check the disk.");
        out.commit();
    }

private:
    std::uint64_t m_done = 0, m_inAll;
    const Progress& m_progress;
    std::stop_token m_stop;
};

} // namespace

RunFileGuard::RunFileGuard(const fs::path& run) : m_directory(open(run.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC))
{
    // Held for the time of one small file; where the file system knows no locks, it goes without.
    while (m_directory >= 0 && flock(m_directory, LOCK_EX) != 0 && errno == EINTR) {
    }
}

RunFileGuard::~RunFileGuard()
{
    if (m_directory >= 0)
        close(m_directory);
}

std::string storedRunName(const fs::path& run)
{
    try {
        const Json json = readRunFile(run);
        const auto name = json.find("name");
        return name != json.end() && name->is_string() ? name->get<std::string>() : std::string();
    } catch (const Error&) {
        return {};
    }
}

void renameRun(const fs::path& run, const std::string& name)
{
    const std::string wanted = trimmed(name);
    if (wanted.size() > kLongestName)
        throw Error("The name is too long: it has " + std::to_string(wanted.size()) + " bytes.", "Choose one of at most " + std::to_string(kLongestName) + ".");
    const RunFileGuard guard(run);
    const Json before = readRunFile(run);
    Json after{{"name", wanted.empty() ? Json(nullptr) : Json(wanted)}}; // first in the file: it is what one looks for
    for (const auto& [key, value] : before.items())
        if (key != "name")
            after[key] = value;
    writeFileAtomically(run / "run.json", toText(after, 2) + "\n");
}

void exportModel(const fs::path& run, const fs::path& target, const Progress& progress, std::stop_token stop)
{
    const fs::path model = run / "model";
    std::error_code fault;
    if (!fs::is_regular_file(model / "config.json", fault))
        throw Error("The run " + run.string() + " has no model to export.", "A run keeps one from its first evaluation on.");
    if (fs::exists(fs::symlink_status(target, fault)))
        throw Error(target.string() + " exists already.", "Choose another name: nothing is overwritten.");

    std::vector<fs::path> files;
    std::uint64_t inAll = 0;
    for (const fs::directory_entry& entry : fs::directory_iterator(model)) {
        if (!entry.is_regular_file(fault) || entry.path().filename().string().starts_with('.')) // what is being written
            continue;
        files.push_back(entry.path().filename());
        inAll += entry.file_size(fault);
    }
    const fs::path partial = target.string() + ".part";
    if (!fs::create_directory(partial, fault))
        throw Error("Cannot make the folder " + partial.string() + ": " + (fault ? fault.message() : "it exists already") + ".", "Choose another place.");
    try {
        Copier copier(inAll, progress, std::move(stop));
        for (const fs::path& file : files)
            copier.copy(model / file, partial / file);
        fs::rename(partial, target);
    } catch (const fs::filesystem_error& error) {
        fs::remove_all(partial, fault);
        throw Error("Cannot write " + target.string() + ": " + error.code().message() + ".", "Choose another place.");
    } catch (...) {
        fs::remove_all(partial, fault);
        throw;
    }
}

} // namespace attune::core
