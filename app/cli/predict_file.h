#pragma once

#include "core/engine/file_prediction.h"

#include <string>

namespace attune::cli {

/// Predicts every row of a table into a CSV file: a terminal is told how far it is, and what became of the rows is told at the end. Ctrl-C leaves
/// nothing behind. Throws core::Error.
void predictFile(core::Classifier& classifier, core::FilePredictionRequest request, const std::string& model, bool json);

} // namespace attune::cli
