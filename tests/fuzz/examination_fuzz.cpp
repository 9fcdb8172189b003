// core/runs from the bytes of a kept examination to a prediction.
#include "core/runs/examinations.h"
#include "tests/fuzz/require.h"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace attune;
    core::Examination examination;
    if (!test::accepted([&] { examination = core::readExamination(std::as_bytes(std::span(data, size)), "fuzz.safetensors"); }))
        return 0;
    const core::Prediction& prediction = examination.prediction;
    test::require(prediction.label < prediction.labels.size(), "a label is answered");
    test::require(prediction.logits.size() == prediction.labels.size(), "every label has its logit");
    test::require(prediction.probabilities.size() == prediction.labels.size(), "every label has its probability");
    const core::AttentionMaps& maps = prediction.attention;
    test::require(maps.layers > 0 && maps.heads > 0 && maps.tokens == prediction.tokens.size(), "there is attention of every token");
    test::require(maps.values.size() == maps.layers * maps.heads * maps.tokens * maps.tokens, "attention is whole");
    for (const core::Token& token : prediction.tokens) {
        test::require(token.segment == 0 || (token.segment == 1 && examination.text.second), "a token is of a text that is there");
        const std::string& text = token.segment == 0 ? examination.text.text : *examination.text.second;
        test::require(token.range.begin <= token.range.end && token.range.end <= text.size(), "a token lies in its text");
    }
    return 0;
}
