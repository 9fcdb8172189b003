#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace attune::core {

/// Where HuggingFace's tools keep what they have fetched: $HF_HUB_CACHE, else hub/ in $HF_HOME, else in $XDG_CACHE_HOME/huggingface or
/// ~/.cache/huggingface.
std::filesystem::path hubCache();

/// A model in that cache.
struct CachedModel {
    std::string name;                  ///< "owner/name", as on the Hub
    std::filesystem::path directory;   ///< its newest snapshot: that of refs/main, else the one that was changed last
    std::string revision;              ///< name of the snapshot
    std::string modelType;             ///< as its config.json states it ("bert", "roberta"); empty where it states none
    std::string obstacle;              ///< a sentence where there is no snapshot to look into; empty otherwise

    bool isBert() const { return modelType == "bert"; }
};

/// All models of the cache: BERTs first, by name. None where there is no cache.
std::vector<CachedModel> cachedModels(const std::filesystem::path& cache = hubCache());

} // namespace attune::core
