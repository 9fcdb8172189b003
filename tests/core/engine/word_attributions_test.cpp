#include "core/engine/explanation.h"
#include "core/engine/word_attributions.h"
#include "core/error.h"
#include "tests/support/catch.h"

using namespace attune::core;

namespace {

const std::vector<Token> kTokens{{"[CLS]", 2, {0, 0}}, {"un", 5, {0, 2}}, {"##like", 6, {2, 6}}, {"##ly", 7, {6, 8}}, {".", 8, {8, 9}},
                                 {"[SEP]", 3, {0, 0}}, {"##s", 9, {0, 1}, 1}, {"[SEP]", 3, {0, 0}, 1}};

} // namespace

TEST_CASE("Pieces make words, special tokens stand alone, and no word goes on over a [SEP]")
{
    const std::vector<WordSpan> expected{{0, 1, true, 0}, {1, 3, false, 0}, {4, 1, false, 0}, {5, 1, true, 0}, {6, 1, false, 1}, {7, 1, true, 1}};
    CHECK(wordSpans(kTokens) == expected);
    CHECK(wordSpans({}).empty());
}

TEST_CASE("The sums of words are the sums of their pieces")
{
    const std::vector<float> attributions{0.5F, 1, -2, 0.25F, 4, 0.125F, -1, 0};
    const auto words = wordSpans(kTokens);
    const std::vector<double> sums = sumsByWord(attributions, words);
    CHECK(sums == std::vector<double>{0.5, -0.75, 4, 0.125, -1, 0});
    CHECK(withoutSpecial(sums, words) == std::vector<double>{-0.75, 4, -1});
}

TEST_CASE("The agreement of two rankings is Spearman's correlation, ties sharing their ranks")
{
    const auto agreement = [](const std::vector<double>& a, const std::vector<double>& b) { return rankAgreement(a, b); };
    CHECK(agreement({1, 2, 3}, {10, 20, 1000}).value() == Approx(1));
    CHECK(agreement({1, 2, 3}, {3, 2, 1}).value() == Approx(-1));
    // scipy.stats.spearmanr([1, 2, 3, 4, 5], [5, 6, 7, 8, 7]) and with ties on both sides
    CHECK(agreement({1, 2, 3, 4, 5}, {5, 6, 7, 8, 7}).value() == Approx(0.8207826816681233));
    CHECK(agreement({1, 1, 2, 3}, {4, 2, 2, 9}).value() == Approx(0.5));
    CHECK_FALSE(agreement({1}, {2}));
    CHECK_FALSE(agreement({1, 1, 1}, {1, 2, 3}));
    CHECK_THROWS_WITH(agreement({1, 2}, {1}), ContainsSubstring("2 and 1"));
}

TEST_CASE("A delta is large where it is more than a twentieth of what is attributed and more than rounding")
{
    Explanation explanation;
    explanation.attributions = {1, -1};
    CHECK_FALSE(explanation.deltaIsLarge());
    explanation.convergenceDelta = -0.11;
    CHECK(explanation.deltaIsLarge());
    explanation.convergenceDelta = 0.09;
    CHECK_FALSE(explanation.deltaIsLarge());
    explanation.attributions = {1e-5F};
    explanation.convergenceDelta = 0.0005;
    CHECK_FALSE(explanation.deltaIsLarge());
}

TEST_CASE("A class is named by its label or its index, a label first, and a method by its name")
{
    const std::vector<std::string> labels{"negative", "2", "positive"};
    CHECK(labelNamed(labels, "positive") == 2);
    CHECK(labelNamed(labels, "0") == 0);
    CHECK(labelNamed(labels, "2") == 1);
    for (const char* wrong : {"3", "-1", "Positive", "", "1x", "99999999999999999999999"})
        CHECK_THROWS_WITH(labelNamed(labels, wrong), ContainsSubstring("negative") && ContainsSubstring("0 to 2"));
    for (const ExplainMethod method : {ExplainMethod::IntegratedGradients, ExplainMethod::GradientTimesInput, ExplainMethod::Rollout, ExplainMethod::LeaveOneOut})
        CHECK(explainMethodNamed(explainMethodName(method)) == method);
    CHECK_THROWS_WITH(explainMethodNamed("shap"), ContainsSubstring("shap") && ContainsSubstring("leave-one-out"));
}
