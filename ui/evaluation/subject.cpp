#include "ui/evaluation/subject.h"

#include "core/data/read_table.h"
#include "core/error.h"
#include "core/runs/fingerprint.h"
#include "core/runs/run_data.h"
#include "ui/runs/run_entry.h"
#include "ui/words.h"

#include <QCoreApplication>

#include <algorithm>

namespace attune::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("EvaluationSubject", text);
}

QString rowCount(const core::Dataset& dataset)
{
    return dataset.examples.size() == 1 ? tr("1 row") : tr("%1 rows").arg(number(dataset.examples.size()));
}

QString fileName(const core::Dataset& dataset)
{
    return fromPath(dataset.file.filename());
}

QString checkRowsInWords(const core::Dataset& dataset)
{
    if (dataset.examples.size() == 1)
        return tr("1 check row of %1 that the model has not learned from").arg(fileName(dataset));
    return tr("%1 check rows of %2 that the model has not learned from").arg(number(dataset.examples.size()), fileName(dataset));
}

/// The labels that the model tells apart; throws where it has none of the kind that is measured here.
std::vector<std::string> labelsOf(const QString& directory)
{
    const auto summary = core::inspectCheckpoint(core::checkpointOf(toPath(directory)));
    if (!summary.hasClassifier)
        throw core::Error(directory.toStdString() + " has no classifier yet.", "Choose it on the Model page and train it first.");
    if (summary.config.problemType != core::ProblemType::SingleLabel)
        throw core::Error("The model in " + directory.toStdString() + " does not give one label to each text.",
            "Only models of one label a text are measured here; it still answers on the Predict page.");
    return summary.config.labels;
}

std::string fingerprintOf(const std::filesystem::path& file)
{
    const auto found = core::fingerprint(file);
    return found ? found->hash : std::string();
}

bool readAlike(const core::Table& a, const core::Table& b)
{
    const auto whole = [](const core::Table& table) { return std::filesystem::absolute(table.file).lexically_normal(); };
    const auto& one = a.dialect;
    const auto& other = b.dialect;
    return whole(a) == whole(b) && one.form == other.form && one.delimiter == other.delimiter && one.header == other.header
        && one.quote == other.quote && one.encoding == other.encoding;
}

struct Recognised {
    std::shared_ptr<const core::Table> table;
    core::ColumnRoles roles;
};

bool isFile(const std::filesystem::path& one, const std::filesystem::path& other)
{
    std::error_code unknown;
    return !one.empty() && !other.empty() && (one == other || std::filesystem::equivalent(one, other, unknown));
}

bool sameRows(const core::Dataset& a, const core::Dataset& b)
{
    return a.labels == b.labels
        && std::equal(a.examples.begin(), a.examples.end(), b.examples.begin(), b.examples.end(), [](const core::Example& one, const core::Example& other) {
               return one.line == other.line && one.label == other.label && one.text.view() == other.text.view();
           });
}

/// Of rows in a file of their own, with which a run on `data` was checked.
RowOrigin originOfCheckRows(const core::RunSources& sources, const core::Table& data, std::shared_ptr<const core::Table> table)
{
    RowOrigin origin{table, core::rolesInOther(sources, data, *table), sources.labels};
    origin.fingerprint = fingerprintOf(table->file);
    origin.learned = data.file;
    origin.dialect = sources.dialect;
    return origin;
}

/// The file as the run read its own, where it has the run's columns then; else its dialect, and at last its columns, are found out.
Recognised recognise(const std::filesystem::path& file, const core::RunSources& run, const core::Progress& progress, std::stop_token stop)
{
    std::shared_ptr<const core::Table> table;
    const auto read = [&](const core::DialectChoice& choice) {
        table = std::make_shared<const core::Table>(core::readTable(file, choice, progress, stop));
        return core::recordedRoles(run, *table);
    };
    std::optional<core::ColumnRoles> roles;
    if (run.dialect != core::DialectChoice()) {
        try {
            roles = read(core::dialectOfOther(run, file));
        } catch (const core::Error&) { // what was chosen for the run's file may not do for this one
            if (stop.stop_requested())
                throw;
        }
    }
    if (!roles)
        roles = read({});
    return {table, roles ? *roles : core::guessColumns(*table)};
}

} // namespace

bool sameFile(const EvaluationSubject& a, const EvaluationSubject& b)
{
    if (!a.origin || !b.origin)
        return false;
    const RowOrigin& one = *a.origin;
    const RowOrigin& other = *b.origin;
    return (one.table == other.table || (!one.fingerprint.empty() && one.fingerprint == other.fingerprint && readAlike(*one.table, *other.table)))
        && one.roles.label == other.roles.label && one.labels.names == other.labels.names;
}

QString modelName(const QString& directory)
{
    const auto path = toPath(directory);
    std::error_code unknown;
    return std::filesystem::exists(path / "run.json", unknown) ? tr("%1, best model").arg(runName(path)) : fromPath(path.filename());
}

