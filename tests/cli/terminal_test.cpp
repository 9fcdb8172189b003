#include "tests/cli/files.h"
#include "tests/cli/command.h"
#include "tests/cli/terminal.h"

#include "tests/support/catch.h"

#include <csignal>
#include <iostream>
#include <regex>

using namespace attune::test;

namespace {

/// What stood on a line before it was written anew.
std::vector<std::string> linesShown(const std::string& shown)
{
    std::vector<std::string> lines(1);
    for (std::size_t i = 0; i < shown.size(); ++i)
        if (shown[i] == '\r' || shown[i] == '\n')
            lines.emplace_back();
        else if (shown.compare(i, 3, "\033[K") == 0)
            i += 2;
        else
            lines.back() += shown[i];
    return lines;
}

/// Whether the program would take a Ctrl-C by itself: what it does at first, and leaves to the system after the first one.
bool catchesInterrupts(pid_t process)
{
    const std::string status = readFile("/proc/" + std::to_string(process) + "/status");
    const auto caught = status.find("SigCgt:\t");
    return caught != std::string::npos && std::stoull(status.substr(caught + 8, 16), nullptr, 16) >> (SIGINT - 1) & 1;
}

} // namespace

TEST_CASE("On a terminal a bar shows steps, loss, accuracy, samples a second and the time left, on one line of its width")
{
    const TemporaryDirectory place;
    const std::string data = write(place / "data.csv", smallCsv(400));
    const std::regex bar(R"(\[(#*)(\.*)\] (\d+)/300  loss \d\.\d{3}  accuracy [01]\.\d{3}  \d+ samples/s  (?:\d+ h \d\d min|\d+ min \d\d s|\d+ s) left)");
    const std::regex figures(R"((\d+)/300  loss \d\.\d{3}  accuracy [01]\.\d.*)");
    for (const int columns : {120, 80, 40}) {
        Terminal terminal({"train", "--data", data, "--checkpoint", checkpoint(), "--output", (place / std::to_string(columns)).string(), "--max-steps", "300",
                              "--eval-steps", "150"},
            columns);
        REQUIRE(terminal.exitCode() == 0);
        CAPTURE(columns, terminal.shown());
        std::size_t bars = 0, width = 0;
        for (const std::string& line : linesShown(terminal.shown())) {
            std::smatch match;
            if (!std::regex_match(line, match, columns == 40 ? figures : bar))
                continue;
            ++bars;
            CHECK(line.size() < std::size_t(columns));
            CHECK(std::stoul(match[columns == 40 ? 1 : 3]) == bars); // anew at each step
            if (columns == 40)
                continue; // too narrow for a bar
            width = std::size_t(match[1].length() + match[2].length());
            CHECK(std::size_t(match[1].length()) == width * bars / 300);
            CHECK(width >= 4);
            CHECK(width <= 24);
        }
        CHECK(bars == 300);
        if (columns == 120)
            CHECK(width == 24);
        CHECK_THAT(terminal.shown(), ContainsSubstring("best so far") && ContainsSubstring("Finished after 300 steps"));
        std::cout << "progress bar on " << columns << " columns: " << bars << " lines, the last with a bar of " << width << std::endl;
    }
}

TEST_CASE("Ctrl-C on a terminal pauses and saves the run; a second one ends the program, and the run goes on all the same")
{
    const TemporaryDirectory place;
    const std::string data = write(place / "data.csv", smallCsv(400)), run = (place / "run").string();
    {
        Terminal terminal({"train", "--data", data, "--checkpoint", checkpoint(), "--output", run, "--max-steps", "1000000", "--eval-steps", "50"}, 100);
        REQUIRE(terminal.waitFor("best so far", 60));
        CHECK(catchesInterrupts(terminal.process()));
        terminal.type("\x03");
        CHECK(terminal.exitCode() == 0);
        CHECK_THAT(terminal.shown(), ContainsSubstring("Paused after") && ContainsSubstring("To go on: attune-cli train --resume " + run));
        CHECK(readJson(place / "run" / "run.json").at("status") == "paused");
    }
    // The second one comes while the first one's pause is saved: that takes a moment only, so it is tried until it was in time.
    int ended = 0;
    for (int attempt = 0; attempt < 20 && ended != 128 + SIGINT; ++attempt) {
        Command command({"train", "--resume", run, "--json"});
        REQUIRE(command.waitForOutput("\"event\":\"step\"", 60));
        command.interrupt();
        while (catchesInterrupts(command.process())) { }
        command.interrupt();
        ended = command.exitCode();
        CHECK((ended == 0 || ended == 128 + SIGINT));
    }
    CHECK(ended == 128 + SIGINT);
    const auto steps = readJson(place / "run" / "run.json").at("summary").at("steps").get<int>() + 2000;
    Command last({"train", "--resume", run, "--max-steps", std::to_string(steps), "--json"});
    REQUIRE(last.exitCode() == 0);
    CHECK(last.jsonLines().back().at("event") == "finished");
    CHECK(last.jsonLines().back().at("steps") == steps);
}
