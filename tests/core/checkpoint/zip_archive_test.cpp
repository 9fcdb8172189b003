#include "core/checkpoint/zip_archive.h"
#include "core/error.h"
#include "tests/core/checkpoint/torch_bytes.h"
#include "tests/support/catch.h"

using namespace attune;
using core::Error;
using core::ZipArchive;
using test::littleEndianBytes;
using test::ZipBytes;

namespace {

std::string contentOf(const ZipArchive& archive, const std::string& name)
{
    const auto* entry = archive.find(name);
    return entry ? std::string(reinterpret_cast<const char*>(entry->bytes.data()), entry->bytes.size()) : "absent";
}

std::string refusal(const std::string& bytes)
{
    try {
        const ZipArchive archive(std::as_bytes(std::span(bytes)), "some/weights.bin");
    } catch (const Error& error) {
        CHECK_THAT(error.what(), ContainsSubstring("some/weights.bin"));
        return error.what();
    }
    return "accepted";
}

ZipBytes two()
{
    return {{{"a/one", "11"}, {"a/two", "222"}}};
}

/// `bytes` with `value` at `at`.
std::string with(std::string bytes, std::size_t at, std::uint64_t value, int size)
{
    return bytes.replace(at, static_cast<std::size_t>(size), littleEndianBytes(value, size));
}

std::string replaced(std::string bytes, std::size_t at, const std::string& value)
{
    return bytes.replace(at, value.size(), value);
}

} // namespace

TEST_CASE("Stored entries of a zip archive are handed out, zip64 or not")
{
    for (const bool zip64 : {false, true}) {
        ZipBytes zip = two();
        zip.zip64 = zip64;
        zip.entries.push_back({"empty", ""});
        const std::string bytes = zip.bytes();
        const ZipArchive archive(std::as_bytes(std::span(bytes)), "zip");
        CHECK(archive.entries().size() == 3);
        CHECK(contentOf(archive, "a/one") == "11");
        CHECK(contentOf(archive, "a/two") == "222");
        CHECK(contentOf(archive, "empty") == "");
        CHECK(contentOf(archive, "a/three") == "absent");
    }
    const std::string none = ZipBytes{}.bytes();
    CHECK(refusal(none) == "accepted");
    CHECK(refusal(with(none, none.size() - 2, 5, 2) + "hello") == "accepted"); // a comment
    CHECK_THAT(refusal(with(none, none.size() - 2, 6, 2) + "hello"), ContainsSubstring("truncated"));
}

TEST_CASE("A zip archive cut at any byte is refused")
{
    for (const bool zip64 : {false, true}) {
        ZipBytes zip = two();
        zip.zip64 = zip64;
        const std::string whole = zip.bytes();
        for (std::size_t length = 0; length < whole.size(); ++length) {
            INFO("cut to " << length << " of " << whole.size() << " bytes");
            CHECK(refusal(whole.substr(0, length)) != "accepted");
        }
    }
}

TEST_CASE("Zip entries that cannot be read in place are refused by their name")
{
    ZipBytes packed = two();
    packed.entries[1].method = 8;
    CHECK_THAT(refusal(packed.bytes()), ContainsSubstring("a/two") && ContainsSubstring("compressed"));
    ZipBytes secret = two();
    secret.entries[0].flags = 1;
    CHECK_THAT(refusal(secret.bytes()), ContainsSubstring("a/one") && ContainsSubstring("encrypted"));
    ZipBytes twice = two();
    twice.entries[1].name = "a/one";
    CHECK_THAT(refusal(twice.bytes()), ContainsSubstring("two entries are called \"a/one\""));
    ZipBytes foreign = two();
    foreign.entries[1].name = "a/\xFF\xFE";
    CHECK(refusal(foreign.bytes()) == "accepted"); // nobody asks for it
    foreign.entries[1].method = 8;
    CHECK_THAT(refusal(foreign.bytes()), ContainsSubstring("\xEF\xBF\xBD"));
}

