#include "app/cli/validators.h"

#include "core/engine/explanation.h"
#include "core/error.h"
#include "core/runs/device_name.h"
#include "core/runs/precision.h"

namespace attune::cli {

namespace {

/// Of a check that gives a sentence where something is wrong. Without a description: --help has the option's own.
CLI::Validator validator(std::function<std::string(const std::string&)> check)
{
    return CLI::Validator([check = std::move(check)](std::string& text) { return check(text); }, {});
}

} // namespace

CLI::Validator notEmpty()
{
    return validator([](const std::string& text) { return text.empty() ? std::string("must not be empty") : std::string(); });
}

CLI::Validator deviceName()
{
    return validator([](const std::string& text) {
        return core::parseDeviceName(text) ? std::string() : "\"" + text + "\" is no device: choose auto, cpu, cuda, cuda:N (as in cuda:0) or mps";
    });
}

namespace {

/// Whatever `read` refuses is wrong, and its sentence says why.
template <typename Read> CLI::Validator readBy(Read read)
{
    return validator([read](const std::string& text) {
        try {
            read(text);
            return std::string();
        } catch (const core::Error& error) {
            return std::string(error.what());
        }
    });
}

} // namespace

CLI::Validator precisionName() { return readBy(core::precisionNamed); }

CLI::Validator explainMethodName() { return readBy(core::explainMethodNamed); }

CLI::Validator unsignedNumber()
{
    return validator([](const std::string& text) {
        const bool digits = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
        return digits ? std::string() : "\"" + text + "\" is not a whole number from 0";
    });
}

} // namespace attune::cli
