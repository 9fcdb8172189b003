#include "core/engine/explanation.h"

#include "core/data/values.h"
#include "core/error.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace attune::core {

namespace {

struct NamedMethod {
    const char* name;
    ExplainMethod method;
};

constexpr std::array<NamedMethod, 4> kMethods{{{"integrated-gradients", ExplainMethod::IntegratedGradients},
                                               {"gradient-x-input", ExplainMethod::GradientTimesInput},
                                               {"rollout", ExplainMethod::Rollout},
                                               {"leave-one-out", ExplainMethod::LeaveOneOut}}};

constexpr double kRounding = 1e-3; // of the sums that a delta is the difference of
constexpr double kLargeShare = 0.05;

} // namespace

std::string explainMethodName(ExplainMethod method)
{
    const auto found = std::find_if(kMethods.begin(), kMethods.end(), [&](const NamedMethod& one) { return one.method == method; });
    return found->name;
}

ExplainMethod explainMethodNamed(const std::string& name)
{
    std::vector<std::string> names;
    for (const NamedMethod& one : kMethods) {
        if (name == one.name)
            return one.method;
        names.push_back(one.name);
    }
    throw Error("There is no method " + inQuotes(name) + " to explain with.", "Choose one of " + listed(names) + ".");
}

bool Explanation::deltaIsLarge() const
{
    if (!convergenceDelta)
        return false;
    double attributed = 0;
    for (const float one : attributions)
        attributed += std::abs(static_cast<double>(one));
    return std::abs(*convergenceDelta) > std::max(kRounding, kLargeShare * attributed);
}

std::size_t labelNamed(const std::vector<std::string>& labels, const std::string& name)
{
    if (const auto found = std::find(labels.begin(), labels.end(), name); found != labels.end())
        return static_cast<std::size_t>(found - labels.begin());
    std::size_t index = labels.size();
    const auto [end, fault] = std::from_chars(name.data(), name.data() + name.size(), index);
    if (fault == std::errc() && end == name.data() + name.size() && index < labels.size())
        return index;
    throw Error("The model knows no class " + inQuotes(name) + ": it tells apart " + listed(labels) + ".",
                "Give one of its labels, or an index from 0 to " + std::to_string(labels.size() - 1) + ".");
}

} // namespace attune::core
