#include "tests/support/catch.h"
#include "ui/frame/theme.h"
#include "ui/plotting/heat_colours.h"
#include "ui/plotting/heatmap.h"

#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

using namespace attune;
using ui::HeatCell;
using ui::HeatSpot;

namespace {

QStringList numbered(int count)
{
    QStringList names;
    for (int i = 0; i < count; ++i)
        names.append(QStringLiteral("w%1").arg(i));
    return names;
}

/// Rows that sum to 1 and differ.
ui::HeatMatrix square(int count, std::vector<std::size_t> breaks = {})
{
    const auto size = std::size_t(count);
    ui::HeatMatrix matrix{{numbered(count), breaks}, {numbered(count), breaks}, std::vector<float>(size * size)};
    for (std::size_t row = 0; row < size; ++row) {
        float sum = 0;
        for (std::size_t column = 0; column < size; ++column)
            sum += matrix.values[row * size + column] = float((row * 7 + column * 3) % 11 + 1);
        for (std::size_t column = 0; column < size; ++column)
            matrix.values[row * size + column] /= sum;
    }
    return matrix;
}

struct Shown {
    explicit Shown(ui::HeatMatrix matrix, QSize size = {500, 420}, ui::HeatScale scale = ui::HeatScale::shares())
    {
        heatmap.resize(size);
        heatmap.setMatrix(std::move(matrix), scale);
        heatmap.show();
        REQUIRE(QTest::qWaitForWindowExposed(&heatmap));
    }
    QPoint middleOf(std::size_t row, std::size_t column) const
    {
        const ui::HeatPlaces at = heatmap.places();
        return QPointF(at.left(heatmap.matrix(), column) + at.cell / 2, at.top(heatmap.matrix(), row) + at.cell / 2).toPoint();
    }
    void wheel(QPoint at, int steps)
    {
        QWheelEvent event(QPointF(at), heatmap.mapToGlobal(QPointF(at)), {}, {0, 120 * steps}, {}, {}, Qt::NoScrollPhase, false);
        QApplication::sendEvent(&heatmap, &event);
    }
    ui::Heatmap heatmap;
};

} // namespace

TEST_CASE("The picture shows the values on the square-root scale, rows from, columns to")
{
    Shown shown({{numbered(2)}, {numbered(2)}, {0.0f, 1.0f, 0.75f, 0.25f}}, {400, 320});
    const auto& table = ui::heatColours();
    const QImage image = shown.heatmap.image();
    CHECK(image.pixel(0, 0) == table[0]);
    CHECK(image.pixel(1, 0) == table[255]);
    CHECK(image.pixel(1, 1) == table[128]); // sqrt(0.25) of 255
    CHECK(table[0] == qRgb(0x44, 0x01, 0x54));
    CHECK(table[255] == qRgb(0xFD, 0xE7, 0x25));

    // What is painted is that picture.
    const QImage painted = shown.heatmap.grab().toImage();
    CHECK(painted.pixel(shown.middleOf(0, 1)) == table[255]);
    CHECK(painted.pixel(shown.middleOf(1, 0)) == table[std::size_t(ui::heatIndex(0.75f))]);
}

TEST_CASE("Differences are painted to both sides of the ground, what is lower in another colour than what is higher")
{
    const auto scale = ui::HeatScale::differences(0.5);
    Shown shown({{numbered(1)}, {numbered(3)}, {-0.5f, 0, 0.5f}}, {400, 320}, scale);
    const ui::HeatMatrix& matrix = shown.heatmap.matrix();
    const QImage image = shown.heatmap.image();
    CHECK(image.pixelColor(1, 0) == shown.heatmap.palette().color(QPalette::Base));
    CHECK(image.pixelColor(2, 0) == ui::colours(shown.heatmap.palette()).series[0]);
    CHECK(image.pixelColor(0, 0).red() > image.pixelColor(2, 0).red());
    CHECK(scale.figure(double(matrix.at(0, 0))) == QStringLiteral("−0.50"));
    CHECK(scale.place(-0.5) == 0);
    CHECK(scale.place(0) == 0.5);
    CHECK(scale.place(0.125) == Approx(0.75)); // the root of a quarter
    CHECK(scale.index(0.7f) == scale.index(0.5f));
}

TEST_CASE("The mouse reads a cell, a click chooses it and arrow keys move the choice")
{
    Shown shown({{{QStringLiteral("one"), QStringLiteral("two"), QStringLiteral("three"), QStringLiteral("four")}}, {numbered(4)}, square(4).values});
    QSignalSpy hovered(&shown.heatmap, &ui::Heatmap::hovered), chosen(&shown.heatmap, &ui::Heatmap::chosen);
    QTest::mouseMove(&shown.heatmap, shown.middleOf(0, 3));
    REQUIRE(QTest::qWaitFor([&] { return !hovered.isEmpty(); }, 2000));
    CHECK(shown.heatmap.spot() == HeatSpot{0, 3});
    QTest::mouseClick(&shown.heatmap, Qt::LeftButton, {}, shown.middleOf(1, 2));
    CHECK(chosen.size() == 1);
    QTest::mouseMove(&shown.heatmap, QPoint(2, 2));
    QTest::qWait(20);
    CHECK(shown.heatmap.spot() == HeatSpot{1, 2});
    CHECK(shown.heatmap.accessibleDescription().startsWith(QStringLiteral("From two to w2: 0.")));
    QTest::keyClick(&shown.heatmap, Qt::Key_Right);
    QTest::keyClick(&shown.heatmap, Qt::Key_Right);
    QTest::keyClick(&shown.heatmap, Qt::Key_Down);
    CHECK(shown.heatmap.spot() == HeatSpot{2, 3});
    CHECK(shown.heatmap.accessibleDescription().startsWith(QStringLiteral("From three to w3: 0.")));
    QTest::keyClick(&shown.heatmap, Qt::Key_Home);
    CHECK(shown.heatmap.spot() == HeatSpot{2, 0});
    QTest::keyClick(&shown.heatmap, Qt::Key_Escape);
    CHECK(shown.heatmap.spot() == HeatSpot());
    CHECK(shown.heatmap.accessibleDescription().isEmpty());
}

