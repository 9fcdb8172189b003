#include "ui/selection_sources.h"

#include "core/data/read_table.h"
#include "core/runs/events.h"
#include "core/runs/fingerprint.h"
#include "core/runs/run_data.h"
#include "core/runs/run_file.h"
#include "ui/words.h"

namespace attune::ui {

core::RunSources sourcesOf(const TrainingJob& job)
{
    auto sources = job.data.sources();
    sources.checkpoint = job.checkpoint.directory;
    return sources;
}

namespace {

/// What is needed to read the file as it is shown.
core::RunSources readingOf(const DataSelection& data)
{
    auto sources = data.sources();
    sources.dialect = data.dialect;
    // A split column keeps its part also where it is not used; the share says that it is not.
    if (data.roles.split && *data.roles.split < data.table->columns.size())
        sources.splitColumn = core::lastingName(*data.table, *data.roles.split);
    if (!data.useSplitColumn)
        sources.validationSplit = data.validationShare;
    const bool usable = data.roles.text != data.roles.label; // else there were no columns to learn from
    if (!usable)
        sources.textColumn = sources.labelColumn = sources.textPairColumn = sources.splitColumn = {};
    sources.columnsComplete = usable;
    return sources;
}

} // namespace

std::string remembered(const DataSelection& data)
{
    if (!data.table || data.fingerprint.empty())
        return {};
    auto json = core::describeReading(readingOf(data));
    json["data"] = {{"path", fromPath(std::filesystem::absolute(data.table->file)).toStdString()}, {"fingerprint", data.fingerprint}};
    json["validation"] = {{"path", fromPath(data.validationFile).toStdString()}};
    json["test"] = {{"path", fromPath(data.testFile).toStdString()}};
    if (data.maxLength)
        json["max_seq_length"] = *data.maxLength;
    return core::toText(json);
}

std::optional<RememberedData> rememberedFrom(const std::string& text)
{
    const auto json = nlohmann::ordered_json::parse(text, nullptr, false);
    if (!json.is_object())
        return std::nullopt;
    RememberedData data{core::sourcesFromJson(json), {}};
    if (const auto length = json.find("max_seq_length"); length != json.end() && length->is_number_integer())
        data.maxLength = length->get<int>();
    return data.sources.dataFingerprint.empty() ? std::nullopt : std::optional(data);
}

RememberedData copyOf(const DataSelection& data, const std::filesystem::path& copy)
{
    RememberedData remembered{readingOf(data), {}};
    core::RunSources& sources = remembered.sources;
    sources.dialect = {}; // the copy's is plain; only whether its first line names the columns could be mistaken
    sources.dialect.header = data.table->dialect.form != core::TableForm::Delimited || data.table->dialect.header;
    sources.dataFile = std::filesystem::absolute(copy);
    if (const auto found = core::fingerprint(copy))
        sources.dataFingerprint = found->hash;
    return remembered;
}

SplitSettings splitIn(const core::RunSources& sources)
{
    SplitSettings settings;
    settings.useSplitColumn = !sources.splitColumn.empty() && !sources.validationSplit;
    settings.validationFile = sources.validationFile;
    settings.validationShare = sources.validationSplit.value_or(settings.validationShare);
    settings.splitSeed = sources.splitSeed.value_or(settings.splitSeed);
    settings.splitOrder = sources.splitOrder;
    settings.testFile = sources.testFile;
    return settings;
}

namespace {

core::TableReader reader(const core::Progress& reading, const std::stop_token& stop)
{
    return [&reading, stop](const std::filesystem::path& file, const core::DialectChoice& choice) { return core::readTable(file, choice, reading, stop); };
}

} // namespace

core::DataSplit splitOf(
    const DataSelection& data, std::uint64_t seed, std::stop_token stop, core::RunSources* sources, const core::Progress& reading)
{
    auto own = data.sources();
    return core::divideRunData(sources ? *sources : own, *data.table, seed, reader(reading, stop), {});
}

core::ResumeRequest resumeRequest(
    const ResumeJob& job, const std::optional<TrainingJob>& begun, const core::Progress& reading, std::stop_token stop)
{
    core::SavedRun saved = core::readRun(job.run);
    core::ResumeRequest result;
    result.run = job.run;
    result.options = job.options.value_or(saved.options);
    result.data = begun ? splitOf(begun->data, saved.options.seed, stop, nullptr, reading)
                        : core::readRunData(saved.sources, saved.options.seed, reader(reading, stop), {});
    return result;
}

} // namespace attune::ui
