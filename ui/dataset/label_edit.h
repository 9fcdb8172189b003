#pragma once

#include "core/data/labels.h"

namespace attune::ui {

using core::LabelCounts; ///< here: as they stand in the file

/// A class that is learned, or a label that is left out.
struct LabelClass {
    std::string name;
    std::size_t rows = 0;
    std::vector<std::string> spellings; ///< the labels of the file that it is made of
    bool leftOut = false;
};

/// The classes in the order in which they are learned; then the labels that are left out, in the file's order of labels.
std::vector<LabelClass> labelClasses(const LabelCounts& counts, const core::LabelMap& map);

// What a user does to a class, by its name. Each gives the whole new map; an order that was on the screen stays.
core::LabelMap withRenamed(const LabelCounts& counts, core::LabelMap map, const std::string& name, const std::string& newName);
core::LabelMap withMerged(
    const LabelCounts& counts, core::LabelMap map, const std::vector<std::string>& names, const std::string& into);
core::LabelMap withLeftOut(const LabelCounts& counts, core::LabelMap map, const std::string& name);
core::LabelMap withUsedAgain(core::LabelMap map, const std::string& label);
core::LabelMap withMoved(
    const LabelCounts& counts, core::LabelMap map, std::size_t from, std::size_t to); ///< positions among the classes

/// Labels of the file that look like one, spelled in several ways, and are still apart.
std::vector<core::LabelVariants> variantsApart(const LabelCounts& counts, const core::LabelMap& map);

} // namespace attune::ui
