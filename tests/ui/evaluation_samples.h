#pragma once

#include "ui/evaluation/evaluation.h"

namespace attune::test {

/// What a model says of one row.
struct SampleRow {
    std::string text;
    int label = 0;
    std::vector<float> probabilities;
};

/// An evaluation of `rows`, as if they had been read from reviews.csv, the first on line 2. Labels: negative, neutral, positive.
std::shared_ptr<const ui::Evaluation> evaluationOf(const std::vector<SampleRow>& rows);

/// Ten rows, of which five are wrong and two of these confidently so: the fourth (loss 3.91) and the seventh (loss 3.00).
std::shared_ptr<const ui::Evaluation> tenRows();

/// Any number of rows, a third of them wrong.
std::shared_ptr<const ui::Evaluation> manyRows(std::size_t count);

} // namespace attune::test
