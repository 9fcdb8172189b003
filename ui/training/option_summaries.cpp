#include "ui/training/option_summaries.h"

#include "ui/training/learning_rate_box.h"
#include "ui/words.h"

#include <QCoreApplication>

namespace attune::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("OptionSummaries", text);
}

QString plain(double value)
{
    return QString::number(value, 'g', 6);
}

QString wordsFor(const char* option, const std::string& value)
{
    for (const auto& [known, words] : wordingOf(option).choices)
        if (known.toStdString() == value)
            return words;
    return QString::fromStdString(value);
}

QString evaluation(const core::TrainingOptions& options)
{
    const QString every = !options.evalSteps ? tr("automatic")
        : *options.evalSteps >= 1            ? tr("every %1 steps").arg(number(std::uint64_t(*options.evalSteps)))
                                             : tr("every %1 epochs").arg(plain(*options.evalSteps));
    return options.earlyStoppingPatience ? tr("%1, patience %2").arg(every).arg(*options.earlyStoppingPatience) : every;
}

QString regularisation(const core::TrainingOptions& options)
{
    QString words = tr("decay %1, clip %2").arg(plain(options.weightDecay), plain(options.maxGradNorm));
    if (options.freezeEmbeddings || options.freezeLayers > 0)
        words += tr(", partly frozen");
    return words;
}

QString speed(const core::TrainingOptions& options, const core::RuntimeReport& runtime)
{
    const core::DeviceReport* device = runtime.device(options.device == "auto" ? runtime.chosenDevice : options.device);
    QStringList parts;
    parts.append(device ? shortName(*device) : QString::fromStdString(options.device).toUpper());
    parts.append(options.precision == "auto" ? tr("automatic") : QString::fromStdString(options.precision));
    return parts.join(QStringLiteral(", "));
}

} // namespace

QString summaryOf(OptionGroup group, const core::TrainingOptions& options, const core::RuntimeReport& runtime)
{
    switch (group) {
    case OptionGroup::Essentials:
        return tr("%1, %2 epochs").arg(LearningRateBox::written(options.learningRate), plain(options.numTrainEpochs));
    case OptionGroup::Schedule:
        return wordsFor("lr_scheduler_type", options.lrSchedulerType);
    case OptionGroup::Optimiser:
        return wordsFor("optim", options.optim);
    case OptionGroup::Regularisation:
        return regularisation(options);
    case OptionGroup::Evaluation:
        return evaluation(options);
    case OptionGroup::ClassBalance:
        return options.classWeights == "none" ? tr("all alike") : options.classWeights == "balanced" ? tr("balanced") : tr("own weights");
    case OptionGroup::Reproducibility:
        return tr("seed %1").arg(options.seed);
    case OptionGroup::Speed:
        break;
    }
    return speed(options, runtime);
}

QString shortName(const core::DeviceReport& device)
{
    return QString::fromStdString(device.name).toUpper();
}

QString longName(const core::DeviceReport& device)
{
    if (device.name == "cpu" || device.model.empty())
        return shortName(device);
    const QString name = QStringLiteral("%1 (%2)").arg(QString::fromStdString(device.model), shortName(device));
    return device.freeMemory > 0 ? tr("%1, %2 free").arg(name, bytes(device.freeMemory)) : name;
}

} // namespace attune::ui
