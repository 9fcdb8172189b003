#pragma once

#include "core/data/dataset.h"

namespace attune::core {

/// Throws Error unless the roles name different columns that the table has.
void checkRoles(const Table& table, const ColumnRoles& roles);

/// The labels of `rows`, sorted as in Dataset. `among` narrows the sentences of errors, e.g. " among the training rows".
std::vector<std::string> labelsOf(
    const Table& table, const ColumnRoles& roles, const std::vector<const Row*>& rows, const std::string& among);

/// Examples of `rows` for the classes `labels`; what becomes no example is a problem.
Dataset examplesOf(
    const Table& table, const ColumnRoles& roles, const std::vector<const Row*>& rows, const std::vector<std::string>& labels);

} // namespace attune::core
