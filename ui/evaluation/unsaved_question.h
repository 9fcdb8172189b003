#pragma once

#include <QString>

#include <functional>

class QWidget;

namespace attune::ui {

/// What becomes of relabelled and left out rows that no file holds yet.
struct UnsavedAnswers {
    std::function<void()> save;
    std::function<void()> discard;
    std::function<void()> cancel; ///< also by Escape, and when the question is closed
};

/// Asks it about the rows of `file`; returns the open question at once. `occasion` says what would make them go: "The window is to close."
QWidget* askAboutUnsaved(QWidget* parent, const QString& file, const QString& occasion, const UnsavedAnswers& answers);

} // namespace attune::ui
