#pragma once

#include <string>
#include <sys/types.h>
#include <vector>

namespace attune::test {

/// attune-cli on a terminal of its own, as somebody sees it who has typed the command there.
class Terminal {
public:
    Terminal(const std::vector<std::string>& arguments, int columns);
    ~Terminal();
    Terminal(const Terminal&) = delete;
    Terminal& operator=(const Terminal&) = delete;

    void type(const std::string& keys) const;           ///< "\x03" is Ctrl-C
    bool waitFor(const std::string& text, int seconds); ///< to be shown
    int exitCode();                                     ///< waits; 128 + n where signal n ended it
    const std::string& shown() const { return m_shown; } ///< every byte so far
    pid_t process() const { return m_process; }

private:
    bool read(int milliseconds);

    int m_terminal = -1;
    pid_t m_process = -1;
    int m_exitCode = -1;
    std::string m_shown;
};

} // namespace attune::test
