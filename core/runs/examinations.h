#pragma once

#include "core/engine/engine.h"

#include <filesystem>
#include <span>

namespace attune::core {

/// How a model in training looked at one text at one of its evaluations.
struct Examination {
    std::int64_t step = 0;
    double epoch = 0;
    ExaminedText text;
    Prediction prediction; ///< with attention, which went through float16: 0.0005 of itself at most; without hidden states
};

/// Most tokens of a text that are examined: a base model's attention takes 4.7 MB an evaluation then.
inline constexpr std::size_t kMostExaminedTokens = 128;

/// Writes a run's examinations/step-00000020.safetensors, whole or not at all, and returns its path: attention [layers, heads, tokens, tokens] as F16,
/// logits and probabilities [labels], input_ids and token_type_ids [tokens], ranges [tokens, 2]; the rest as the file's metadata. Throws Error naming
/// the file.
std::filesystem::path keepExamination(const std::filesystem::path& run, const Examination& examination);

/// One that was kept, before it is read.
struct KeptExamination {
    std::int64_t step = 0;
    std::filesystem::path file;
};

/// A run's, in the order of their steps; none where there is no such folder.
std::vector<KeptExamination> examinationsOf(const std::filesystem::path& run);

/// Throws Error naming the file and what is wrong with it.
Examination readExamination(const std::filesystem::path& file);

/// The same without its attention, which is most of the file and stays unread.
Examination readExaminedAnswer(const std::filesystem::path& file);

/// readExamination() of a file's bytes, which `name` is the name of.
Examination readExamination(std::span<const std::byte> bytes, const std::string& name);

/// The text that a run's evaluation at `step` examined; none where it examined none, or where that cannot be read any more.
std::optional<ExaminedText> textExaminedAt(const std::filesystem::path& run, std::int64_t step);

/// Removes those after `step`, which the run is about to come to again.
void forgetExaminationsAfter(const std::filesystem::path& run, std::int64_t step);

} // namespace attune::core
