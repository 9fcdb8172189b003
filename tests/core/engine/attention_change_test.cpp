#include "core/engine/attention_change.h"
#include "core/error.h"
#include "tests/support/catch.h"

using namespace attune::core;

namespace {

/// Two layers of two heads over two tokens; each head's rows are (first, 1 - first).
Prediction prediction(const std::vector<float>& firstOfHead)
{
    Prediction prediction;
    prediction.tokens = {{"[CLS]", 2, {0, 0}}, {"[SEP]", 3, {0, 0}}};
    prediction.attention = {2, firstOfHead.size() / 2, 2, {}};
    for (const float first : firstOfHead)
        prediction.attention.values.insert(prediction.attention.values.end(), {first, 1 - first, first, 1 - first});
    return prediction;
}

} // namespace

TEST_CASE("What a head changed is the mean absolute difference of its attention")
{
    const AttentionChange change = attentionChange(prediction({0.5F, 0.25F, 1, 0.5F}), prediction({0.5F, 0.75F, 0.75F, 0}));
    CHECK(change.byHead == std::vector<float>{0, 0.5F, 0.25F, 0.5F});
    CHECK(change.layers == 2);
    CHECK(change.heads == 2);
    using Head = AttentionChange::Head;
    CHECK(change.ranked() == std::vector<Head>{{0, 1, 0.5F}, {1, 1, 0.5F}, {1, 0, 0.25F}, {0, 0, 0}});
}

TEST_CASE("Models of another build, and texts cut into other tokens, are not compared")
{
    const Prediction before = prediction({0.5F, 0.25F, 1, 0.5F});
    CHECK_THROWS_WITH(attentionChange(before, prediction({0.5F, 0.5F})), ContainsSubstring("2 layers of 2 heads") && ContainsSubstring("2 layers of 1 head"));
    Prediction other = before;
    other.tokens[1].text = "film";
    CHECK_THROWS_WITH(attentionChange(before, other), ContainsSubstring("different tokens"));
}
