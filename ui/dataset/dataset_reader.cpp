#include "ui/dataset/dataset_reader.h"

#include "core/runs/fingerprint.h"
#include "ui/words.h"

#include <chrono>

namespace attune::ui {

namespace {

constexpr std::size_t kMostSpellings = 2000; // more are texts or numbers rather than labels

core::ColumnRoles rolesOf(const ReadRequest& request, const ReadResult& result)
{
    if (result.remembered && result.remembered->sources.columnsComplete) {
        const auto& sources = result.remembered->sources;
        auto roles = core::rolesNamed(*result.table, {sources.textColumn, sources.textPairColumn, sources.labelColumn, sources.splitColumn});
        if (sources.textPairColumn.empty())
            roles.textPair.reset();
        if (sources.splitColumn.empty())
            roles.split.reset();
        return roles;
    }
    const auto chosen = request.roles.find(result.table->columns.size());
    return chosen != request.roles.end() ? chosen->second : core::guessColumns(*result.table);
}

ReadResult readNow(const ReadRequest& request, const BackgroundQueue::Job& job)
{
    const auto begin = std::chrono::steady_clock::now();
    ReadResult result;
    const auto file = toPath(request.file);
    if (request.remembered)
        if (const auto found = core::fingerprint(file); found && found->hash == request.remembered->sources.dataFingerprint)
            result.remembered = request.remembered;
    const auto& choice = result.remembered ? result.remembered->sources.dialect : request.choice;
    result.table =
        request.table ? request.table : std::make_shared<const core::Table>(core::readTable(file, choice, job.progress, job.stop));
    std::error_code unknown;
    const auto size = std::filesystem::file_size(file, unknown);
    result.bytes = unknown ? 0 : size;
    if (request.table)
        result.fingerprint = request.fingerprint;
    else if (const auto found = core::fingerprint(file))
        result.fingerprint = found->hash;
    try {
        result.roles = rolesOf(request, result);
        result.labels = result.remembered ? result.remembered->sources.labels : labelsOf(request.labels, *result.table, result.roles->label);
        result.spellings = core::countLabels(*result.table, *result.roles);
        if (result.spellings.size() > kMostSpellings)
            result.spellings.clear();
        result.dataset = std::make_shared<const core::Dataset>(core::makeDataset(*result.table, *result.roles, result.labels));
    } catch (const core::Error& error) {
        result.unusable = Failure::of(error);
    }
    result.preview = std::make_shared<const Preview>(result.table, result.dataset);
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return result;
}

} // namespace

DatasetReader::DatasetReader(QObject* parent)
    : QObject(parent)
{
    m_reader.onProgress([this](std::uint64_t done, std::uint64_t total) { Q_EMIT progressed(done, total); });
}

void DatasetReader::read(const ReadRequest& request)
{
    cancel();
    m_reading = true;
    m_reader.run([request](const BackgroundQueue::Job& job) { return readNow(request, job); },
        [this](const Outcome<ReadResult>& outcome) {
            m_reading = false;
            if (outcome.value)
                Q_EMIT finished(*outcome.value);
            else
                Q_EMIT failed(outcome.failure);
        });
}

void DatasetReader::cancel()
{
    m_reading = false;
    m_reader.cancel();
}

} // namespace attune::ui
