#pragma once

#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

namespace attune::core {

/// Bytes and what keeps them in memory.
struct SharedBytes {
    std::string_view view;
    std::shared_ptr<const void> owner;
};

SharedBytes ownBytes(std::string bytes);

/// The bytes of a file. Up to `mapFrom` of them are read, so that the file may change afterwards; a larger file is mapped. Pipes are read
/// to their end. Throws Error naming the file: absent, a folder, unreadable; or when `stop` asks for it.
SharedBytes readFileBytes(const std::filesystem::path& file, std::stop_token stop = {}, std::size_t mapFrom = std::size_t{64} << 20);

/// Throws the Error that says that reading was cancelled, if it was.
void throwIfStopped(const std::stop_token& stop, const std::filesystem::path& file);

} // namespace attune::core
