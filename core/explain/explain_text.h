#pragma once

#include "core/engine/engine.h"
#include "core/explain/explained_model.h"

namespace attune::core {

/// Begins to explain what `model` says of `text`. `options.maxLength` counts [CLS] and [SEP] and is not 0. Throws Error as Classifier::explain does.
std::unique_ptr<ExplanationPass> explainText(std::shared_ptr<const ExplainedModel> model, const Tokenizer& tokenizer, const TextInput& text,
                                             const ExplainOptions& options);

} // namespace attune::core
