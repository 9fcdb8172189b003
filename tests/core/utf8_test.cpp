#include "core/utf8.h"

#include "tests/support/catch.h"

using namespace attune::core;

TEST_CASE("A text out of a file commands no terminal once it is printable")
{
    CHECK(printable("\x1B]0;owned\x07") == "?]0;owned?");
    CHECK(printable(std::string_view("a\0b\r\n\t\x7F", 7)) == "a?b????");
    CHECK(printable("\xC2\x9B" "2J\xC2\x80\xC2\x9F\xC2\xA0") == "?2J??\xC2\xA0"); // CSI as one character; a no-break space stays
    CHECK(printable("\u202A\u202E\u2066\u2069\u2028\u2029") == "??????");
    CHECK(printable("\u2027\u202F\u2065\u206A") == "\u2027\u202F\u2065\u206A");
    CHECK(printable("z\u00FCrich \u4E2D\U0001F600") == "z\u00FCrich \u4E2D\U0001F600");
    CHECK(printable("a\x9B\xFFz\xC3") == "a\xEF\xBF\xBD\xEF\xBF\xBDz\xEF\xBF\xBD");
}

TEST_CASE("A printable text has 120 bytes at most and ends with a character")
{
    CHECK(printable(std::string(120, 'a')) == std::string(120, 'a'));
    CHECK(printable(std::string(121, 'a')) == std::string(120, 'a') + "...");
    CHECK(printable(std::string(119, 'a') + "\u00FC" + "b") == std::string(119, 'a') + "...");
}
