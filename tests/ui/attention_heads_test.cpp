#include "tests/ui/answered_page.h"
#include "ui/explaining/attention_lines.h"
#include "ui/explaining/head_grid.h"
#include "ui/explaining/head_shares.h"
#include "ui/plotting/heat_colours.h"

#include <QComboBox>
#include <QLabel>
#include <QSignalSpy>

using namespace attune;
using namespace attune::test;
using ui::HeatSpot;
using Reading = core::AttentionChoice::Reading;

TEST_CASE("A click on a thumbnail shows that head large, and keys go through the heads")
{
    AnsweredPage shown;
    auto& grid = shown.the<ui::HeadGrid>();
    REQUIRE(grid.isVisible());
    QTest::mouseClick(&grid, Qt::LeftButton, {}, grid.placeOf(0, 1).center().toPoint());
    CHECK(shown.selection().choice().reading == Reading::One);
    CHECK(shown.the<QComboBox>("attentionLayer").currentText() == QStringLiteral("Layer 1"));
    CHECK(shown.the<QComboBox>("attentionHead").currentText() == QStringLiteral("Head 2"));
    CHECK(grid.accessibleDescription() == QStringLiteral("Layer 1, head 2"));
    CHECK(shown.the<ui::Heatmap>().matrix().at(0, 0) == Approx(maps(2, 3, 8).at(0, 1, 0, 0)).margin(2e-5));
    QTest::keyClick(&grid, Qt::Key_Down);
    QTest::keyClick(&grid, Qt::Key_Right);
    QTest::keyClick(&grid, Qt::Key_Right); // there is no fourth
    CHECK(grid.accessibleDescription() == QStringLiteral("Layer 2, head 3"));

    auto& shares = shown.the<ui::HeadShares>();
    CHECK(shares.isVisible());
    const auto& of = shares.shares();
    CHECK(of.itself + of.near + of.far + of.special == Approx(1).margin(1e-4));
    CHECK(shown.the<QLabel>("headSharesTitle").text() == QStringLiteral("Layer 2, head 3"));
    CHECK(shown.the<QLabel>("attentionMemory").text().startsWith(QStringLiteral("Memory: ")));
    shown.selection().setReading(Reading::Mean);
    CHECK_FALSE(shares.isVisible()); // they are of one head
    CHECK(grid.accessibleDescription() == QStringLiteral("Layer 2, all heads"));
}

TEST_CASE("The grid paints every head in the colours of the heatmap")
{
    ui::HeadGrid grid;
    grid.resize(300, 200);
    core::AttentionMaps two{1, 2, 2, {0, 1, 1, 0, 1, 0, 0, 1}};
    grid.setAttention(std::make_shared<core::AttentionStore>(two));
    const QImage painted = grid.grab().toImage();
    const auto& table = ui::heatColours();
    const QRectF first = grid.placeOf(0, 0), second = grid.placeOf(0, 1);
    CHECK(first.width() == 84);
    CHECK(second.left() - first.right() == 4);
    CHECK(painted.pixel((first.topLeft() + QPointF(10, 10)).toPoint()) == table[0]);
    CHECK(painted.pixel((first.topLeft() + QPointF(60, 10)).toPoint()) == table[255]);
    CHECK(painted.pixel((second.topLeft() + QPointF(10, 10)).toPoint()) == table[255]);
}

TEST_CASE("Thumbnails grow with the room there is, of many heads up to their usual size")
{
    AnsweredPage shown;
    auto& grid = shown.the<ui::HeadGrid>();
    CHECK(grid.placeOf(0, 0).width() == 84); // of three heads
    shown.askAndShow("Hinge creaks", answer(hingeTokens(), 6, 12));
    const double narrow = grid.placeOf(0, 0).width();
    CHECK(narrow >= 22);
    CHECK(narrow < 42);
    shown.page->resize(1744, 968); // what a window of 1920 x 1080 leaves
    QTest::qWait(20);
    CHECK(grid.placeOf(0, 0).width() == 42);
    const auto& heatmap = shown.the<ui::Heatmap>();
    CHECK(heatmap.width() >= heatmap.height()); // which still has the room that its height can use
    shown.page->resize(1264, 788);
    QTest::qWait(20);
    CHECK(grid.placeOf(0, 0).width() == narrow);
}

