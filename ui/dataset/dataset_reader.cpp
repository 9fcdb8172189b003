#include "ui/dataset/dataset_reader.h"

#include "ui/words.h"

#include <chrono>

namespace attune::ui {

namespace {

constexpr std::uint64_t kSeed = 42; // the counts are the same for every seed

ReadResult readNow(const ReadRequest& request, const BackgroundQueue::Job& job)
{
    const auto begin = std::chrono::steady_clock::now();
    ReadResult result;
    const auto file = toPath(request.file);
    result.table = request.table
        ? request.table
        : std::make_shared<const core::Table>(core::readTable(file, request.choice, job.progress, job.stop));
    std::error_code unknown;
    const auto size = std::filesystem::file_size(file, unknown);
    result.bytes = unknown ? 0 : size;
    try {
        result.roles =
            request.roles && request.columns == result.table->columns.size() ? *request.roles : core::guessColumns(*result.table);
        result.dataset = std::make_shared<const core::Dataset>(core::makeDataset(*result.table, *result.roles));
    } catch (const core::Error& error) {
        result.unusable = Failure::of(error);
    }
    result.preview = std::make_shared<const Preview>(result.table, result.dataset);
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return result;
}

SplitResult counted(const core::DataSplit& split)
{
    SplitResult result{split.train.examples.size(), split.validation.examples.size(), {}};
    for (const auto& note : split.notes)
        result.notes << QString::fromStdString(note);
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

void DatasetReader::split(std::shared_ptr<const core::Table> table, std::shared_ptr<const core::Dataset> dataset,
    const core::ColumnRoles& roles, std::optional<double> share)
{
    m_splitter.cancel();
    m_splitter.run(
        [table = std::move(table), dataset = std::move(dataset), roles, share](const BackgroundQueue::Job&) {
            return counted(share ? core::splitStratified(*dataset, *share, kSeed) : core::splitByColumn(*table, roles));
        },
        [this](const Outcome<SplitResult>& outcome) {
            if (outcome.value)
                Q_EMIT splitKnown(*outcome.value);
            else
                Q_EMIT splitFailed(outcome.failure);
        });
}

void DatasetReader::cancel()
{
    m_reading = false;
    m_reader.cancel();
    m_splitter.cancel();
}

} // namespace attune::ui
