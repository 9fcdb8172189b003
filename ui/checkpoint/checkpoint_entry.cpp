#include "ui/checkpoint/checkpoint_entry.h"

#include "ui/training/learning_rate_box.h"
#include "ui/training/wording.h"
#include "ui/words.h"

#include <QCoreApplication>
#include <QStringList>

namespace attune::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Checkpoint)
};

QString listed(const QStringList& names, int limit)
{
    if (names.size() <= limit)
        return names.join(QStringLiteral(", "));
    return Words::tr("%1 and %2 more").arg(names.mid(0, limit).join(QStringLiteral(", "))).arg(names.size() - limit);
}

bool startsWith(const std::string& name, const char* prefix)
{
    return name.rfind(prefix, 0) == 0;
}

/// "cls.predictions.transform.dense.weight" -> "cls.predictions"
QStringList groups(const std::vector<std::string>& names)
{
    QStringList groups;
    for (const auto& name : names) {
        const auto parts = QString::fromStdString(name).split(QLatin1Char('.'));
        const auto group = parts.mid(0, std::min<qsizetype>(2, std::max<qsizetype>(1, parts.size() - 1))).join(QLatin1Char('.'));
        if (!groups.contains(group))
            groups << group;
    }
    return groups;
}

} // namespace

QString refusalCause(const CheckpointEntry& entry)
{
    auto cause = entry.refusal->cause;
    return cause.remove(fromPath(entry.directory) + QLatin1Char('/'));
}

QStringList storedLabels(const core::CheckpointSummary& summary)
{
    QStringList labels;
    for (const auto& label : summary.config.labels)
        labels << QString::fromStdString(label);
    return labels;
}

bool classifierIsNew(const core::CheckpointSummary& summary, const QStringList& labels)
{
    return !summary.hasClassifier || (!labels.isEmpty() && labels != storedLabels(summary));
}

QString shapeLine(const core::CheckpointSummary& summary)
{
    const auto layers = summary.config.numHiddenLayers;
    return Words::tr("%1, %2, %3")
        .arg(layers == 1 ? Words::tr("1 layer") : Words::tr("%1 layers").arg(layers), count(summary.parameters),
            summary.lowerCase ? Words::tr("uncased") : Words::tr("cased"));
}

QString factsLine(const CheckpointEntry& entry)
{
    const auto& summary = *entry.summary;
    const auto letters = summary.lowerCase ? Words::tr("Uncased") : Words::tr("Cased");
    const auto history = summary.hasClassifier ? Words::tr("trained to tell %1").arg(listed(storedLabels(summary), 3))
        : entry.origin == CheckpointEntry::Origin::Included ? Words::tr("starts from random numbers")
        : entry.origin == CheckpointEntry::Origin::Opened   ? Words::tr("without a classifier")
                                                            : Words::tr("pre-trained");
    const auto place = entry.origin == CheckpointEntry::Origin::Included ? Words::tr("Comes with Attune")
                                                                         : Words::tr("In %1").arg(shortPath(entry.directory));
    return QStringLiteral("%1, %2. %3").arg(letters, history, place);
}

QString shortageLine(const CheckpointEntry& entry)
{
    if (!entry.forecast || entry.forecast->fits)
        return {};
    return Words::tr("Needs %1, %2 are free")
        .arg(bytes(static_cast<std::uint64_t>(entry.forecast->memory.total())), bytes(entry.forecast->memoryFree));
}

QString forecastInWords(const core::TrainingForecast& forecast)
{
    const auto memory = bytes(static_cast<std::uint64_t>(forecast.memory.total()));
    return forecast.seconds ? Words::tr("%1, %2").arg(roughDuration(*forecast.seconds), memory) : memory;
}

QString optionsLine(const core::TrainingOptions& options, const core::TrainingForecast& forecast)
{
    const auto length = options.maxSteps ? Words::tr("%1 steps").arg(*options.maxSteps)
        : options.numTrainEpochs == 1    ? Words::tr("1 epoch")
                                         : Words::tr("%1 epochs").arg(options.numTrainEpochs);
    return Words::tr("Learning rate %1, batch %2, %3, %4 tokens, %5.")
        .arg(LearningRateBox::written(options.learningRate))
        .arg(options.batchSize)
        .arg(length)
        .arg(forecast.maxLength)
        .arg(QString::fromStdString(core::precisionName(forecast.precision)));
}

QString weightsLine(const core::CheckpointSummary& summary)
{
    const auto stored =
        QStringLiteral("%1, %2, %3")
            .arg(QString::fromStdString(summary.format), QString::fromStdString(summary.dtype), bytes(summary.weightBytes));
    return summary.files.size() == 1 ? stored : Words::tr("%1, %2 files").arg(stored).arg(summary.files.size());
}

std::vector<Finding> findings(const core::CheckpointSummary& summary, const QStringList& labels)
{
    std::vector<Finding> found;
    std::size_t freshClassifier = 0;
    std::size_t freshPooler = 0;
    for (const auto& name : summary.missing)
        ++(startsWith(name, "classifier.") ? freshClassifier : freshPooler);

    const auto parameters = core::bertParameters(summary.config);
    std::size_t encoder = 0;
    for (const auto& parameter : parameters)
        encoder += !startsWith(parameter.name, "classifier.") && !startsWith(parameter.name, "bert.pooler.");
    found.push_back({true, Words::tr("All %1 encoder tensors are present").arg(number(encoder)),
        Words::tr("Names and shapes agree with config.json")});
    found.push_back(
        {true, Words::tr("Vocabulary agrees with the embeddings"), Words::tr("%1 pieces").arg(number(summary.vocabularySize))});

    if (freshPooler > 0)
        found.push_back(
            {false, Words::tr("The pooler is new"), Words::tr("%1 tensors start from random numbers").arg(freshPooler)});
    if (!summary.hasClassifier)
        found.push_back({false, Words::tr("The classifier is new"), Words::tr("2 tensors start from random numbers")});
    else if (classifierIsNew(summary, labels))
        found.push_back({false, Words::tr("The stored classifier is replaced: it tells other labels than your rows"),
            Words::tr("It tells %1; 2 tensors start from random numbers").arg(listed(storedLabels(summary), 6))});
    else
        found.push_back(
            {true, Words::tr("A trained classifier is stored"), Words::tr("It tells %1").arg(listed(storedLabels(summary), 6))});
    if (!summary.unused.empty())
        found.push_back({false,
            summary.unused.size() == 1 ? Words::tr("1 tensor is not needed")
                                       : Words::tr("%1 tensors are not needed").arg(summary.unused.size()),
            listed(groups(summary.unused), 4)});
    return found;
}

} // namespace attune::ui
