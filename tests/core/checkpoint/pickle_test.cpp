#include "core/checkpoint/pickle.h"
#include "core/error.h"
#include "tests/core/checkpoint/torch_bytes.h"
#include "tests/support/catch.h"

#include <filesystem>

using namespace attune;
using core::Error;
using core::Pickle;
using core::PickleValue;
using test::littleEndianBytes;
using Kind = core::PickleValue::Kind;

namespace {

bool onlyHarmless(std::string_view module, std::string_view name) { return module == "safe" || (module == "collections" && name == "OrderedDict"); }

/// The values point into `stream`.
Pickle read(const std::string& stream)
{
    std::size_t position = 0;
    Pickle pickle = core::readPickle(std::as_bytes(std::span(stream)), position, onlyHarmless, "some/file.bin");
    CHECK(position == stream.size());
    return pickle;
}

std::string refusal(const std::string& stream)
{
    try {
        std::size_t position = 0;
        core::readPickle(std::as_bytes(std::span(stream)), position, onlyHarmless, "some/file.bin");
    } catch (const Error& error) {
        CHECK_THAT(error.what(), ContainsSubstring("some/file.bin"));
        return error.what();
    }
    return "accepted";
}

/// A value in the notation of Python, shallow ones only.
std::string shown(const Pickle& pickle, core::PickleId id)
{
    const PickleValue& value = pickle[id];
    std::string items;
    if (value.kind == Kind::Tuple || value.kind == Kind::List || value.kind == Kind::Dict)
        for (const auto item : value.items)
            items.append(items.empty() ? "" : " ").append(shown(pickle, item));
    switch (value.kind) {
    case Kind::None: return "None";
    case Kind::Bool: return value.integer ? "True" : "False";
    case Kind::Integer: return std::to_string(value.integer);
    case Kind::LongInteger: return "long";
    case Kind::Real: return "real";
    case Kind::Text: return std::string("'").append(value.text) + "'";
    case Kind::Bytes: return "bytes";
    case Kind::Tuple: return "(" + items + ")";
    case Kind::List: return "[" + items + "]";
    case Kind::Dict: return "{" + items + "}";
    case Kind::Global: return std::string(value.text).append(".").append(value.name);
    case Kind::Call: return shown(pickle, value.items[0]) + shown(pickle, value.items[1]);
    case Kind::Persistent: return std::string("@").append(shown(pickle, value.items[0]));
    }
    return "?";
}

std::string shown(const std::string& stream)
{
    const Pickle pickle = read(stream);
    return shown(pickle, pickle.root);
}

std::string bytes(std::initializer_list<int> codes)
{
    std::string text;
    for (const int code : codes)
        text += static_cast<char>(code);
    return text;
}

} // namespace

TEST_CASE("Plain values of every protocol are read")
{
    CHECK(shown("N.") == "None");
    CHECK(shown("I01\n.") == "True");
    CHECK(shown("I00\n.") == "False");
    CHECK(shown("I-42\n.") == "-42");
    CHECK(shown("L42L\n.") == "42");
    CHECK(shown("F1.5\n.") == "real");
    CHECK(shown("S'abc'\n.") == "'abc'");
    CHECK(shown("Vabc\n.") == "'abc'");
    CHECK(shown("(I1\nI2\nl.") == "[1 2]");
    CHECK(shown("(I1\nI2\nt.") == "(1 2)");
    CHECK(shown("(Va\nI2\nd.") == "{'a' 2}");
    CHECK(shown("(lp0\nI1\nag0\n0.") == "[1]");

    CHECK(shown("\x80\x02\x88.") == "True");
    CHECK(shown("\x80\x02\x89.") == "False");
    CHECK(shown(std::string("\x80\x02J") + littleEndianBytes(0xFFFFFFFF, 4) + ".") == "-1");
    CHECK(shown("\x80\x02K\xFF.") == "255");
    CHECK(shown("\x80\x02M\x01\x02.") == "513");
    CHECK(shown(bytes({0x80, 2, 0x8A, 0, '.'})) == "0");
    CHECK(shown(bytes({0x80, 2, 0x8A, 1, 0xFF, '.'})) == "-1");
    CHECK(shown(bytes({0x80, 2, 0x8A, 2, 0xFF, 0x00, '.'})) == "255");
    CHECK(shown(bytes({0x80, 2, 0x8A, 8, 0, 0, 0, 0, 0, 0, 0, 0x80, '.'})) == std::to_string(INT64_MIN));
    CHECK(shown(bytes({0x80, 2, 0x8A, 9, 0, 0, 0, 0, 0, 0, 0, 0, 1, '.'})) == "long");
    CHECK(shown(bytes({0x80, 2, 0x8B, 1, 0, 0, 0, 5, '.'})) == "5");
    CHECK(shown("\x80\x02G12345678.") == "real");
    CHECK(shown("\x80\x02U\x03" "abc.") == "'abc'"); // Python 2
    CHECK(shown(std::string("\x80\x02T\x03") + std::string("\0\0\0abc.", 7)) == "'abc'");
    CHECK(shown("\x80\x02]K\x01" "a(K\x02K\x03" "e.") == "[1 2 3]");
    CHECK(shown("\x80\x02}Va\nK\x01s(Vb\nK\x02Vc\nK\x03u.") == "{'a' 1 'b' 2 'c' 3}");
    CHECK(shown("\x80\x02()K\x01\x85K\x02K\x03\x86K\x04K\x05K\x06\x87t.") == "(() (1) (2 3) (4 5 6))");

    CHECK(shown(std::string("\x80\x04\x95") + littleEndianBytes(6, 8) + "\x8c\x03" "abc\x94.") == "'abc'");
    CHECK(shown(std::string("\x80\x04\x8d") + littleEndianBytes(3, 8) + "abc.") == "'abc'");
    CHECK(shown(std::string("\x80\x04\x8e") + littleEndianBytes(3, 8) + "abc.") == "bytes");
    CHECK(shown("\x80\x03" "C\x03" "abc.") == "bytes");
    CHECK(shown(std::string("\x80\x03" "B") + littleEndianBytes(3, 4) + "abc.") == "bytes");
    CHECK(shown("\x80\x04\x8c\x04safe\x8c\x01" "f\x93.") == "safe.f");
}

