#pragma once

#include "core/data/report.h"

#include <string>
#include <vector>

namespace attune::cli {

/// Texts to check or to test with that are learned from, too.
struct PartOverlap {
    std::string part; ///< "validation" or "test"
    std::size_t examples = 0;
    core::Overlap overlap;
};

/// Of the parts that have examples.
std::vector<PartOverlap> overlapsOf(const core::Dataset& learned, const core::Dataset& validation, const core::Dataset& test = {});

/// "3 of 40 validation texts are learned from, too, 1 of them with another label".
std::string inWords(const PartOverlap& part);

} // namespace attune::cli
