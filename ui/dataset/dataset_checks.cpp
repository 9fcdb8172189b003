#include "ui/dataset/dataset_checks.h"

#include "core/data/read_table.h"
#include "core/runs/run_data.h"

#include <map>

namespace attune::ui {

/// What need not be found out twice: the report on a dataset, and other files as long as they stay as they are.
class DatasetChecks::Memory {
public:
    const core::DatasetReport& reportOn(const std::shared_ptr<const core::Dataset>& dataset)
    {
        if (m_reported.lock() != dataset) {
            m_report = core::reportOn(*dataset);
            m_reported = dataset;
        }
        return m_report;
    }

    core::Table table(const std::filesystem::path& file, const core::DialectChoice& choice, const BackgroundQueue::Job& job)
    {
        std::error_code unknown;
        const auto written = std::filesystem::last_write_time(file, unknown);
        auto& known = m_tables[file];
        if (!known.table || unknown || known.written != written)
            known = {std::make_shared<const core::Table>(core::readTable(file, choice, job.progress, job.stop)), written};
        return *known.table;
    }

private:
    struct Known {
        std::shared_ptr<const core::Table> table;
        std::filesystem::file_time_type written;
    };
    std::weak_ptr<const core::Dataset> m_reported;
    core::DatasetReport m_report;
    std::map<std::filesystem::path, Known> m_tables;
};

DatasetChecks::DatasetChecks(QObject* parent)
    : QObject(parent)
    , m_memory(std::make_shared<Memory>())
{
}

DatasetChecks::~DatasetChecks() = default;

void DatasetChecks::check(const DataSelection& selection)
{
    m_queue.cancel();
    m_queue.run(
        [memory = m_memory, selection](const BackgroundQueue::Job& job) {
            auto sources = selection.sources();
            const auto split = core::divideRunData(sources, *selection.table, selection.splitSeed,
                [&](const std::filesystem::path& file, const core::DialectChoice& choice) {
                    return memory->table(file, choice, job);
                },
                {});
            CheckResult result;
            result.train = split.train.examples.size();
            result.validation = split.validation.examples.size();
            result.test = split.test.examples.size();
            for (const auto& note : split.notes)
                result.notes << QString::fromStdString(note);
            result.overlap = core::overlapOf(split.train, split.validation);
            result.testOverlap = core::overlapOf(split.train, split.test);
            result.report = memory->reportOn(selection.dataset);
            return result;
        },
        [this](const Outcome<CheckResult>& outcome) {
            if (outcome.value)
                Q_EMIT checked(*outcome.value);
            else
                Q_EMIT failed(outcome.failure);
        });
}

void DatasetChecks::cancel()
{
    m_queue.cancel();
}

} // namespace attune::ui
