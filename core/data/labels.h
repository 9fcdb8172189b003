#pragma once

#include "core/data/table.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace attune::core {

/// Which columns of a table play which part.
struct ColumnRoles {
    std::size_t text = 0;
    std::size_t label = 0;
    std::optional<std::size_t> split = {};    ///< holds train / validation / test (also: training, dev, valid, val) per row
    std::optional<std::size_t> textPair = {}; ///< the second text of a pair

    bool operator==(const ColumnRoles&) const = default;
};

/// What is to become of the labels as they stand in the file. An empty map leaves them as they are.
struct LabelMap {
    /// Label in the file to name of its class; several of one name are merged, nothing leaves the rows out. What is absent keeps its name.
    std::map<std::string, std::optional<std::string>, std::less<>> names;
    std::vector<std::string> order; ///< of classes, by their names; those that are absent follow in the proposed order

    bool operator==(const LabelMap&) const = default;

    /// The name of the class that a label in the file belongs to; nothing where it is left out.
    std::optional<std::string_view> nameOf(std::string_view label) const;
};

/// Sorts labels as a person would: by meaning when all of them stand on one scale (negative, neutral, positive; bad, good; no, yes; low, high ...,
/// in any case), numerically when all are numbers or stars, else by byte order.
void orderLabels(std::vector<std::string>& labels);

/// The same, after those that stand in `first`: they come in the order in which they stand there.
void orderLabels(std::vector<std::string>& labels, const std::vector<std::string>& first);

/// Labels, and how many rows have each.
using LabelCounts = std::vector<std::pair<std::string, std::size_t>>;

/// Labels as they stand in the file, of rows with their texts and a label. In the order that orderLabels proposes.
LabelCounts countLabels(const Table& table, const ColumnRoles& roles);

/// The classes that `map` makes of labels in a file, in their order.
LabelCounts countClasses(const LabelCounts& labels, const LabelMap& map);

/// The map without what it says of labels that are not among these, and of classes that come of none of them.
LabelMap narrowed(const LabelMap& map, const LabelCounts& labels);

/// Labels that seem to be one, spelled in several ways.
struct LabelVariants {
    std::string proposed; ///< the spelling to keep: the most frequent one, without the blanks around it
    LabelCounts spellings; ///< at least two, and how many rows have each
};

/// Labels that differ in case, in blanks around or between words, or in how a number is written (1 and 1.0).
std::vector<LabelVariants> labelVariants(const LabelCounts& counts);

/// Merges each of them into its proposed spelling.
LabelMap mergedVariants(const std::vector<LabelVariants>& variants);

} // namespace attune::core
