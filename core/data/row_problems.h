#pragma once

#include "core/data/table.h"

#include <vector>

namespace attune::core {

/// Puts `more` among `problems`, where both are in the file's order, and keeps that order.
void addInOrder(std::vector<RowProblem>& problems, std::vector<RowProblem> more);

} // namespace attune::core
