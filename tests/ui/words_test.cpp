#include "tests/support/catch.h"
#include "ui/note.h"
#include "ui/prediction/predict_file_dialog.h"
#include "ui/words.h"

using namespace attune;

TEST_CASE("One is counted in the singular, any other number in the plural")
{
    const auto rows = [](std::uint64_t count) { return ui::counted(count, QStringLiteral("1 row"), QStringLiteral("%1 rows")); };
    CHECK(rows(0) == QStringLiteral("0 rows"));
    CHECK(rows(1) == QStringLiteral("1 row"));
    CHECK(rows(2) == QStringLiteral("2 rows"));
    CHECK(rows(8041) == QStringLiteral("8,041 rows"));
}

TEST_CASE("A predicted file's rows and problems are told in the singular where there is one")
{
    ui::PredictFileDialog dialog;
    core::FilePredictionReport report;
    for (const auto& [count, predicted, problems] : {std::tuple(1, "1 row predicted.", " 1 row has no prediction or lost something."),
             {2, "2 rows predicted.", " 2 rows have no prediction or lost something."}}) {
        report.rows = report.predicted = report.problemCount = std::size_t(count);
        dialog.showFinished(report);
        bool found = false;
        for (const auto* note : dialog.findChildren<ui::Note*>())
            found = found || (note->text() == QLatin1String(predicted) && note->detail().endsWith(QLatin1String(problems)));
        CHECK(found);
    }
}