TEST_CASE("The wheel zooms where the mouse is, dragging pans and a double click shows everything again")
{
    Shown shown(square(512));
    auto& heatmap = shown.heatmap;
    CHECK(heatmap.places().cell < 1);
    CHECK_FALSE(heatmap.labelled());
    CHECK(heatmap.area().right() <= 500);
    CHECK(heatmap.area().bottom() <= 420);

    const QPoint point = heatmap.area().center().toPoint();
    const auto under = heatmap.places().cellAt(heatmap.matrix(), point);
    shown.wheel(point, 8);
    const auto still = heatmap.places().cellAt(heatmap.matrix(), point);
    REQUIRE((under && still));
    CHECK(std::abs(double(under->row) - double(still->row)) <= 1);
    CHECK(std::abs(double(under->column) - double(still->column)) <= 1);
    shown.wheel(point, 30);
    CHECK(heatmap.labelled()); // names can be read now
    CHECK(heatmap.places().cell == 48);

    const auto before = heatmap.places().cellAt(heatmap.matrix(), point);
    QTest::mousePress(&heatmap, Qt::LeftButton, {}, point);
    QTest::mouseMove(&heatmap, point + QPoint(60, 0));
    QTest::mouseMove(&heatmap, point + QPoint(96, 0));
    QTest::mouseRelease(&heatmap, Qt::LeftButton, {}, point + QPoint(96, 0));
    const auto dragged = heatmap.places().cellAt(heatmap.matrix(), point);
    REQUIRE((before && dragged));
    CHECK(before->column - dragged->column == 2);
    CHECK(before->row == dragged->row);
    CHECK(heatmap.spot().column != dragged->column); // dragging chose nothing

    QTest::mouseDClick(&heatmap, Qt::LeftButton, {}, point);
    CHECK_FALSE(heatmap.zoomed());
    heatmap.setFocus();
    QTest::keyClick(&heatmap, Qt::Key_Plus);
    CHECK(heatmap.zoomed());
    QTest::keyClick(&heatmap, Qt::Key_0);
    CHECK_FALSE(heatmap.zoomed());
}

TEST_CASE("Arrow keys bring the cell into view that they move to")
{
    Shown shown(square(60));
    shown.wheel(shown.heatmap.area().topLeft().toPoint() + QPoint(2, 2), 20);
    QTest::keyClick(&shown.heatmap, Qt::Key_End);
    const ui::HeatPlaces at = shown.heatmap.places();
    CHECK(shown.heatmap.spot() == HeatSpot{0, 59});
    CHECK(at.left(shown.heatmap.matrix(), 59) + at.cell <= at.view.right() + 1);
}

TEST_CASE("Where several cells share a pixel, the strongest is seen")
{
    ui::HeatMatrix matrix{{numbered(512)}, {numbered(512)}, std::vector<float>(512 * 512)};
    for (std::size_t row = 0; row < 512; ++row)
        matrix.values[row * 512 + 301] = 1;
    Shown shown(std::move(matrix));
    const QImage painted = shown.heatmap.grab().toImage();
    const QRectF area = shown.heatmap.area();
    int rows = 0;
    for (int y = int(area.top()) + 2; y < int(area.bottom()) - 2; ++y)
        for (int x = int(area.left()); x < int(area.right()); ++x)
            if (painted.pixel(x, y) == ui::heatColours()[255]) {
                ++rows;
                break;
            }
    CHECK(rows == int(area.bottom()) - 2 - int(area.top()) - 2);
}

TEST_CASE("A gap stands where another text begins")
{
    Shown shown(square(6, {4}));
    const ui::HeatMatrix& matrix = shown.heatmap.matrix();
    const ui::HeatPlaces at = shown.heatmap.places();
    CHECK(at.left(matrix, 4) - at.left(matrix, 3) == at.cell + ui::HeatAxis::kGap);
    CHECK(at.cellAt(matrix, {at.left(matrix, 4) + 1, at.top(matrix, 4) + 1}) == HeatCell{4, 4});
    CHECK(at.cellAt(matrix, {at.left(matrix, 3) + at.cell - 1, at.top(matrix, 0) + 1}) == HeatCell{0, 3});
    const QPointF inGap(at.left(matrix, 4) - 2, at.top(matrix, 1) + 1);
    CHECK_FALSE(at.cellAt(matrix, inGap));
    CHECK(shown.heatmap.grab().toImage().pixelColor(inGap.toPoint()) == shown.heatmap.palette().color(QPalette::Window));
}
