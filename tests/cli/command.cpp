#include "tests/cli/command.h"

#include "tests/support/catch.h"
#include "tests/support/reference.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace attune::test {

Command::Command(const std::vector<std::string>& arguments, const std::string& input, const std::vector<std::string>& environment)
{
    std::ofstream(m_place / "in", std::ios::binary) << input;
    std::vector<char*> argv{const_cast<char*>("attune-cli")};
    for (const std::string& argument : arguments)
        argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    m_process = fork();
    if (m_process != 0)
        return;
    const auto redirect = [&](const char* name, int flags, int to) { dup2(open((m_place / name).c_str(), flags, 0600), to); };
    redirect("in", O_RDONLY, STDIN_FILENO);
    redirect("out", O_CREAT | O_WRONLY | O_TRUNC, STDOUT_FILENO);
    redirect("err", O_CREAT | O_WRONLY | O_TRUNC, STDERR_FILENO);
    for (const std::string& entry : environment)
        putenv(const_cast<char*>(entry.c_str()));
    execv(ATTUNE_CLI, argv.data());
    _exit(127);
}

Command::~Command()
{
    if (m_exitCode < 0)
        ::kill(m_process, SIGKILL);
    exitCode();
}

int Command::exitCode()
{
    if (m_exitCode < 0) {
        int status = 0;
        waitpid(m_process, &status, 0);
        m_exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
    return m_exitCode;
}

std::string Command::out() const { return std::filesystem::exists(m_place / "out") ? readFile(m_place / "out") : std::string(); }

std::string Command::err() const { return std::filesystem::exists(m_place / "err") ? readFile(m_place / "err") : std::string(); }

std::vector<nlohmann::json> Command::jsonLines() const
{
    std::vector<nlohmann::json> lines;
    std::istringstream text(out());
    for (std::string line; std::getline(text, line);)
        lines.push_back(nlohmann::json::parse(line));
    return lines;
}

nlohmann::json Command::event(const std::string& name) const
{
    const auto lines = jsonLines();
    const auto found = std::find_if(lines.begin(), lines.end(), [&](const auto& line) { return line.at("event") == name; });
    CAPTURE(name, err());
    REQUIRE(found != lines.end());
    return *found;
}

void Command::interrupt() const { ::kill(m_process, SIGINT); }

void Command::kill() const { ::kill(m_process, SIGKILL); }

bool Command::waitForOutput(const std::string& text, int seconds) const
{
    for (int i = 0; i < seconds * 50; ++i) {
        if (out().find(text) != std::string::npos)
            return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return false;
}

} // namespace attune::test
