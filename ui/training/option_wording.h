#pragma once

#include "core/runs/training_options.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <nlohmann/json.hpp>

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

QString nameOf(std::string_view option); ///< "Learning rate"

/// The value that core::toJson gives an option, as its field shows it: "10 %", "4", "5e-5", "AdamW", "by the data".
QString valueInWords(std::string_view option, const nlohmann::ordered_json& value);

/// "Learning rate 1e-4 instead of 5e-5", of every option that differs.
QStringList differencesInWords(const core::TrainingOptions& now, const core::TrainingOptions& before);

/// Name, meaning, advice and HuggingFace's name, for "What's this?" and the tool tip.
QString explained(std::string_view option, bool withAdvice);

} // namespace attune::ui
