#include "core/checkpoint/licence.h"

#include "core/checkpoint/checkpoint.h"
#include "tests/support/catch.h"
#include "tests/support/reference.h"
#include "tests/support/temporary_directory.h"

#include <fstream>

using namespace attune;

TEST_CASE("A model card states its licence in its head, under SPDX's spelling where there is one")
{
    CHECK(core::licenceOfCard("---\nlanguage: en\nlicense: apache-2.0\n---\n# BERT\n") == "Apache-2.0");
    CHECK(core::licenceOfCard("---\r\nlicense: \"mit\"\r\n---\r\n") == "MIT");
    CHECK(core::licenceOfCard("\xEF\xBB\xBF---\nlicense:\n- cc-by-4.0\n- mit\n---\n") == "CC-BY-4.0");
    CHECK(core::licenceOfCard("---\nlicense: [gpl-3.0]\n---\n") == "GPL-3.0");
    CHECK(core::licenceOfCard("---\nlicense: other\nlicense_name: house-rules\n---\n") == "house-rules");
    CHECK(core::licenceOfCard("---\nlicense: other\n---\n") == "other");
    CHECK(core::licenceOfCard("---\nlicense: a\x1B[31mb\n---\n") == "a?[31mb");
}

TEST_CASE("Words about a licence in a card's body, or a card without head, state none")
{
    CHECK(core::licenceOfCard("# BERT\nlicense: mit\n").empty());
    CHECK(core::licenceOfCard("---\nlanguage: en\n---\nlicense: mit\n").empty());
    CHECK(core::licenceOfCard("---\nlicense:\n---\n").empty());
    CHECK(core::licenceOfCard("").empty());
}

TEST_CASE("A licence's text is told by what it begins with")
{
    CHECK(core::licenceOfText("                                 Apache License\n                           Version 2.0, January 2004\n") == "Apache-2.0");
    CHECK(core::licenceOfText("MIT License\n\nCopyright (c) 2020 Someone\n") == "MIT");
    CHECK(core::licenceOfText("GNU GENERAL PUBLIC LICENSE\nVersion 3, 29 June 2007\n") == "GPL-3.0");
    CHECK(core::licenceOfText("Copyright Someone\nRedistribution and use in source and binary forms, with or without ...\n* Neither the name of\n")
          == "BSD-3-Clause");
    CHECK(core::licenceOfText("All rights reserved.").empty());
}

TEST_CASE("The card counts before the licence's file, and an unknown file is pointed to")
{
    const test::TemporaryDirectory folder;
    CHECK(core::statedLicence(folder.path()).empty());
    std::ofstream(folder / "LICENSE") << "Do what you like.";
    CHECK(core::statedLicence(folder.path()) == "see LICENSE");
    std::ofstream(folder / "README.md") << "---\nlicense: mit\n---\n";
    CHECK(core::statedLicence(folder.path()) == "MIT");
}

TEST_CASE("The bundled model states the program's licence")
{
    CHECK(core::inspectCheckpoint(test::resourcesDirectory() / "starter").licence == "GPL-3.0");
}