TEST_CASE("Lines are thicker for more, begin at the word that is pointed at, and tell who looks at a word on the right")
{
    ui::AttentionLines lines;
    lines.resize(270, 300);
    const ui::HeatAxis words{{QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")}};
    lines.setMatrix({words, words, {0.9f, 0.09f, 0.005f, 0.2f, 0.5f, 0.3f, 0, 0, 1}});
    QSignalSpy hovered(&lines, &ui::AttentionLines::hovered), pinned(&lines, &ui::AttentionLines::pinned);
    QObject::connect(&lines, &ui::AttentionLines::hovered, [&](const auto& spot) { lines.setSpot(spot.value_or(HeatSpot()), false); });
    QObject::connect(&lines, &ui::AttentionLines::pinned, [&](const auto& spot) { lines.setSpot(spot.value_or(HeatSpot()), spot.has_value()); });
    lines.show();
    REQUIRE(QTest::qWaitForWindowExposed(&lines));

    QTest::mouseMove(&lines, lines.fromPlace(0).toPoint() - QPoint(10, 0));
    REQUIRE(QTest::qWaitFor([&] { return !hovered.isEmpty(); }, 2000));
    CHECK(lines.lines().size() == 2); // 0.005 is not drawn
    CHECK(lines.accessibleDescription() == QStringLiteral("a looks at a 0.90, b 0.09"));
    const QImage painted = lines.grab().toImage();
    const auto thickness = [&](double y) { // of what is drawn straight across from there
        const int x = int((lines.fromPlace(0).x() + lines.toPlace(0).x()) / 2);
        int pixels = 0;
        for (int down = int(y) - 9; down <= int(y) + 9; ++down)
            pixels += painted.pixelColor(x, down).blue() - painted.pixelColor(x, down).red() > 60;
        return pixels;
    };
    CHECK(thickness(lines.fromPlace(0).y()) >= 6); // 0.75 + 7 x 0.9
    CHECK(thickness((lines.fromPlace(0).y() + lines.fromPlace(1).y()) / 2) < 4);

    QTest::mouseClick(&lines, Qt::LeftButton, {}, lines.toPlace(2).toPoint() + QPoint(12, 0));
    CHECK(lines.spot() == HeatSpot{{}, 2});
    CHECK(lines.accessibleDescription() == QStringLiteral("c is looked at by c 1.00, b 0.30"));
    QTest::keyClick(&lines, Qt::Key_Left);
    QTest::keyClick(&lines, Qt::Key_Up);
    CHECK(lines.accessibleDescription() == QStringLiteral("b looks at b 0.50, c 0.30, a 0.20"));
    QTest::keyClick(&lines, Qt::Key_Escape);
    CHECK(lines.spot() == HeatSpot());
}

TEST_CASE("The texts of a pair stand apart in the heatmap and in the lines")
{
    AnsweredPage shown;
    std::vector<core::Token> pair{{"[CLS]", 2, {0, 0}}, {"loud", 5, {0, 4}}, {"[SEP]", 3, {0, 0}}, {"very", 6, {0, 4}, 1}, {"[SEP]", 3, {0, 0}, 1}};
    shown.askAndShow("loud", answer(pair));
    const ui::HeatMatrix& matrix = shown.the<ui::Heatmap>().matrix();
    CHECK(matrix.rows.breaks == std::vector<std::size_t>{3});
    CHECK(matrix.columns.breaks == std::vector<std::size_t>{3});
    const auto& lines = shown.the<ui::AttentionLines>();
    const double step = lines.fromPlace(1).y() - lines.fromPlace(0).y();
    CHECK(lines.fromPlace(3).y() - lines.fromPlace(2).y() == step + ui::HeatAxis::kGap);
}
