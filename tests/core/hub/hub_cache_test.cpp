#include "core/hub/hub_cache.h"

#include "tests/support/catch.h"
#include "tests/support/environment.h"
#include "tests/support/temporary_directory.h"

#include <fstream>

using namespace attune;
using test::EnvironmentVariable;
using test::TemporaryDirectory;
namespace fs = std::filesystem;

namespace {

/// A snapshot as huggingface_hub lays it out: its files are links to blobs.
void addSnapshot(const fs::path& model, const std::string& revision, const std::string& config)
{
    const fs::path snapshot = model / "snapshots" / revision, blob = model / "blobs" / ("config-of-" + revision);
    fs::create_directories(snapshot);
    fs::create_directories(blob.parent_path());
    std::ofstream(blob) << config;
    fs::create_symlink(fs::path("../../blobs") / blob.filename(), snapshot / "config.json");
}

void setMain(const fs::path& model, const std::string& revision)
{
    fs::create_directories(model / "refs");
    std::ofstream(model / "refs" / "main") << revision;
}

} // namespace

TEST_CASE("The Hub's cache lies where HuggingFace's tools look for it")
{
    const EnvironmentVariable home("HOME", "/home/someone"), caches("XDG_CACHE_HOME", std::nullopt);
    EnvironmentVariable hub("HF_HUB_CACHE", std::nullopt), hf("HF_HOME", std::nullopt);
    CHECK(core::hubCache() == "/home/someone/.cache/huggingface/hub");
    {
        const EnvironmentVariable chosen("XDG_CACHE_HOME", "/caches");
        CHECK(core::hubCache() == "/caches/huggingface/hub");
    }
    const EnvironmentVariable own("HF_HOME", "~/hf");
    CHECK(core::hubCache() == "/home/someone/hf/hub");
    const EnvironmentVariable exact("HF_HUB_CACHE", "/models");
    CHECK(core::hubCache() == "/models");
}

TEST_CASE("Models of the cache bear their names on the Hub, and the snapshot is that of refs/main")
{
    const TemporaryDirectory cache;
    const fs::path model = cache / "models--google--bert_uncased_L-2";
    addSnapshot(model, "0aaa", R"({"model_type": "bert"})");
    addSnapshot(model, "1bbb", R"({"model_type": "bert"})");
    setMain(model, "0aaa\n");
    fs::last_write_time(model / "snapshots" / "0aaa", fs::file_time_type::clock::now() - std::chrono::hours(1));

    const auto models = core::cachedModels(cache.path());
    REQUIRE(models.size() == 1);
    CHECK(models[0].name == "google/bert_uncased_L-2");
    CHECK(models[0].revision == "0aaa");
    CHECK(models[0].directory == model / "snapshots" / "0aaa");
    CHECK(models[0].isBert());
    CHECK(models[0].obstacle.empty());
}

TEST_CASE("Without refs/main, or where its snapshot is gone, the snapshot that changed last counts")
{
    const TemporaryDirectory cache;
    const fs::path model = cache / "models--bert-base-uncased";
    addSnapshot(model, "2ccc", R"({"model_type": "bert"})");
    addSnapshot(model, "1ddd", R"({"model_type": "bert"})");
    fs::last_write_time(model / "snapshots" / "1ddd", fs::file_time_type::clock::now() - std::chrono::hours(1));
    CHECK(core::cachedModels(cache.path()).at(0).revision == "2ccc");
    CHECK(core::cachedModels(cache.path()).at(0).name == "bert-base-uncased");
    setMain(model, "9999");
    CHECK(core::cachedModels(cache.path()).at(0).revision == "2ccc");
    setMain(model, "../../..");
    CHECK(core::cachedModels(cache.path()).at(0).revision == "2ccc");
}

TEST_CASE("BERTs come first, other models say what they are, and a download that broke off says so")
{
    const TemporaryDirectory cache;
    addSnapshot(cache / "models--a--gpt", "1", R"({"model_type": "gpt2"})");
    addSnapshot(cache / "models--b--damaged", "1", "{");
    addSnapshot(cache / "models--z--bert", "1", R"({"model_type": "bert"})");
    fs::create_directories(cache / "models--c--begun" / "blobs");
    fs::create_directories(cache / "datasets--d--texts" / "snapshots" / "1");
    fs::create_directories(cache / ".locks");
    std::ofstream(cache / "models--e--file") << "no folder";

    const auto models = core::cachedModels(cache.path());
    REQUIRE(models.size() == 4);
    CHECK(models[0].name == "z/bert");
    CHECK(models[1].name == "a/gpt");
    CHECK(models[1].modelType == "gpt2");
    CHECK(models[2].name == "b/damaged");
    CHECK(models[2].modelType.empty());
    CHECK(models[3].name == "c/begun");
    CHECK_THAT(models[3].obstacle, ContainsSubstring("download was not completed"));
}

TEST_CASE("Where there is no cache there are no models")
{
    const TemporaryDirectory folder;
    CHECK(core::cachedModels(folder / "nothing").empty());
}
