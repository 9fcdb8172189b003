#include "ui/training/option_help.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>

namespace attune::ui {

namespace {

struct Help {
    const char* option;
    const char* what;
    const char* when;
};

#define WORDS(text) QT_TRANSLATE_NOOP("OptionHelp", text)

constexpr Help kHelp[] = {
    {"learning_rate", WORDS("How far each step moves the weights at most. The one number that decides most."),
        WORDS("Lower it, to a half or a third, when the loss jumps, grows or becomes NaN. Raise it when the loss falls steadily but slowly. "
              "Large models want small rates: the default suits the size of the chosen one.")},
    {"num_train_epochs", WORDS("How often the whole data is learned from."),
        WORDS("Fewer when the validation loss rises again while the training loss falls: the model learns the texts by heart. More for few texts, "
              "or while both still fall at the end.")},
    {"max_steps", WORDS("Ends the training after so many steps, whatever the epochs say."),
        WORDS("For a quick trial on large data, or to compare runs of the same length.")},
    {"per_device_train_batch_size", WORDS("How many texts one step learns from. More make each step steadier and rarer."),
        WORDS("Lower it when memory is short, or with only some hundred texts. When you double it, the learning rate may rise by about half.")},
    {"gradient_accumulation_steps", WORDS("How many batches are added up before the weights move. Two batches of 16 then count as one of 32."),
        WORDS("Raise it when a larger batch would not fit into memory.")},
    {"optim", WORDS("How gradients become changes of the weights. AdamW gives every weight a pace of its own."),
        WORDS("Leave it at AdamW for BERT. Plain Adam and SGD are there to compare with papers; SGD needs a learning rate a hundred times larger.")},
    {"momentum", WORDS("How much of its last direction SGD keeps."), WORDS("Only SGD uses it. 0.9 is usual.")},
    {"lr_scheduler_type", WORDS("How the learning rate goes on after warm-up: falling in a line, in a curve, or not at all."),
        WORDS("Linear suits nearly always. Take constant when you do not know yet how long you will train.")},
    {"warmup_ratio", WORDS("Warm-up: the share of all steps in which the learning rate rises from zero to its full height. The new classifier starts at "
                           "random, and large steps in the beginning would spoil what the model knows."),
        WORDS("Raise it, to 0.2, when the loss jumps up in the first steps. Short runs need more of it than long ones.")},
    {"warmup_steps", WORDS("The length of warm-up as a number of steps, instead of a share."), WORDS("When you want to follow a paper that states it so.")},
    {"weight_decay", WORDS("Pulls the weights towards zero a little at each step, so that none grows without need."),
        WORDS("Raise it, up to 0.1, when training accuracy runs far ahead of validation. It matters less than epochs and learning rate.")},
    {"adam_beta1", WORDS("How long Adam remembers the direction of earlier gradients."), WORDS("Hardly ever.")},
    {"adam_beta2", WORDS("How long Adam remembers the size of earlier gradients."),
        WORDS("Lower it, to 0.98, when single batches make the loss jump late in the training.")},
    {"adam_epsilon", WORDS("A small number that keeps Adam from dividing by zero."), WORDS("Hardly ever; 1e-6 where a paper says so.")},
    {"max_grad_norm", WORDS("Clipping: a gradient longer than this is shortened to it, so that one odd batch cannot throw the weights off."),
        WORDS("Lower it, to 0.5, when the gradient norm shows high peaks and the loss jumps there. 0 clips nothing.")},
    {"label_smoothing_factor", WORDS("Asks for a little less than full certainty: with 0.1, nine tenths go to the right label and the rest to all."),
        WORDS("Try 0.1 when some labels are wrong, or when the model is far surer than it is right.")},
    {"class_weights", WORDS("How much a text of each class counts. Balanced makes rare classes count as much as frequent ones."),
        WORDS("Choose balanced when a rare class matters and is hardly ever predicted. Macro-F1 usually rises, accuracy may fall a little.")},
    {"dropout", WORDS("The share of values that are put out at random in each training step, so that the model does not rely on single ones."),
        WORDS("Raise it, to 0.2, when the model learns few texts by heart. 0 makes training reproducible against other programs.")},
    {"max_seq_length", WORDS("How many tokens of each text are read; a token is a word or a piece of one. Short texts cost nothing extra."),
        WORDS("The Data page shows what share of your texts it cuts. Raise it when what matters stands late in long texts; time and memory grow with it.")},
    {"truncation", WORDS("What stays of a text that is too long: its beginning, its end, or some of both."),
        WORDS("Take the end where texts close with their verdict, as reviews often do.")},
    {"freeze_embeddings", WORDS("Leaves the table of word vectors as it came with the checkpoint."),
        WORDS("With few texts, so that words which do not occur in them keep their meaning; it also saves memory.")},
    {"freeze_layers", WORDS("Leaves the first layers as they came with the checkpoint and trains those above."),
        WORDS("To train faster and with less memory, or with very few texts. Accuracy usually falls a little.")},
    {"layerwise_lr_decay", WORDS("Each layer learns more slowly than the one above it, by this factor: early layers, which know language, change least."),
        WORDS("Try 0.9 with few texts or a large model, when results differ much from seed to seed.")},
    {"eval_steps", WORDS("How many steps lie between two validations; below 1 it is a share of an epoch. Each one draws a point on the charts and may find a new best model."),
        WORDS("Rarer when validation takes a large part of the time, more often to catch the best moment.")},
    {"metric_for_best_model", WORDS("Which figure decides the model that is kept. Macro-F1 is the mean over the classes, so that rare ones count as much as frequent ones."),
        WORDS("Automatic takes accuracy, or macro-F1 where classes are unbalanced. Take the loss where probabilities matter more than labels.")},
    {"early_stopping_patience", WORDS("Ends the run after so many validations without improvement; the best model is kept in any case."),
        WORDS("Raise it when the curve is rough and the run ends too soon. Without it the run goes to its last epoch.")},
    {"early_stopping_threshold", WORDS("How much better a validation must be to count as an improvement."),
        WORDS("Raise it, to 0.001, when tiny gains keep a long run going.")},
    {"save_steps", WORDS("Saves the state at least every so many steps, beside the saves at each validation. A crash or power cut loses what came after the last one."),
        WORDS("When validations are far apart and steps are slow.")},
    {"save_total_limit", WORDS("How many saved states are kept; the best model is kept besides."),
        WORDS("More than one only if you mean to go back to an earlier state. Each takes about three times the model's size.")},
    {"seed", WORDS("Where all chance begins: the split, the order of the texts, dropout and the new classifier. The same seed gives the same run again."),
        WORDS("Train with two or three seeds to see how much of a difference between two runs is luck.")},
    {"full_determinism", WORDS("Makes a graphics card compute the same bits each time, at some cost. The processor does so anyway."),
        WORDS("When a run on a graphics card must be repeatable exactly.")},
    {"precision", WORDS("The numbers that matrix products are computed in: fp32 is exact to 7 digits; bf16 and fp16 take half the space."),
        WORDS("Automatic measures which is faster here. Take fp32 to compare with other programs or when the loss becomes NaN.")},
    {"device", WORDS("Where the model is computed: on the processor or on a graphics card."),
        WORDS("Automatic takes a graphics card where there is one. Take the processor when the card's memory is too small or in use.")},
};

#undef WORDS

} // namespace

QString optionHelp(const QString& option)
{
    const auto* const found
        = std::find_if(std::begin(kHelp), std::end(kHelp), [&](const Help& help) { return option == QLatin1String(help.option); });
    if (found == std::end(kHelp))
        return {};
    const auto words = [](const char* text) { return QCoreApplication::translate("OptionHelp", text).toHtmlEscaped(); };
    return QStringLiteral("<p>%1</p><p><b>%2</b> %3</p>")
        .arg(words(found->what), QCoreApplication::translate("OptionHelp", "When to change it:"), words(found->when));
}

} // namespace attune::ui
