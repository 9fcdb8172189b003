#include "core/data/text_folders.h"

#include "core/data/columns.h"
#include "core/data/csv_parser.h"
#include "core/data/encoding.h"
#include "core/data/values.h"
#include "core/error.h"
#include "core/utf8.h"

#include <algorithm>

namespace attune::core {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kReportEvery = 256; ///< texts between two reports

struct TextFile {
    fs::path path;
    std::string label, part; ///< the folders' names
};

struct Found {
    std::vector<TextFile> texts;
    std::vector<RowProblem> problems; ///< what was passed over
    bool parts = false;
};

struct Entries {
    std::vector<fs::path> folders, files; ///< sorted by name, without hidden ones
};

Entries entriesOf(const fs::path& folder)
{
    Entries entries;
    std::error_code failure;
    for (fs::directory_iterator entry(folder, failure), end; !failure && entry != end; entry.increment(failure)) {
        if (entry->path().filename().string().starts_with('.'))
            continue;
        std::error_code unknown;
        (entry->is_directory(unknown) ? entries.folders : entries.files).push_back(entry->path());
    }
    if (failure)
        throw Error("The folder " + inQuotes(folder.string()) + " cannot be read: " + failure.message() + ".", "Check that you may read it.");
    std::sort(entries.folders.begin(), entries.folders.end());
    std::sort(entries.files.begin(), entries.files.end());
    return entries;
}

/// A name may be any bytes; a label and what is shown are UTF-8.
std::string readable(const std::string& name)
{
    return readableExcerpt(name, 3 * name.size()); // U+FFFD takes three bytes
}

bool isText(const fs::path& file)
{
    return lowerCase(file.extension().string()) == ".txt";
}

/// A folder without labels, as in aclImdb.
bool isUnlabelled(const fs::path& folder)
{
    const std::string name = lowerCase(folder.filename().string());
    return name == "unsup" || name == "unsupervised" || name == "unlabeled" || name == "unlabelled";
}

void passOver(Found& found, std::string reason)
{
    found.problems.push_back({0, "left_out", std::move(reason), {}, "left out"});
}

void takeClasses(const fs::path& root, const fs::path& folder, const std::string& part, Found& found)
{
    const Entries entries = entriesOf(folder);
    const auto shown = [&](const fs::path& path) { return inQuotes(path.lexically_relative(root).string()); };
    if (!entries.files.empty())
        passOver(found, counted(entries.files.size(), "file") + (folder == root ? " beside the folders" : " in " + shown(folder) + " beside the folders of the classes")
                + ", the first " + inQuotes(entries.files.front().filename().string()));
    for (const fs::path& one : entries.folders) {
        const Entries texts = entriesOf(one);
        if (isUnlabelled(one)) {
            passOver(found, "folder " + shown(one) + " with " + counted(texts.files.size(), "text") + " without labels");
            continue;
        }
        const std::string name = one.filename().string(), label = readable(name);
        if (label != name)
            found.problems.push_back({0, "invalid_encoding", "the name of folder " + shown(one) + " is not UTF-8", {}, "kept, with \xEF\xBF\xBD in place of the bytes"});
        const std::size_t before = found.texts.size();
        for (const fs::path& file : texts.files)
            if (isText(file))
                found.texts.push_back({file, label, part});
        const std::size_t others = texts.files.size() - (found.texts.size() - before) + texts.folders.size();
        if (others > 0)
            passOver(found, (others == 1 ? "1 entry" : std::to_string(others) + " entries") + " of folder " + shown(one) + (others == 1 ? " is" : " are") + " no .txt file");
    }
}

Found findTexts(const fs::path& root)
{
    const Entries entries = entriesOf(root);
    Found found;
    // A folder is one of a part when it is called so and has folders in it: else it may be a class that is called so.
    std::vector<std::pair<Part, fs::path>> parts;
    for (const fs::path& folder : entries.folders)
        if (const auto part = partNamed(folder.filename().string()); part && !entriesOf(folder).folders.empty())
            parts.emplace_back(*part, folder);
    if (parts.empty()) {
        takeClasses(root, root, {}, found);
        return found;
    }
    found.parts = true;
    std::stable_sort(parts.begin(), parts.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [part, folder] : parts)
        takeClasses(root, folder, part == Part::Learn ? "train" : part == Part::Check ? "validation" : "test", found);
    if (!entries.files.empty())
        passOver(found, counted(entries.files.size(), "file") + " beside the folders, the first " + inQuotes(entries.files.front().filename().string()));
    if (entries.folders.size() > parts.size())
        passOver(found, counted(entries.folders.size() - parts.size(), "folder") + " beside those of train, validation and test");
    return found;
}

} // namespace

Table readTextFolders(const fs::path& directory, const std::optional<std::string>& encoding, const Progress& progress, std::stop_token stop)
{
    Found found = findTexts(directory);
    if (found.texts.empty())
        throw Error("The folder " + inQuotes(directory.string()) + " holds no folders of texts.",
            "Choose a CSV file, or a folder with a folder of .txt files for each class (as in aclImdb).");
    Table table;
    table.file = directory;
    table.dialect = {',', true, kNoQuote, encoding.value_or("utf-8"), TableForm::Folders};
    table.columns = {"text", "label"};
    if (found.parts)
        table.columns.emplace_back("split");
    table.columns.emplace_back("file");
    table.problems = std::move(found.problems);
    table.rows = Rows(table.columns.size());
    table.rows.reserve(found.texts.size());

    std::size_t number = 0;
    for (const TextFile& text : found.texts) {
        throwIfStopped(stop, directory);
        if (progress && number % kReportEvery == 0)
            progress(number, found.texts.size());
        ++number;
        const std::string file = readable(text.path.lexically_relative(directory).string());
        const auto leaveOut = [&](std::string kind, const std::string& reason, std::string raw) {
            table.problems.push_back({number, std::move(kind), "file " + inQuotes(file) + ": " + reason, std::move(raw)});
        };
        try {
            const DecodedText decoded = decodeText(readFileBytes(text.path, stop), text.path, encoding, stop);
            if (decoded.encoding != "utf-8" && !encoding)
                table.dialect.encoding = decoded.encoding;
            if (const auto problem = problemOfBytes(decoded.bytes.view, number, decoded)) {
                leaveOut(problem->kind, problem->reason, rawExcerpt(decoded.bytes.view));
                continue;
            }
            std::vector<std::string_view> fields{decoded.bytes.view, text.label};
            if (found.parts)
                fields.push_back(text.part);
            fields.push_back(file);
            table.rows.append(number, fields);
        } catch (const Error& error) {
            throwIfStopped(stop, directory);
            leaveOut("unreadable", error.cause(), {});
        }
    }
    if (progress)
        progress(found.texts.size(), found.texts.size());
    return table;
}

} // namespace attune::core
