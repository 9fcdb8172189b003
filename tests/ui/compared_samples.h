#pragma once

#include "ui/comparing/model_comparison.h"

#include <string>

namespace attune::test {

inline const std::string kText = "good film";

/// [CLS] good film [SEP] in two layers of two heads that look at everything alike, but for one head that looks at itself by `own` more than the others do.
inline core::Prediction prediction(float positive, std::size_t layer = 0, std::size_t head = 0, float own = 0)
{
    core::Prediction made;
    made.labels = {"negative", "positive"};
    made.probabilities = {1 - positive, positive};
    made.logits = {0, positive};
    made.label = positive > 0.5f ? 1 : 0;
    made.tokens = {{"[CLS]", 2, {}}, {"good", 5, {0, 4}}, {"film", 6, {5, 9}}, {"[SEP]", 3, {}}};
    made.fullLength = 4;
    made.maxLength = 128;
    made.attention = {2, 2, 4, std::vector<float>(2 * 2 * 4 * 4, 0.25f)};
    for (std::size_t from = 0; from < 4; ++from)
        for (std::size_t to = 0; to < 4; ++to)
            made.attention.values[((layer * 2 + head) * 4 + from) * 4 + to] += from == to ? own : -own / 3;
    return made;
}

inline std::shared_ptr<const ui::ModelComparison> changedInOneHead() { return ui::comparisonOf(prediction(0.4f), prediction(0.9f, 1, 1, 0.6f)); }

inline core::Prediction otherVocabulary()
{
    core::Prediction made = prediction(0.3f);
    made.tokens[2].text = "##film";
    return made;
}

} // namespace attune::test
