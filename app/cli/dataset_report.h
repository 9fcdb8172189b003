#pragma once

#include "app/cli/part_overlaps.h"

#include <map>
#include <string>
#include <vector>

namespace attune::cli {

/// How many tokens the texts have.
struct TokenLengths {
    std::string checkpoint;
    core::LengthHistogram histogram;
    std::vector<std::pair<std::size_t, double>> cut; ///< a maximum length, and the share of the texts that it cuts
};

/// All that `attune-cli dataset` tells.
struct DatasetFacts {
    core::Table table; ///< its rows may be gone
    std::size_t rows = 0;
    std::optional<core::ColumnRoles> roles;
    bool textGiven = false, textPairGiven = false, labelGiven = false;
    core::LabelCounts labels;      ///< as they stand in the file, or what was made of them
    std::size_t leftOut = 0;       ///< rows whose label is left out by choice
    std::vector<core::LabelVariants> variants;
    core::DatasetReport report;
    std::vector<core::RowProblem> problems; ///< of reading and of making examples, by line
    std::vector<PartOverlap> overlaps;
    std::optional<TokenLengths> lengths;
    std::string unusable; ///< why nothing can be learned from it; empty: it can
};

void printJson(const DatasetFacts& facts);
void printPlain(const DatasetFacts& facts);

} // namespace attune::cli
