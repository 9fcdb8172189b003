#include "app/cli/part_overlaps.h"

namespace attune::cli {

std::vector<PartOverlap> overlapsOf(const core::Dataset& learned, const core::Dataset& validation, const core::Dataset& test)
{
    std::vector<PartOverlap> parts;
    const auto add = [&](const std::string& part, const core::Dataset& checked) {
        if (!checked.examples.empty())
            parts.push_back({part, checked.examples.size(), core::overlapOf(learned, checked)});
    };
    add("validation", validation);
    add("test", test);
    return parts;
}

std::string inWords(const PartOverlap& part)
{
    const core::Overlap& overlap = part.overlap;
    return std::to_string(overlap.rows) + " of " + std::to_string(part.examples) + " " + part.part + (part.examples == 1 ? " text" : " texts")
        + (overlap.rows == 1 ? " is" : " are") + " learned from, too"
        + (overlap.otherLabel > 0 ? ", " + std::to_string(overlap.otherLabel) + " of them with another label" : "");
}

} // namespace attune::cli