TEST_CASE("Memo, marks and the top of the stack behave as Python's")
{
    CHECK(shown(bytes({0x80, 2, ']', 'q', 7, 'h', 7, 0x86, '.'})) == "([] [])");
    CHECK(shown(bytes({0x80, 2, ']', 'r', 1, 2, 3, 4, 'j', 1, 2, 3, 4, 0x86, '.'})) == "([] [])");
    CHECK(shown(bytes({0x80, 2, 'K', 1, '2', 0x86, '.'})) == "(1 1)");
    CHECK(shown(bytes({0x80, 2, 'K', 1, '(', 'K', 2, 'K', 3, '1', '.'})) == "1");
    CHECK(shown(bytes({0x80, 2, 'K', 1, 'K', 2, '0', '.'})) == "1");
    CHECK(shown(bytes({0x80, 2, 'K', 1, '(', '0', '.'})) == "1"); // a mark is dropped, too
    // What is put aside stays the one object: a list that grows afterwards has grown everywhere.
    CHECK(shown(bytes({0x80, 2, ']', 'q', 0, 0x85, 'h', 0, 'K', 9, 'a', '0', '.'})) == "([9])");
}

TEST_CASE("An ordered dict is a dict, with its pairs or without")
{
    const std::string ordered = test::pickle::global("collections", "OrderedDict");
    CHECK(shown(test::pickle::program(ordered + ")R" + "Va\nK\x01s")) == "{'a' 1}");
    CHECK(shown(test::pickle::program(ordered + "](](Va\nK\x01" "ee\x85R")) == "{'a' 1}"); // Python 2
    CHECK(shown(test::pickle::program(ordered + ")R}Vx\nK\x01sb")) == "{}");                // attributes are passed over
    CHECK_THAT(refusal(test::pickle::program(ordered + "K\x01\x85R")), ContainsSubstring("OrderedDict"));
    CHECK_THAT(refusal(test::pickle::program(ordered + "]K\x01" "a\x85R")), ContainsSubstring("pairs"));
}

TEST_CASE("The last of several equal keys counts")
{
    const std::string stream = test::pickle::program("}(Va\nK\x01Vb\nK\x02Va\nK\x03u");
    const Pickle pickle = read(stream);
    CHECK(pickle[*pickle.find(pickle.root, "a")].integer == 3);
    CHECK(pickle[*pickle.find(pickle.root, "b")].integer == 2);
    CHECK_FALSE(pickle.find(pickle.root, "c"));
}

TEST_CASE("A call is kept as what it asks for, a persistent object as its id")
{
    CHECK(shown(test::pickle::program(test::pickle::global("safe", "f") + "K\x01\x85R")) == "safe.f(1)");
    CHECK(shown(test::pickle::program(test::pickle::global("safe", "C") + ")\x81")) == "safe.C()");
    CHECK(shown(test::pickle::program("Vid\n\x85Q")) == "@('id')");
}

