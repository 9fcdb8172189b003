#pragma once

#include <QList>
#include <QString>

#include <string_view>

namespace attune::ui {

/// The sections of the settings' column, in their order.
enum class OptionGroup { Essentials, Schedule, Optimiser, Regularisation, Evaluation, ClassBalance, Reproducibility, Speed };

/// How one option of core's table is called and explained in the window. core knows its kind, range and default.
struct OptionWording {
    OptionGroup group;
    QString label; ///< with a mnemonic where it is one of the everyday options
    QString meaning; ///< a sentence
    QString advice; ///< when to change it
    QString suffix = {}; ///< " tokens"
    bool percent = false; ///< shown as a hundredth
    QString absent = {}; ///< what an option that is not set is called
    struct Choice {
        QString value; ///< HuggingFace's
        QString words;
    };
    QList<Choice> choices = {};
};

/// Of the option of this name; there is one for every option of the table.
const OptionWording& wordingOf(std::string_view option);

QString titleOf(OptionGroup group);

/// Name, meaning, advice and HuggingFace's name, for "What's this?" and the tool tip.
QString explained(std::string_view option, bool withAdvice);

} // namespace attune::ui
