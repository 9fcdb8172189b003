#include "ui/training/option_wording.h"

#include "ui/training/learning_rate_box.h"
#include "ui/training/number_box.h"

#include <QCoreApplication>

#include <map>

namespace attune::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Options", text);
}

OptionWording::Choice choice(const char* value, const QString& words)
{
    return {QLatin1String(value), words};
}

using Table = std::map<std::string_view, OptionWording>;
using Group = OptionGroup;

void addEveryday(Table& t)
{
    t["learning_rate"] = {Group::Essentials, tr("&Learning rate"), tr("How far each step moves the weights, at its peak."),
        tr("Halve it when the loss jumps or becomes NaN; double it when it hardly falls.")};
    t["num_train_epochs"] = {Group::Essentials, tr("E&pochs"), tr("How often the whole data is learned from."),
        tr("More while the validation loss still falls; fewer once it rises.")};
    t["per_device_train_batch_size"] = {Group::Essentials, tr("&Batch size"), tr("Texts that one step learns from."),
        tr("Larger batches make steadier, fewer steps; raise the learning rate with them.")};
    t["max_seq_length"] = {Group::Essentials, tr("Ma&ximum length"), tr("Longer texts lose their end. By the data: as much as 99 of 100 texts need."),
        tr("Raise it when many texts are cut and what matters stands late in them."), tr(" tokens"), false, tr("by the data")};
    t["metric_for_best_model"] = {Group::Essentials, tr("Best model b&y"), tr("What decides which of the models is kept."),
        tr("Macro-F1 where small classes matter as much as large ones."), {}, false, {},
        {choice("auto", tr("Automatic")), choice("accuracy", tr("Accuracy")), choice("macro_f1", tr("Macro-F1")),
            choice("weighted_f1", tr("Weighted F1")), choice("matthews", tr("Matthews")), choice("loss", tr("Loss"))}};
    t["lr_scheduler_type"] = {Group::Schedule, tr("Sh&ape"), tr("How the learning rate falls after the warm-up."),
        tr("Linear decay suits nearly always; cosine stays high for longer."), {}, false, {},
        {choice("linear", tr("Linear decay")), choice("cosine", tr("Cosine")), choice("cosine_with_restarts", tr("Cosine restarts")),
            choice("polynomial", tr("Polynomial")), choice("constant", tr("Constant")),
            choice("constant_with_warmup", tr("Warmed constant"))}};
    t["warmup_ratio"] = {Group::Schedule, tr("Warm-up"), tr("Share of steps in which the learning rate rises from zero."),
        tr("More when the first steps are unsteady."), tr(" %"), true};
    t["warmup_steps"] = {Group::Schedule, tr("Warm-up steps"), tr("Steps in which the learning rate rises, instead of the share."),
        tr("When runs of different lengths are to begin alike."), {}, false, tr("by share")};
    t["max_steps"] = {Group::Schedule, tr("Steps in all"), tr("Ends the run after so many steps, whatever the epochs say."),
        tr("For a quick try on large data."), {}, false, tr("by epochs")};
}

void addOptimiser(Table& t)
{
    t["optim"] = {Group::Optimiser, tr("Method"), tr("How weights follow from gradients."),
        tr("AdamW suits nearly always; SGD needs a far larger learning rate."), {}, false, {},
        {choice("adamw_torch", tr("AdamW")), choice("adam", tr("Adam")), choice("sgd", tr("SGD"))}};
    t["momentum"] = {Group::Optimiser, tr("Momentum"), tr("How long SGD keeps its direction. AdamW and Adam do not use it."),
        tr("Together with the method SGD only.")};
    t["adam_beta1"] = {Group::Optimiser, tr("Beta 1"), tr("How long Adam remembers gradients."), tr("Hardly ever.")};
    t["adam_beta2"] = {Group::Optimiser, tr("Beta 2"), tr("How long Adam remembers the size of gradients."),
        tr("0.98 where the loss jumps late in long runs.")};
    t["adam_epsilon"] = {Group::Optimiser, tr("Epsilon"), tr("A small number that keeps Adam from dividing by zero."), tr("Hardly ever.")};
}

void addRegularisation(Table& t)
{
    t["weight_decay"] = {Group::Regularisation, tr("Weight decay"), tr("Pulls weights towards zero a little at each step."),
        tr("Up to 0.1 when training is far better than validation.")};
    t["max_grad_norm"] = {Group::Regularisation, tr("Clip gradients"), tr("Gradients longer than this are shortened to it; 0 clips nothing."),
        tr("Lower it when single batches throw the loss up.")};
    t["label_smoothing_factor"] = {Group::Regularisation, tr("Label smoothing"), tr("Share of each target that is spread over all labels."),
        tr("Around 0.1 where labels are often wrong, or probabilities too sure.")};
    t["dropout"] = {Group::Regularisation, tr("Dropout"), tr("Share of values that each training step leaves out at random."),
        tr("More against overfitting; 0 to follow a run exactly."), {}, false, tr("the model's")};
    t["freeze_embeddings"] = {Group::Regularisation, tr("Freeze embeddings"), tr("Leaves the vocabulary's vectors as they are."),
        tr("With little data, or to save memory.")};
    t["freeze_layers"] = {Group::Regularisation, tr("Freeze layers"), tr("Leaves the first so many layers as they are."),
        tr("With little data, or to train faster.")};
    t["layerwise_lr_decay"] = {Group::Regularisation, tr("Rate per layer"), tr("Learning rate of each layer as a share of that of the layer above it."),
        tr("0.9 to 0.95 keeps more of what a large model knows.")};
}

