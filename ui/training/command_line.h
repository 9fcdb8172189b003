#pragma once

#include "ui/selection.h"

namespace attune::ui {

/// The command of attune-cli that trains the same in a terminal: data as they are read here, checkpoint, and every option that is not the
/// default of the model's size.
QString commandLine(const TrainingJob& job);

} // namespace attune::ui
