#include "ui/dataset/label_edit.h"

#include <algorithm>
#include <set>

namespace attune::ui {

namespace {

std::vector<std::string> namesOf(const std::vector<LabelClass>& classes)
{
    std::vector<std::string> names;
    for (const auto& one : classes)
        if (!one.leftOut)
            names.push_back(one.name);
    return names;
}

void give(core::LabelMap& map, const std::string& label, const std::string& name)
{
    if (label == name)
        map.names.erase(label);
    else
        map.names[label] = name;
}

} // namespace

std::vector<LabelClass> labelClasses(const LabelCounts& counts, const core::LabelMap& map)
{
    std::vector<LabelClass> classes, leftOut;
    for (const auto& [label, rows] : counts) {
        const auto name = map.nameOf(label);
        if (!name) {
            leftOut.push_back(LabelClass{label, rows, {label}, true});
            continue;
        }
        auto found = std::find_if(classes.begin(), classes.end(), [&](const LabelClass& one) { return one.name == *name; });
        if (found == classes.end())
            found = classes.insert(classes.end(), LabelClass{std::string(*name), 0, {}, false});
        found->rows += rows;
        found->spellings.push_back(label);
    }
    auto proposed = namesOf(classes);
    core::orderLabels(proposed);
    std::vector<std::string> order = map.order;
    order.insert(order.end(), proposed.begin(), proposed.end()); // a name that stands in both is found at its first place
    const auto place = [&](const LabelClass& one) { return std::find(order.begin(), order.end(), one.name); };
    std::stable_sort(classes.begin(), classes.end(), [&](const auto& a, const auto& b) { return place(a) < place(b); });
    classes.insert(classes.end(), leftOut.begin(), leftOut.end());
    return classes;
}

core::LabelMap withRenamed(const LabelCounts& counts, core::LabelMap map, const std::string& name, const std::string& newName)
{
    return withMerged(counts, std::move(map), {name}, newName);
}

core::LabelMap withMerged(
    const LabelCounts& counts, core::LabelMap map, const std::vector<std::string>& names, const std::string& into)
{
    const std::set<std::string> merged(names.begin(), names.end());
    std::vector<std::string> order;
    for (const auto& one : labelClasses(counts, map)) {
        if (one.leftOut)
            continue;
        const bool meant = merged.contains(one.name) || one.name == into;
        if (merged.contains(one.name))
            for (const auto& label : one.spellings)
                give(map, label, into);
        const auto& name = meant ? into : one.name;
        if (std::find(order.begin(), order.end(), name) == order.end())
            order.push_back(name);
    }
    map.order = std::move(order);
    return map;
}

core::LabelMap withLeftOut(const LabelCounts& counts, core::LabelMap map, const std::string& name)
{
    for (const auto& one : labelClasses(counts, map))
        if (!one.leftOut && one.name == name)
            for (const auto& label : one.spellings)
                map.names[label] = std::nullopt;
    std::erase(map.order, name);
    return map;
}

core::LabelMap withUsedAgain(core::LabelMap map, const std::string& label)
{
    map.names.erase(label);
    return map;
}

core::LabelMap withMoved(const LabelCounts& counts, core::LabelMap map, std::size_t from, std::size_t to)
{
    auto order = namesOf(labelClasses(counts, map));
    if (from >= order.size())
        return map;
    const auto name = order[from];
    order.erase(order.begin() + static_cast<std::ptrdiff_t>(from));
    order.insert(order.begin() + static_cast<std::ptrdiff_t>(std::min(to, order.size())), name);
    map.order = std::move(order);
    return map;
}

std::vector<core::LabelVariants> variantsApart(const LabelCounts& counts, const core::LabelMap& map)
{
    auto variants = core::labelVariants(counts);
    std::erase_if(variants, [&](core::LabelVariants& group) {
        // Those that the user left out are out of the question.
        std::erase_if(group.spellings, [&](const auto& spelling) { return !map.nameOf(spelling.first); });
        std::set<std::string_view> names;
        for (const auto& spelling : group.spellings)
            names.insert(*map.nameOf(spelling.first));
        return names.size() < 2;
    });
    return variants;
}

} // namespace attune::ui