TEST_CASE("Any other global is refused by its name, wherever it stands and however it is spelled")
{
    const std::string system = test::pickle::global("posix", "system"), run = test::pickle::text("touch attune-was-here");
    const std::string names = test::pickle::text("posix") + test::pickle::text("system");
    for (const std::string& stream : std::vector<std::string>{
             test::pickle::program(system + run + "\x85R"),                      // called
             test::pickle::program(system),                                       // named only
             test::pickle::program("]" + system + "0"),                           // named and dropped
             test::pickle::program("N" + system + run + "\x85R0"),                // called and dropped
             test::pickle::program(names + "\x93" + run + "\x85R"),               // from the stack
             test::pickle::program("(" + run + "iposix\nsystem\n"),               // an instance, protocol 0
             test::pickle::program("(" + system + run + "o"),                     // an instance, protocol 1
             test::pickle::program(system + run + "\x85\x81"),                    // a new object
             test::pickle::program("Vposix\nq\x01" "0Vsystem\nq\x02" "0h\x01h\x02\x93"), // out of the memo
             "cposix\nsystem\n(S'touch attune-was-here'\ntR."}) {                // protocol 0
        CHECK_THAT(refusal(stream), ContainsSubstring("asks to run posix.system"));
    }
    for (const auto& [module, name] : {std::pair{"builtins", "eval"}, {"__builtin__", "getattr"}, {"os", "popen"}, {"torch.hub", "load"},
                                       {"torch", "load"}, {"safe.more", "f"}, {"collections", "OrderedDict.popitem"}, {"", ""}})
        CHECK_THAT(refusal(test::pickle::program(test::pickle::global(module, name))),
                   ContainsSubstring(std::string("asks to run ") + module + "." + name + ","));
    CHECK_THAT(refusal(test::pickle::program("c\xFF\nf\n")), ContainsSubstring("run \xEF\xBF\xBD.f,"));
    CHECK_FALSE(std::filesystem::exists("attune-was-here"));
}

TEST_CASE("A pickle cut at any byte is refused")
{
    const std::string whole = test::pickle::program(test::pickle::dict(test::pickle::text("name") + test::pickle::tensor(test::pickle::storage("0", 4), 0, {2, 2}, {2, 1})));
    const auto torchToo = [](std::string_view, std::string_view) { return true; };
    for (std::size_t length = 0; length < whole.size(); ++length) {
        std::size_t position = 0;
        CHECK_THROWS_AS(core::readPickle(std::as_bytes(std::span(whole)).first(length), position, torchToo, "file"), Error);
    }
}

TEST_CASE("A damaged pickle is refused with the place of the fault")
{
    for (const std::string& body : std::vector<std::string>{
             "", "0", "2", "t", "e", "u", "K\x01t", "a", "K\x01" "a", "K\x01K\x02" "a", "K\x01K\x02K\x03s", "K\x01(K\x02" "e", "]K\x01(K\x02s", "}(K\x01u",
             "(K\x01" "d", "h\x01", "j\x01\x02\x03\x04", "q\x01", "\x85", "K\x01\x86", "K\x01K\x02R", "N)R", "K\x01K\x02" "b", "(b", "Q", "\x93",
             "K\x01K\x02\x93", "I12x\n", "I\n", "I99999999999999999999\n", "g9\n", "S'abc\n", "Sabc\n", "V\\u0041\n", "V\xFF\n", "Pid\n",
             "\x82\x01", "\x83\x01\x02", "\x84\x01\x02\x03\x04", "\x8f", "\x90", "\x91", "\x92", "\x96", "\x97", "\x98", "\x99", "\xFF", "\x80\x06",
             std::string("\x95") + std::string(8, '\x7F'), std::string("\x8d") + std::string(8, '\xFF'), std::string("\x8e") + std::string(8, '\xFF'), "X\xFF\xFF\xFF\xFF" "abc", "\x8b\xFF\xFF\xFF\xFF"}) {
        CAPTURE(body);
        CHECK_THAT(refusal(test::pickle::program(body)), ContainsSubstring("damaged at byte"));
    }
}

TEST_CASE("Depth, repetition and sharing cost a pickle's reader nothing")
{
    // A tuple in a tuple in a tuple ...: nothing here or in a destructor may recurse.
    CHECK(read(test::pickle::program(std::string(")") + std::string(900'000, '\x85'))).values.size() == 900'001);
    // Each tuple holds the one before twice: 2^300000 leaves if they were copied.
    std::string bomb = "N";
    for (int i = 0; i < 300'000; ++i)
        bomb += "2\x86";
    CHECK(read(test::pickle::program(bomb)).values.size() == 300'001);
    // A list that holds itself.
    CHECK(read(bytes({0x80, 2, ']', 'q', 0, 'h', 0, 'a', '.'})).values.size() == 1);
    // One list of pairs made into a dict again and again.
    std::string dicts = "](" + test::pickle::list("NN");
    for (int i = 0; i < 3000; ++i)
        dicts += test::pickle::list("NN");
    dicts += "eq\x01" "0";
    for (int i = 0; i < 3000; ++i)
        dicts += test::pickle::global("collections", "OrderedDict") + "h\x01\x85R0";
    CHECK_THAT(refusal(test::pickle::program("N" + dicts)), ContainsSubstring("instructions"));
    // Marks, the stack and the memo end with the instructions.
    CHECK_THAT(refusal(std::string(3'000'000, '(')), ContainsSubstring("instructions"));
    CHECK_THAT(refusal(std::string("N") + std::string(3'000'000, '2')), ContainsSubstring("instructions"));
    CHECK_THAT(refusal(std::string("N") + std::string(3'000'000, '\x94')), ContainsSubstring("instructions"));
    CHECK_THAT(refusal(std::string(3'000'000, ']')), ContainsSubstring("instructions"));
}
