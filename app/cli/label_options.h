#pragma once

#include "core/data/labels.h"

#include <CLI/CLI.hpp>

#include <memory>
#include <string>
#include <vector>

namespace attune::cli {

/// What the command line makes of the labels of a file.
struct LabelArguments {
    std::vector<std::pair<std::string, std::string>> renamed; ///< label in the file, name of its class
    std::vector<std::string> leftOut;
    std::vector<std::string> order;

    bool any() const { return !renamed.empty() || !leftOut.empty() || !order.empty(); }
    core::LabelMap map() const;
};

/// --rename-label, --leave-out-label and, where the command decides the order of the classes, --label-order. What contradicts itself is wrong usage.
std::shared_ptr<LabelArguments> addLabelOptions(CLI::App& command, bool withOrder = true);

/// Throws Error where `map` names a label that none of `counts` is about, or orders a class that comes of none of them. `file` is where they stand.
void checkLabels(const core::LabelMap& map, const core::LabelCounts& counts, const std::string& file);

} // namespace attune::cli