void addEvaluation(Table& t)
{
    t["eval_steps"] = {Group::Evaluation, tr("Check every"), tr("Steps between two validations; below 1, a share of an epoch."),
        tr("Less often when the rows to check are many and slow."), tr(" steps"), false, tr("automatic")};
    t["early_stopping_patience"] = {Group::Evaluation, tr("Pat&ience"), tr("Ends the run after so many validations without a better model."),
        tr("Off to run to the end whatever happens."), tr(" checks"), false, tr("off")};
    t["early_stopping_threshold"] = {Group::Evaluation, tr("Counts as better"), tr("By how much a validation must be better to count."),
        tr("When tiny gains keep a run going.")};
    t["save_steps"] = {Group::Evaluation, tr("Save every"), tr("Steps between two saved states, beside those at validations."),
        tr("On a machine that may lose power."), tr(" steps"), false, tr("each check")};
    t["save_total_limit"] = {Group::Evaluation, tr("States kept"), tr("How many saved states to go on from are kept."), tr("Hardly ever.")};
}

void addRest(Table& t)
{
    t["class_weights"] = {Group::ClassBalance, tr("Class weights"), tr("How much a text of each class counts."),
        tr("Balanced where small classes are overlooked."), {}, false, {},
        {choice("none", tr("All alike")), choice("balanced", tr("Balanced")), choice("", tr("Own numbers"))}};
    t["seed"] = {Group::Reproducibility, tr("Seed"), tr("The same seed gives the same run again."),
        tr("To see how much of a result is luck.")};
    t["full_determinism"] = {Group::Reproducibility, tr("Same bits on a GPU"), tr("The same bits on a graphics card, too, at some cost. The processor always computes the same."),
        tr("When two runs on a graphics card are compared to the last digit.")};
    t["device"] = {Group::Speed, tr("Devi&ce"), tr("Where the model is computed."), tr("To leave a graphics card to others.")};
    t["precision"] = {Group::Speed, tr("Precision"), tr("What matrix products are computed in. Automatic measures which is faster."),
        tr("fp32 to compare with other programs."), {}, false, {},
        {choice("auto", tr("Automatic")), choice("fp32", QStringLiteral("fp32")), choice("bf16", QStringLiteral("bf16")),
            choice("fp16", QStringLiteral("fp16"))}};
    t["gradient_accumulation_steps"] = {Group::Speed, tr("Batches a step"), tr("Batches that one step learns from, one after the other."),
        tr("For the effect of a larger batch in the same memory.")};
    t["truncation"] = {Group::Speed, tr("Long texts"), tr("What stays of a text that is too long."),
        tr("The end where the verdict stands last."), {}, false, {},
        {choice("head", tr("Keep beginning")), choice("tail", tr("Keep end")), choice("head+tail", tr("Keep both ends"))}};
}

} // namespace

const OptionWording& wordingOf(std::string_view option)
{
    static const Table table = [] {
        Table t;
        addEveryday(t);
        addOptimiser(t);
        addRegularisation(t);
        addEvaluation(t);
        addRest(t);
        return t;
    }();
    return table.at(option);
}

QString titleOf(OptionGroup group)
{
    switch (group) {
    case Group::Essentials:
        return tr("Essentials");
    case Group::Schedule:
        return tr("Schedule");
    case Group::Optimiser:
        return tr("Optimiser");
    case Group::Regularisation:
        return tr("Regularisation");
    case Group::Evaluation:
        return tr("Evaluation and stopping");
    case Group::ClassBalance:
        return tr("Class balance");
    case Group::Reproducibility:
        return tr("Reproducibility");
    case Group::Speed:
        break;
    }
    return tr("Speed and memory");
}

QString nameOf(std::string_view option)
{
    return QString(wordingOf(option).label).remove(QLatin1Char('&'));
}

QString valueInWords(std::string_view option, const nlohmann::ordered_json& value)
{
    const OptionWording& wording = wordingOf(option);
    if (value.is_null())
        return wording.absent.isEmpty() ? QStringLiteral("–") : wording.absent;
    if (value.is_boolean())
        return value.get<bool>() ? tr("yes") : tr("no");
    const QString plain = QString::fromStdString(value.is_string() ? value.get<std::string>() : value.dump());
    for (const auto& choice : wording.choices)
        if (choice.value == plain)
            return choice.words;
    if (!value.is_number())
        return plain;
    if (option == "learning_rate")
        return LearningRateBox::written(value.get<double>());
    return (value.is_number_integer() ? plain : NumberBox::digits(value.get<double>() * (wording.percent ? 100 : 1))) + wording.suffix;
}

QStringList differencesInWords(const core::TrainingOptions& now, const core::TrainingOptions& before)
{
    const auto wanted = core::toJson(now), had = core::toJson(before);
    QStringList words;
    for (const auto& [name, value] : wanted.items())
        if (value != had.at(name))
            words << tr("%1 %2 instead of %3").arg(nameOf(name), valueInWords(name, value), valueInWords(name, had.at(name)));
    return words;
}

QString explained(std::string_view option, bool withAdvice)
{
    const OptionWording& wording = wordingOf(option);
    QString text = QStringLiteral("<b>%1</b><br>%2").arg(nameOf(option), wording.meaning);
    if (withAdvice)
        text += QStringLiteral("<p>%1 %2</p>").arg(tr("When to change it:"), wording.advice);
    else
        text += QStringLiteral("<br>");
    return text + QLatin1String(option.data(), qsizetype(option.size()));
}

} // namespace attune::ui
