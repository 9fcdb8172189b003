#pragma once

#include "ui/evaluation/evaluation.h"

#include <stop_token>

namespace attune::ui {

/// A cell of the confusion matrix.
struct ConfusionCell {
    std::size_t trueLabel = 0;
    std::size_t predicted = 0;
    bool operator==(const ConfusionCell&) const = default;
};

/// Which rows are shown.
struct RowFilter {
    enum class Kind { All, Wrong, ConfidentlyWrong };
    enum class Against {
        Any,
        OnlyHere,
        OnlyThere
    }; ///< of two models: rows that the one shown, or the other one alone gets right
    static constexpr float kConfident = 0.8F; ///< from here on an answer is confident

    Kind kind = Kind::All;
    std::optional<ConfusionCell> cell = {};
    std::optional<std::size_t> label = {}; ///< the true one
    QString text = {}; ///< stands in the row's text, in any case
    Against against = Against::Any;
    std::shared_ptr<const Evaluation> other = {}; ///< of the same rows; set unless `against` is Any
    bool operator==(const RowFilter&) const = default;
};

enum class RowColumn { Line, TrueLabel, Predicted, Confidence, Loss, Text };
inline constexpr int kRowColumns = 6;

struct RowOrder {
    RowColumn column = RowColumn::Loss;
    bool descending = true;
    bool operator==(const RowOrder&) const = default;
};

/// The rows that `filter` lets through, in `order`; those that are equal stay as in the file. Empty when it is stopped.
std::vector<std::uint32_t> arranged(
    const Evaluation& evaluation, const RowFilter& filter, const RowOrder& order, std::stop_token stop = {});

} // namespace attune::ui
