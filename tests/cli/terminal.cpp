#include "tests/cli/terminal.h"

#include <chrono>
#include <csignal>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

namespace attune::test {

Terminal::Terminal(const std::vector<std::string>& arguments, int columns)
{
    std::vector<char*> argv{const_cast<char*>("attune-cli")};
    for (const std::string& argument : arguments)
        argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    winsize size{24, static_cast<unsigned short>(columns), 0, 0};
    m_process = forkpty(&m_terminal, nullptr, nullptr, &size);
    if (m_process == 0) {
        execv(ATTUNE_CLI, argv.data());
        _exit(127);
    }
}

Terminal::~Terminal()
{
    if (m_exitCode < 0)
        ::kill(m_process, SIGKILL);
    exitCode();
    close(m_terminal);
}

bool Terminal::read(int milliseconds)
{
    pollfd waiting{m_terminal, POLLIN, 0};
    if (poll(&waiting, 1, milliseconds) <= 0)
        return true;
    char bytes[4096];
    const ssize_t size = ::read(m_terminal, bytes, sizeof bytes);
    if (size > 0)
        m_shown.append(bytes, static_cast<std::size_t>(size));
    return size > 0; // a program that has ended takes its terminal away
}

void Terminal::type(const std::string& keys) const { [[maybe_unused]] const ssize_t written = write(m_terminal, keys.data(), keys.size()); }

bool Terminal::waitFor(const std::string& text, int seconds)
{
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
    while (m_shown.find(text) == std::string::npos && std::chrono::steady_clock::now() < end)
        if (!read(20))
            break;
    return m_shown.find(text) != std::string::npos;
}

int Terminal::exitCode()
{
    if (m_exitCode < 0) {
        while (read(1000)) { }
        int status = 0;
        waitpid(m_process, &status, 0);
        m_exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
    return m_exitCode;
}

} // namespace attune::test
