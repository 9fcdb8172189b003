#pragma once

#include "tests/support/temporary_directory.h"

#include <nlohmann/json.hpp>

#include <string>
#include <sys/types.h>
#include <vector>

namespace attune::test {

/// attune-cli as a process of its own.
class Command {
public:
    /// Starts `attune-cli ARGUMENTS`; `environment` entries are NAME=VALUE.
    explicit Command(const std::vector<std::string>& arguments, const std::string& input = {}, const std::vector<std::string>& environment = {});
    ~Command();
    Command(const Command&) = delete;
    Command& operator=(const Command&) = delete;

    int exitCode();                                       ///< waits; 128 + n where signal n ended it
    std::string out() const;                              ///< what it has printed so far
    std::string err() const;
    std::vector<nlohmann::json> jsonLines() const;        ///< of out()
    nlohmann::json event(const std::string& name) const;  ///< the first line of out() with this "event"; fails where there is none
    void interrupt() const;                               ///< Ctrl-C
    void kill() const;                                    ///< without a word, as a power cut would
    pid_t process() const { return m_process; }
    bool waitForOutput(const std::string& text, int seconds) const;

private:
    TemporaryDirectory m_place;
    pid_t m_process = -1;
    int m_exitCode = -1;
};

} // namespace attune::test
