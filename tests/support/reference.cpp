#include "tests/support/reference.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <stdexcept>

namespace attune::test {

namespace fs = std::filesystem;

fs::path dataDirectory() { return ATTUNE_TEST_DATA; }

fs::path resourcesDirectory() { return ATTUNE_RESOURCES; }

std::optional<fs::path> referencePack(const std::string& what)
{
    const char* chosen = std::getenv("ATTUNE_REFERENCE_DIR");
    const fs::path pack = chosen && *chosen ? fs::path(chosen) : fs::path(ATTUNE_DEFAULT_REFERENCE);
    if (fs::is_directory(pack))
        return pack;
    std::cout << "skipped: " << what << ": no reference pack at " << pack.string() << " (set ATTUNE_REFERENCE_DIR)" << std::endl;
    return std::nullopt;
}

std::vector<fs::path> subdirectories(const fs::path& directory)
{
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(directory))
        if (entry.is_directory())
            found.push_back(entry.path());
    std::sort(found.begin(), found.end());
    return found;
}

std::string readFile(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    if (!in)
        throw std::runtime_error("cannot read " + file.string());
    std::ostringstream bytes;
    bytes << in.rdbuf();
    return bytes.str();
}

nlohmann::json readJson(const fs::path& file) { return nlohmann::json::parse(readFile(file)); }

} // namespace attune::test
