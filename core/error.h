#pragma once

#include <stdexcept>
#include <string>

namespace attune::core {

/// The one exception that leaves core. `cause` names the file, row, column or parameter at fault in a whole
/// sentence, `wayOut` says what to do about it, `details` holds what only a log reader wants (may be empty).
/// what() is cause and way out, one after the other.
class Error : public std::runtime_error {
public:
    explicit Error(std::string cause, std::string wayOut = {}, std::string details = {});
    ~Error() override;

    const std::string& cause() const { return m_cause; }
    const std::string& wayOut() const { return m_wayOut; }
    const std::string& details() const { return m_details; }

private:
    std::string m_cause;
    std::string m_wayOut;
    std::string m_details;
};

} // namespace attune::core
