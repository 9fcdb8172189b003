#pragma once

#include <QString>

namespace attune::ui {

/// What "What's this?" says about an option of a training, by its HuggingFace name: what it does, and when to change it, as two paragraphs. Empty
/// for a name that is no option.
QString optionHelp(const QString& option);

} // namespace attune::ui
