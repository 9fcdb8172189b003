#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace attune::core {

/// Where things lie on this machine. Programs find their engine, sample and starter relative to their own executable.
std::filesystem::path homeDirectory();         ///< $HOME, else the one that the system knows
std::filesystem::path programDirectory();      ///< of the running executable
std::filesystem::path resourceDirectory();     ///< <programDirectory>/../share/attune
std::filesystem::path sampleFile();            ///< <resourceDirectory>/sample/reviews.csv
std::filesystem::path starterCheckpoint();     ///< <resourceDirectory>/starter
std::filesystem::path dataHome();              ///< $XDG_DATA_HOME/attune, default ~/.local/share/attune
std::filesystem::path fetchedCheckpoints();    ///< <dataHome>/checkpoints
std::filesystem::path runsDirectory();         ///< <dataHome>/runs, or what useRunsDirectory() was told

/// Another folder of the runs, for the rest of this process; empty: the default again.
void useRunsDirectory(std::filesystem::path directory);

/// A checkpoint that can be offered without asking: the fetched ones first, then the bundled starter.
struct KnownCheckpoint {
    std::string name;
    std::filesystem::path directory;
    bool bundled = false;
};
std::vector<KnownCheckpoint> knownCheckpoints();

/// A directory name for a new run that does not exist yet: runsDirectory() / "run-0001", counting up.
std::filesystem::path nextRunDirectory();

} // namespace attune::core