TEST_CASE("A zip directory that lies about places and sizes is refused")
{
    const std::string whole = two().bytes();
    const std::size_t directory = whole.find("PK\x01\x02"), second = whole.find("PK\x01\x02", directory + 1),
                      end = whole.find("PK\x05\x06");
    CHECK_THAT(refusal(with(whole, second + 42, 0, 4)), ContainsSubstring("another name"));
    CHECK_THAT(refusal(with(whole, second + 42, 1, 4)), ContainsSubstring("does not begin"));
    CHECK_THAT(refusal(with(whole, second + 42, 0xFFFFFF00, 4)), ContainsSubstring("outside"));
    CHECK_THAT(refusal(with(with(whole, second + 20, 4000, 4), second + 24, 4000, 4)),
        ContainsSubstring("a/two") && ContainsSubstring("outside"));
    CHECK_THAT(refusal(with(with(whole, directory + 20, 20, 4), directory + 24, 20, 4)), ContainsSubstring("shares bytes"));
    CHECK_THAT(refusal(with(whole, second + 24, 4, 4)), ContainsSubstring("claims 4"));
    CHECK_THAT(refusal(with(whole, second + 34, 1, 2)), ContainsSubstring("another disk"));
    CHECK_THAT(refusal(with(whole, end + 4, 1, 2)), ContainsSubstring("disks"));
    CHECK_THAT(refusal(with(with(whole, end + 8, 3, 2), end + 10, 3, 2)), ContainsSubstring("directory"));
    CHECK_THAT(refusal(with(with(whole, end + 8, 1, 2), end + 10, 1, 2)), ContainsSubstring("longer than its entries"));
    CHECK_THAT(
        refusal(with(with(whole, end + 8, 60000, 2), end + 10, 60000, 2)), ContainsSubstring("too short for 60000 entries"));
    CHECK_THAT(refusal(with(whole, end + 16, 0xFFFFFFF0, 4)), ContainsSubstring("outside the file"));
    CHECK_THAT(refusal(with(whole, end + 16, 0xFFFFFFFF, 4)), ContainsSubstring("zip64 end record is absent"));
    CHECK_THAT(refusal(replaced(whole, directory, "XX")), ContainsSubstring("breaks off"));
}

TEST_CASE("A zip64 directory that lies is refused without allocating what it claims")
{
    ZipBytes zip = two();
    zip.zip64 = true;
    const std::string whole = zip.bytes();
    const std::size_t record = whole.find("PK\x06\x06"), locator = whole.find("PK\x06\x07");
    CHECK(refusal(whole) == "accepted");
    const std::uint64_t huge = std::uint64_t{1} << 62;
    CHECK_THAT(refusal(with(with(whole, record + 24, huge, 8), record + 32, huge, 8)), ContainsSubstring("too short"));
    CHECK_THAT(refusal(with(whole, record + 40, huge, 8)), ContainsSubstring("outside"));
    CHECK_THAT(refusal(with(whole, record + 48, ~std::uint64_t{0}, 8)), ContainsSubstring("outside"));
    CHECK_THAT(refusal(with(whole, locator + 8, ~std::uint64_t{0}, 8)), ContainsSubstring("absent"));
    CHECK_THAT(refusal(with(whole, locator + 16, 2, 4)), ContainsSubstring("disks"));
    const std::size_t extra = whole.find(std::string("\x01\x00\x18\x00", 4));
    CHECK_THAT(refusal(with(with(whole, extra + 4, huge, 8), extra + 12, huge, 8)), ContainsSubstring("outside"));
    CHECK_THAT(refusal(with(whole, extra + 20, huge, 8)), ContainsSubstring("outside"));
    CHECK_THAT(refusal(with(whole, extra + 2, 0xFFFF, 2)), ContainsSubstring("breaks off"));
}

TEST_CASE("A changed byte in a zip archive is refused or harmless")
{
    for (const bool zip64 : {false, true}) {
        ZipBytes zip = two();
        zip.zip64 = zip64;
        const std::string whole = zip.bytes();
        std::size_t refused = 0, accepted = 0;
        for (std::size_t at = 0; at < whole.size(); ++at)
            for (const int change : {0x01, 0x10, 0x80, 0xFF}) {
                std::string damaged = whole;
                damaged[at] = static_cast<char>(damaged[at] ^ change);
                try {
                    const ZipArchive archive(std::as_bytes(std::span(damaged)), "zip");
                    for (const auto& entry : archive.entries()) {
                        REQUIRE(entry.bytes.data() >= static_cast<const void*>(damaged.data()));
                        REQUIRE(entry.bytes.data() + entry.bytes.size()
                            <= reinterpret_cast<const std::byte*>(damaged.data()) + damaged.size());
                    }
                    ++accepted; // a time or a checksum, for example
                } catch (const Error&) {
                    ++refused;
                }
            }
        CHECK(refused > 100);
        CHECK(accepted > 100);
    }
}
