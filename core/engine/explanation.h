#pragma once

#include "core/engine/token.h"
#include "core/text/batch_encoding.h"

#include <optional>
#include <string>
#include <vector>

namespace attune::core {

/// How an answer is accounted for. The first two and the last say what moved the score of a class; Rollout says where the model looked, whatever
/// the class.
enum class ExplainMethod {
    IntegratedGradients, ///< Sundararajan, Taly and Yan 2017, "Axiomatic Attribution for Deep Networks"
    GradientTimesInput,  ///< Shrikumar, Greenside and Kundaje 2017: the first-order part of the same
    Rollout,             ///< Abnar and Zuidema 2020, "Quantifying Attention Flow in Transformers"
    LeaveOneOut          ///< what the score loses when a word is masked: needs no gradient, so that it is a check on the others
};

/// "integrated-gradients", "gradient-x-input", "rollout" or "leave-one-out".
std::string explainMethodName(ExplainMethod method);

/// Throws Error naming all four when `name` is none of them.
ExplainMethod explainMethodNamed(const std::string& name);

inline constexpr std::size_t kUsualExplainSteps = 50;
inline constexpr std::size_t kMostExplainSteps = 10'000;

struct ExplainOptions {
    ExplainMethod method = ExplainMethod::IntegratedGradients;
    std::optional<std::size_t> label = {};  ///< index of the class whose score is explained; absent: the most probable one
    std::size_t steps = kUsualExplainSteps; ///< of IntegratedGradients: 1 to kMostExplainSteps
    std::size_t maxLength = 0;              ///< in tokens; 0: what the model was trained with
    std::optional<KeptPart> kept = {};      ///< of a text that is too long; absent: what the model was trained on
    PairTruncation pairTruncation = PairTruncation::LongestFirst;
};

/// Why a model answers as it does. A score is the logit of the explained class, all is computed in fp32.
struct Explanation {
    ExplainMethod method = ExplainMethod::IntegratedGradients;
    std::size_t steps = 0;                 ///< of IntegratedGradients
    std::size_t label = 0;                 ///< index of the class whose score is explained
    std::vector<std::string> labels;
    std::vector<float> logits;             ///< [labels], of the text
    std::vector<float> probabilities;      ///< [labels], as in Prediction
    std::vector<Token> tokens;
    std::size_t fullLength = 0;            ///< tokens had nothing been cut off
    std::size_t maxLength = 0;             ///< that was in force
    double seconds = 0;                    ///< that it took to compute

    /// [tokens]. What each contributed to the score, in units of the logit: above 0 it raised it, below it lowered it. Of LeaveOneOut the score's
    /// loss with the token's word masked, shared equally among the pieces of the word, 0 for [CLS] and [SEP]. Of Rollout the row of [CLS]: shares
    /// of its attention, which sum to 1.
    std::vector<float> attributions;

    std::vector<float> rollout;            ///< [tokens (from), tokens (to)], each row sums to 1; of Rollout alone
    std::optional<double> convergenceDelta; ///< IntegratedGradients: their sum less what they ought to sum to, score - baselineScore
    double baselineScore = 0;              ///< IntegratedGradients: of the text with [PAD] for all but [CLS] and [SEP]
    std::string mask;                      ///< LeaveOneOut: the token that stood for each word, "[MASK]" where the vocabulary has one

    double score() const { return static_cast<double>(logits[label]); }

    /// Whether the delta is more than rounding and a twentieth of all that is attributed, so that the attributions are to be taken with care.
    bool deltaIsLarge() const;
};

/// An explanation in the making, a small batch a step, so that whoever owns the model can do something else in between, or drop it. It is of the
/// model as it was when it began, whatever becomes of that.
class ExplanationPass {
public:
    virtual ~ExplanationPass() = default;
    virtual bool finished() const = 0;

    /// Throws Error where memory runs short; nothing is changed then.
    virtual void step() = 0;

    virtual std::size_t done() const = 0;  ///< of total(): texts that went through the network
    virtual std::size_t total() const = 0;
    virtual const Explanation& explanation() const = 0; ///< complete once finished()
};

/// The class that a user names: by its label, or by its index where no label is spelled so. Throws Error naming the classes there are.
std::size_t labelNamed(const std::vector<std::string>& labels, const std::string& name);

} // namespace attune::core
