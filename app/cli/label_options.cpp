#include "app/cli/label_options.h"

#include "core/data/values.h"
#include "core/error.h"

#include <algorithm>
#include <set>

namespace attune::cli {

namespace {

/// The parts between separators. A backslash before a separator, or before another backslash, makes it an ordinary character.
std::vector<std::string> parted(const std::string& text, char separator)
{
    std::vector<std::string> parts(1);
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escaped = text[i] == '\\' && i + 1 < text.size() && std::string_view("=,\\").find(text[i + 1]) != std::string_view::npos;
        if (escaped)
            parts.back() += text[++i];
        else if (text[i] == separator)
            parts.emplace_back();
        else
            parts.back() += text[i];
    }
    return parts;
}

[[noreturn]] void refuse(const std::string& option, const std::string& reason) { throw CLI::ValidationError(option, reason); }

/// Each time that the option is given, with one value.
void addEach(CLI::App& command, const std::string& option, const std::string& type, const std::string& sentence,
    const std::function<void(const std::string&)>& take)
{
    command.add_option(option, [take](const CLI::results_t& values) {
        std::for_each(values.begin(), values.end(), take);
        return true;
    }, sentence)
        ->type_name(type)
        ->expected(1, CLI::detail::expected_max_vector_size)
        ->allow_extra_args(false);
}

void addRenamed(LabelArguments& labels, const std::string& text)
{
    const auto parts = parted(text, '=');
    if (parts.size() != 2)
        refuse("--rename-label", "\"" + text + "\" is not OLD=NEW" + (parts.size() > 2 ? "; write \\= for a = that belongs to a label" : ""));
    if (parts[0].empty() || core::isBlank(parts[1]))
        refuse("--rename-label", "\"" + text + "\" lacks " + (parts[0].empty() ? "the label before the =" : "the name after the ="));
    for (const auto& [label, name] : labels.renamed)
        if (label == parts[0] && name != parts[1])
            refuse("--rename-label", "\"" + label + "\" is renamed twice, to \"" + name + "\" and to \"" + parts[1] + "\"");
    labels.renamed.emplace_back(parts[0], parts[1]);
}

void addLeftOut(LabelArguments& labels, const std::string& text)
{
    const std::string label = parted(text, '\0').front();
    if (label.empty())
        refuse("--leave-out-label", "must not be empty");
    labels.leftOut.push_back(label);
}

void addOrdered(LabelArguments& labels, const std::string& text)
{
    for (const std::string& label : parted(text, ',')) {
        if (label.empty())
            refuse("--label-order", "\"" + text + "\" has an empty name; write \\, for a comma that belongs to a label");
        if (std::find(labels.order.begin(), labels.order.end(), label) != labels.order.end())
            refuse("--label-order", "\"" + label + "\" stands there twice");
        labels.order.push_back(label);
    }
}

} // namespace

core::LabelMap LabelArguments::map() const
{
    core::LabelMap map;
    for (const auto& [label, name] : renamed)
        map.names[label] = name;
    for (const std::string& label : leftOut)
        if (!map.names.try_emplace(label, std::nullopt).second && map.names.at(label))
            refuse("--leave-out-label", "\"" + label + "\" is renamed by --rename-label; it is one or the other");
    map.order = order;
    return map;
}

std::shared_ptr<LabelArguments> addLabelOptions(CLI::App& command, bool withOrder)
{
    const auto labels = std::make_shared<LabelArguments>();
    addEach(command, "--rename-label", "OLD=NEW", "Call a label otherwise; two with one NEW are merged (as often as you like; \\= and \\, belong to a label)",
        [labels](const std::string& text) { addRenamed(*labels, text); });
    addEach(command, "--leave-out-label", "LABEL", "Leave out the rows with this label (as often as you like)",
        [labels](const std::string& text) { addLeftOut(*labels, text); });
    if (withOrder)
        addEach(command, "--label-order", "A,B,C", "The order of the labels, by their new names; those that are absent follow (default: by meaning)",
            [labels](const std::string& text) { addOrdered(*labels, text); });
    return labels;
}

void checkLabels(const core::LabelMap& map, const core::LabelCounts& counts, const std::string& file)
{
    const auto namesOf = [](const core::LabelCounts& all) {
        std::vector<std::string> names;
        for (const auto& [name, rows] : all)
            names.push_back(name);
        return names;
    };
    const auto has = [](const std::vector<std::string>& names, const std::string& name) { return std::find(names.begin(), names.end(), name) != names.end(); };
    const auto labels = namesOf(counts);
    for (const auto& [label, name] : map.names)
        if (!has(labels, label))
            throw core::Error("No row of " + file + " has the label " + core::inQuotes(label) + " that is to be " + (name ? "renamed." : "left out."),
                labels.empty() ? "" : "The labels there are " + core::listed(labels) + ".");
    const auto classes = namesOf(core::countClasses(counts, map));
    for (const std::string& name : map.order)
        if (!has(classes, name))
            throw core::Error("--label-order names " + core::inQuotes(name) + ", which is none of the labels that are learned.",
                classes.empty() ? "" : "They are " + core::listed(classes) + ".");
}

} // namespace attune::cli
