#include "ui/training/command_line.h"

#include "core/hub/places.h"
#include "core/runs/training_options.h"
#include "ui/selection_sources.h"
#include "ui/words.h"

#include <nlohmann/json.hpp>

#include <QStringList>

#include <algorithm>

namespace attune::ui {

namespace {

using Json = nlohmann::ordered_json;

/// As a POSIX shell reads it back.
QString quoted(QString word)
{
    const auto plain = [](QChar c) { return (c.unicode() < 128 && c.isLetterOrNumber()) || QStringLiteral("_-./=:,+@%").contains(c); };
    if (!word.isEmpty() && std::all_of(word.begin(), word.end(), plain))
        return word;
    return QLatin1Char('\'') + word.replace(QLatin1Char('\''), QLatin1String("'\\''")) + QLatin1Char('\'');
}

QString characterNamed(char character)
{
    switch (character) {
    case '\t':
        return QStringLiteral("tab");
    case core::kNoQuote:
        return QStringLiteral("none");
    case '"':
        return QStringLiteral("double");
    case '\'':
        return QStringLiteral("single");
    default:
        return QString(QLatin1Char(character));
    }
}

class Command {
public:
    void add(const char* option, const QString& value)
    {
        if (value.isEmpty())
            return;
        const QLatin1Char between(value.startsWith(QLatin1Char('-')) ? '=' : ' '); // else it would be read as an option
        m_words.append(QLatin1String(option) + between + quoted(value));
    }
    void add(const char* option, const std::filesystem::path& value) { add(option, fromPath(value)); }
    void add(const char* option, const std::string& value) { add(option, QString::fromStdString(value)); }
    void addWord(const QString& word) { m_words.append(word); }
    QString text() const { return m_words.join(QLatin1Char(' ')); }

private:
    QStringList m_words;
};

void addDialect(Command& command, const core::DialectChoice& dialect)
{
    if (dialect.delimiter)
        command.add("--delimiter", characterNamed(*dialect.delimiter));
    if (dialect.quote)
        command.add("--quote", characterNamed(*dialect.quote));
    if (dialect.header)
        command.add("--header", *dialect.header ? QStringLiteral("yes") : QStringLiteral("no"));
    if (dialect.encoding)
        command.add("--encoding", *dialect.encoding);
}

/// As the command line takes a label that has one of the characters in it that part labels there.
std::string escaped(const std::string& label)
{
    std::string text;
    for (const char c : label) {
        if (c == '\\' || c == '=' || c == ',')
            text += '\\';
        text += c;
    }
    return text;
}

void addLabels(Command& command, const core::LabelMap& labels)
{
    for (const auto& [label, name] : labels.names)
        if (name)
            command.add("--rename-label", escaped(label) + "=" + escaped(*name));
        else
            command.add("--leave-out-label", escaped(label));
    std::string order;
    for (const std::string& name : labels.order)
        order.append(order.empty() ? 0 : 1, ',').append(escaped(name));
    command.add("--label-order", order);
}

/// Absent options are absent; everything else that differs from what the command would choose by itself.
void addOptions(Command& command, const core::TrainingOptions& options, const core::CheckpointSummary& checkpoint)
{
    const Json wanted = core::toJson(options), chosen = core::toJson(core::defaultOptions(checkpoint.config));
    for (const auto& [name, value] : wanted.items()) {
        if (value == chosen.at(name) || value.is_null() || value == Json(false))
            continue;
        const QString option = QStringLiteral("--") + QString::fromStdString(name).replace(QLatin1Char('_'), QLatin1Char('-'));
        if (value.is_boolean())
            command.addWord(option);
        else
            command.add(option.toLatin1().constData(),
                value.is_string() ? QString::fromStdString(value.get<std::string>()) : QString::fromStdString(value.dump()));
    }
}

} // namespace

QString commandLine(const TrainingJob& job)
{
    const core::RunSources sources = sourcesOf(job);
    Command command;
    command.addWord(quoted(fromPath(core::programDirectory() / "attune-cli")));
    command.addWord(QStringLiteral("train"));
    command.add("--data", sources.dataFile);
    addDialect(command, sources.dialect);
    command.add("--text-column", sources.textColumn);
    command.add("--text-pair-column", sources.textPairColumn);
    command.add("--label-column", sources.labelColumn);
    addLabels(command, sources.labels);
    command.add("--validation", sources.validationFile);
    command.add("--test", sources.testFile);
    if (!sources.splitColumn.empty())
        command.add("--split-column", sources.splitColumn);
    else if (sources.validationSplit)
        command.add("--validation-split", QString::number(*sources.validationSplit, 'g', 10));
    if (sources.validationFile.empty() && sources.splitSeed && *sources.splitSeed != job.options.seed)
        command.add("--split-seed", QString::number(*sources.splitSeed));
    if (sources.validationFile.empty() && sources.splitOrder == core::SplitOrder::Content)
        command.addWord(QStringLiteral("--split-by-content"));
    command.add("--checkpoint", job.checkpoint.directory);
    addOptions(command, job.options, job.checkpoint);
    command.add("--output", job.output);
    return command.text();
}

} // namespace attune::ui