EvaluationSubject subjectOfSelection(const QString& directory, const DataSelection& selection)
{
    EvaluationSubject subject;
    subject.directory = directory;
    subject.name = modelName(directory);
    const auto labels = labelsOf(directory);
    subject.dataset = selection.dataset->labels == labels
        ? selection.dataset
        : std::make_shared<const core::Dataset>(core::makeDataset(*selection.table, selection.roles, labels, selection.labels));
    subject.rows =
        tr("%1 of %2; the model may have learned from some of them").arg(rowCount(*subject.dataset), fileName(*subject.dataset));
    subject.origin = RowOrigin{selection.table, selection.roles, selection.labels, selection.fingerprint};
    subject.sources = selection.sources();
    subject.allRows = true;
    return subject;
}

EvaluationSubject subjectOfFile(
    const QString& directory, const QString& file, const core::Progress& progress, std::stop_token stop)
{
    EvaluationSubject subject;
    subject.directory = directory;
    subject.name = modelName(directory);
    const auto labels = labelsOf(directory);
    const auto run = core::sourcesBehind(toPath(directory));
    const auto [table, roles] = recognise(toPath(file), run, progress, stop);
    // Spellings that the run has renamed or merged mean the same in any file.
    subject.dataset = std::make_shared<const core::Dataset>(core::makeDataset(*table, roles, labels, run.labels));
    subject.rows = tr("%1 of %2").arg(rowCount(*subject.dataset), fileName(*subject.dataset));
    const auto leftOut = table->problems.size() + subject.dataset->problems.size();
    if (leftOut > 0)
        subject.rows += leftOut == 1 ? tr("; 1 row could not be used") : tr("; %1 rows could not be used").arg(number(leftOut));
    subject.origin = RowOrigin{table, roles, run.labels};
    subject.origin->fingerprint = fingerprintOf(table->file);
    if (isFile(table->file, run.validationFile)) {
        subject.origin->learned = run.dataFile;
        subject.origin->dialect = run.dialect;
    }
    return subject;
}

EvaluationSubject subjectOfRun(const QString& directory, const core::Progress& progress, std::stop_token stop)
{
    const auto run = core::readRun(toPath(directory));
    core::RunSources sources = run.sources;
    std::shared_ptr<const core::Table> whole, checks;
    const auto read = [&](const std::filesystem::path& file, const core::DialectChoice& choice) {
        core::Table table = core::readTable(file, choice, progress, stop);
        if (file == sources.dataFile)
            whole = std::make_shared<const core::Table>(table); // the rows are shared, not copied
        else if (file == sources.validationFile)
            checks = std::make_shared<const core::Table>(table);
        return table;
    };
    auto asRecorded = sources;
    core::DataSplit split = core::readRunData(sources, run.options.seed, read, {});
    EvaluationSubject subject;
    subject.directory = directory;
    subject.name = modelName(directory);
    subject.dataset = std::make_shared<const core::Dataset>(std::move(split.validation));
    subject.rows = checkRowsInWords(*subject.dataset);
    subject.sources = std::move(asRecorded);
    if (run.summary.best.step > 0)
        subject.step = run.summary.best.step;
    if (whole && subject.dataset->file == whole->file) {
        const core::ColumnNames names{sources.textColumn, sources.textPairColumn, sources.labelColumn, sources.splitColumn};
        subject.origin = RowOrigin{whole, core::rolesNamed(*whole, names), sources.labels};
        subject.origin->fingerprint = fingerprintOf(whole->file);
    } else if (whole && checks) {
        subject.origin = originOfCheckRows(*subject.sources, *whole, checks);
    }
    return subject;
}

EvaluationSubject subjectOfCheckRows(const core::RunSummary& summary, const DataSelection& trained,
    std::shared_ptr<const core::Dataset> checkRows, const core::Progress& progress, std::stop_token stop)
{
    EvaluationSubject subject;
    subject.directory = fromPath(summary.directory);
    subject.name = tr("%1, best model").arg(runName(summary.directory));
    subject.step = summary.best.step;
    subject.rows = checkRowsInWords(*checkRows);
    subject.sources = trained.sources();
    if (trained.table && trained.table->file == checkRows->file)
        subject.origin = RowOrigin{trained.table, trained.roles, trained.labels, trained.fingerprint};
    else if (trained.table && trained.validationFile == checkRows->file) {
        try {
            const auto& file = checkRows->file;
            auto table = std::make_shared<const core::Table>(core::readTable(file, core::dialectOfOther(*subject.sources, file), progress, stop));
            RowOrigin origin = originOfCheckRows(*subject.sources, *trained.table, std::move(table));
            if (sameRows(*checkRows, core::makeDataset(*origin.table, origin.roles, checkRows->labels, origin.labels)))
                subject.origin = std::move(origin);
        } catch (const core::Error&) { // it is gone or cannot be read any more: its rows were measured all the same
        }
    }
    subject.dataset = std::move(checkRows);
    return subject;
}

} // namespace attune::ui
