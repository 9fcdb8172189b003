#pragma once

#include "ui/selection.h"

namespace attune::ui {

/// Calls `ask` with the text as the engine reads it; its bytes live as long as the call.
template <typename Ask> auto asInput(const PredictionText& text, Ask ask)
{
    const std::string first = text.text.toStdString();
    const std::string second = text.second.value_or(QString()).toStdString();
    core::TextInput input{first};
    if (text.second)
        input.second = second;
    return ask(input);
}

} // namespace attune::ui
