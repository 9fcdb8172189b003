#include "core/runs/training_option_table.h"
#include "tests/support/catch.h"
#include "ui/training/option_help.h"

using namespace attune;

TEST_CASE("Every option of a training says what it does and when to change it")
{
    core::TrainingOptions options;
    int told = 0;
    core::visitOptions(options, [&](const char* name, const auto&, const auto&, const char*) {
        CAPTURE(name);
        const QString help = ui::optionHelp(QString::fromLatin1(name));
        CHECK(help.contains(QStringLiteral("When to change it:")));
        CHECK(help.size() > 80);
        ++told;
    });
    CHECK(told >= 30);
    CHECK(ui::optionHelp(QStringLiteral("no_such_option")).isEmpty());
}
