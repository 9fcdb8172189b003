#include "core/small_file.h"

#include <fstream>

namespace attune::core {

namespace fs = std::filesystem;

std::optional<std::string> readSmallFile(const fs::path& file, std::uintmax_t mostBytes)
{
    std::error_code fault;
    if (!fs::exists(file, fault))
        return std::nullopt;
    if (!fs::is_regular_file(file, fault))
        throw Error(file.string() + " is not a file.", "Choose the folder of a checkpoint.");
    const std::uintmax_t size = fs::file_size(file, fault);
    if (!fault && size > mostBytes)
        throw Error(file.string() + " has " + std::to_string(size) + " bytes, and no such file of a BERT has more than "
                + std::to_string(mostBytes) + ".",
            "Fetch the file again, or choose another checkpoint.");
    std::ifstream in(file, std::ios::binary);
    std::string bytes(fault ? 0 : size, '\0');
    if (!in || fault)
        throw Error(file.string() + " cannot be opened.", "Check that the file may be read.");
    in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (static_cast<std::uintmax_t>(in.gcount()) != size)
        throw Error(file.string() + " could not be read to its end.", "Check the disk and the file.");
    if (isGitLfsPointer(bytes))
        throw gitLfsPointer(file, "the file itself");
    return bytes;
}

bool isGitLfsPointer(std::string_view bytes) { return bytes.starts_with("version https://git-lfs"); }

Error gitLfsPointer(const fs::path& file, const char* what)
{
    return Error(file.string() + " is a git-lfs pointer, not " + what + ".", "Run git lfs pull in the directory that holds it.");
}

} // namespace attune::core
