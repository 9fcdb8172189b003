#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"
#include "tests/ui/compared_samples.h"
#include "tests/ui/hinge_text.h"
#include "ui/comparing/changed_heads_pane.h"
#include "ui/comparing/compared_maps.h"
#include "ui/comparing/comparison_view.h"
#include "ui/explaining/attention_selection.h"
#include "ui/frame/row_view.h"
#include "ui/plotting/plot_menu.h"
#include "ui/words.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QSignalSpy>
#include <QSvgRenderer>
#include <QTest>
#include <QWheelEvent>

#include <iostream>

#ifdef __GLIBC__
#include <malloc.h>
#endif

using namespace attune;
using attune::test::changedInOneHead;
using attune::test::kText;
using attune::test::otherVocabulary;
using attune::test::prediction;

namespace {

constexpr double k16Bits = 3e-5; // that a difference of two shares kept in 16 bits is off at most

QPoint middleOf(const ui::ComparedMaps& maps, std::size_t part, std::size_t row, std::size_t column)
{
    const ui::HeatPlaces at = maps.places(part);
    return QPointF(at.left(maps.matrix(part), column) + at.cell / 2, at.top(maps.matrix(part), row) + at.cell / 2).toPoint();
}

struct ShownView {
    explicit ShownView(std::shared_ptr<const ui::ModelComparison> comparison = changedInOneHead())
    {
        selection.setUnits(false, true);
        view.resize(1104, 460); // what a window of 1280 x 800 leaves it
        show(std::move(comparison));
        static_cast<QWidget&>(view).show();
        REQUIRE(QTest::qWaitForWindowExposed(&view));
    }
    void show(std::shared_ptr<const ui::ModelComparison> comparison)
    {
        view.show(std::move(comparison), {QString::fromStdString(kText)}, QStringLiteral("Before"), QStringLiteral("After"));
    }
    void choose(std::size_t layer, std::optional<std::size_t> head)
    {
        if (head)
            return selection.chooseHead(layer, *head);
        selection.setLayer(layer);
        selection.setHead(std::nullopt);
    }
    ui::ComparedMaps& maps() { return *view.findChild<ui::ComparedMaps*>(); }
    QTableView& table() { return *view.findChild<QTableView*>(QStringLiteral("headTable")); }
    ui::RowView& list() { return *view.findChild<ui::RowView*>(); }
    QString choice()
    {
        const auto text = [&](const char* name) { return view.findChild<QComboBox*>(QString::fromLatin1(name))->currentText(); };
        return text("comparedLayer") + QLatin1Char(' ') + text("comparedHead");
    }
    QString memory() { return view.findChild<QLabel*>(QStringLiteral("comparedMemory"))->text(); }

    ui::AttentionSelection selection;
    ui::ComparisonView view{&selection};
};

} // namespace

TEST_CASE("Two models stand side by side in one scale, and their difference in colours to both sides of nothing")
{
    ShownView shown;
    shown.choose(1, std::size_t(1));
    REQUIRE(shown.maps().count() == 3);
    CHECK(shown.maps().scale(0) == ui::HeatScale::shares());
    CHECK(shown.maps().scale(1) == ui::HeatScale::shares());
    CHECK(shown.maps().scale(2).diverging());
    CHECK(shown.maps().scale(2).largest() == Approx(0.6));
    CHECK(shown.maps().matrix(0).at(0, 0) == Approx(0.25).margin(k16Bits));
    CHECK(shown.maps().matrix(1).at(0, 0) == Approx(0.85).margin(k16Bits));
    CHECK(shown.maps().matrix(2).at(0, 0) == Approx(0.6).margin(k16Bits));
    CHECK(shown.maps().matrix(2).at(0, 1) == Approx(-0.2).margin(k16Bits));
    for (std::size_t row = 0; row < 4; ++row) {
        float sum = 0;
        for (std::size_t column = 0; column < 4; ++column)
            sum += shown.maps().matrix(2).at(row, column);
        CHECK(sum == Approx(0).margin(4 * k16Bits)); // what one token got, the others lost
    }
    shown.choose(1, std::nullopt);
    CHECK(shown.maps().matrix(2).at(0, 0) == Approx(0.3).margin(k16Bits)); // the mean of 0 and 0.6
    CHECK(shown.maps().scale(2).largest() == Approx(0.3));
    shown.choose(0, std::size_t(1));
    CHECK(shown.maps().scale(2).largest() == Approx(0.6)); // the same for every head
    shown.choose(1, std::nullopt);

    const QImage painted = shown.maps().grab().toImage();
    const double ratio = painted.devicePixelRatio();
    const auto colourAt = [&](std::size_t part, std::size_t row, std::size_t column) {
        return QColor(painted.pixel((QPointF(middleOf(shown.maps(), part, row, column)) * ratio).toPoint()));
    };
    CHECK(colourAt(2, 0, 0).blue() > colourAt(2, 0, 0).red());   // more than before
    CHECK(colourAt(2, 0, 1).red() > colourAt(2, 0, 1).blue());   // less
    CHECK(colourAt(0, 0, 0) == colourAt(0, 3, 2));               // alike everywhere
    shown.selection.pin(ui::AttentionSelection::Spot{1, {}}); // whose frame is seen on the ground of differences, too
    const QImage framed = shown.maps().grab().toImage();
    for (const std::size_t part : {0u, 2u}) {
        const ui::HeatPlaces at = shown.maps().places(part);
        const QPoint onFrame(int(at.view.center().x()), int(at.top(shown.maps().matrix(part), 1)));
        CAPTURE(part);
        CHECK(std::abs(framed.pixelColor(onFrame * ratio).lightness() - painted.pixelColor(onFrame * ratio).lightness()) > 60);
    }
    CHECK(colourAt(0, 0, 0) == QColor(ui::HeatScale::shares().colours(shown.view.palette())[std::size_t(ui::HeatScale::shares().index(0.25f))]));
}

TEST_CASE("What the mouse or the keys point at in one map is read in all of them, aloud as well")
{
    ShownView shown;
    shown.choose(1, std::size_t(1));
    auto& maps = shown.maps();
    const auto* reading = shown.view.findChild<QLabel*>(QStringLiteral("comparedReading"));
    CHECK(reading->text().isEmpty());
    const QString expected = QStringLiteral("From good to film: Before 0.25, After 0.05, Difference −0.20");
    for (const std::size_t part : {0u, 1u, 2u}) {
        QTest::mouseMove(&maps, QPoint(2, 2));
        QTest::mouseMove(&maps, middleOf(maps, part, 1, 2));
        CAPTURE(part);
        CHECK(reading->text() == expected);
    }
    CHECK(maps.accessibleDescription() == expected);
    QTest::mouseMove(&maps, QPoint(2, 2));
    CHECK(reading->text().isEmpty());

    maps.setFocus();
    QTest::keyClick(&maps, Qt::Key_Down);
    QTest::keyClick(&maps, Qt::Key_Right);
    CHECK(reading->text() == QStringLiteral("From good to good: Before 0.25, After 0.85, Difference +0.60"));
    QTest::keyClick(&maps, Qt::Key_End);
    CHECK(maps.spot() == ui::HeatSpot{1, 3});
    QTest::keyClick(&maps, Qt::Key_Escape);
    CHECK(reading->text().isEmpty());
    QTest::mouseClick(&maps, Qt::LeftButton, {}, middleOf(maps, 1, 3, 0));
    QTest::mouseMove(&maps, QPoint(2, 2));
    CHECK(maps.spot() == ui::HeatSpot{3, 0}); // a click stays
}

TEST_CASE("Both maps and their difference zoom and pan together")
{
    const auto longer = [](float own) {
        core::Prediction made = prediction(0.9f);
        made.tokens.assign(60, {"good", 5, {0, 4}});
        made.attention = test::maps(2, 3, 60);
        made.attention.values[61] += own;
        return made;
    };
    ShownView shown(ui::comparisonOf(longer(0), longer(0.5f)));
    auto& maps = shown.maps();
    REQUIRE(maps.count() == 3);
    const auto under = [&](std::size_t part, QPointF inView) {
        const ui::HeatPlaces at = maps.places(part);
        return at.cellAt(maps.matrix(part), at.view.topLeft() + inView);
    };
    const auto together = [&](QPointF inView) { return under(0, inView) == under(1, inView) && under(1, inView) == under(2, inView); };
    CHECK_FALSE(maps.labelled());
    const QPointF middle(60, 60), point = maps.places(1).view.topLeft() + middle;
    const auto before = under(1, middle);
    QWheelEvent wheel(point, maps.mapToGlobal(point), {}, {0, 120 * 12}, {}, {}, Qt::NoScrollPhase, false);
    QApplication::sendEvent(&maps, &wheel);
    CHECK(maps.zoomed());
    CHECK(maps.labelled()); // names can be read now
    const ui::HeatPlaces zoomed = maps.places(1);
    const auto still = zoomed.cellAt(maps.matrix(1), point);
    REQUIRE((before && still));
    CHECK(std::abs(double(still->row) - double(before->row)) <= 2); // what was under the mouse
    for (const std::size_t part : {0u, 1u, 2u}) {
        CHECK(maps.places(part).cell == zoomed.cell);
        CHECK(maps.places(part).view.size() == zoomed.view.size());
    }
    CHECK(together(middle));

    const QPoint drag = maps.places(2).view.center().toPoint();
    const auto dragged = under(0, middle);
    QTest::mousePress(&maps, Qt::LeftButton, {}, drag);
    QTest::mouseMove(&maps, drag - QPoint(60, 0));
    QTest::mouseMove(&maps, drag - QPoint(2 * int(zoomed.cell), 0));
    QTest::mouseRelease(&maps, Qt::LeftButton, {}, drag - QPoint(2 * int(zoomed.cell), 0));
    REQUIRE(dragged);
    CHECK(under(0, middle)->column == dragged->column + 2);
    CHECK(under(0, middle)->row == dragged->row);
    CHECK(together(middle));
    CHECK_FALSE(shown.selection.pinned()); // dragging chose nothing

    maps.setFocus();
    QTest::keyClick(&maps, Qt::Key_End);
    CHECK(maps.spot() == ui::HeatSpot{0, 59});
    const ui::HeatPlaces end = maps.places(0);
    CHECK(end.left(maps.matrix(0), 59) + end.cell <= end.view.right() + 1); // brought into view
    QTest::keyClick(&maps, Qt::Key_0);
    CHECK_FALSE(maps.zoomed());
    shown.choose(0, std::size_t(1));
    QTest::keyClick(&maps, Qt::Key_Plus);
    shown.choose(1, std::size_t(2));
    CHECK(maps.zoomed()); // another head of the same text
}

TEST_CASE("What is pointed at in a comparison is pointed at in every view of attention, and the other way round")
{
    ShownView shown;
    auto& maps = shown.maps();
    QTest::mouseMove(&maps, QPoint(2, 2));
    QTest::mouseMove(&maps, middleOf(maps, 1, 1, 2));
    CHECK(shown.selection.hovered() == ui::AttentionSelection::Spot{1, 2});
    QTest::mouseClick(&maps, Qt::LeftButton, {}, middleOf(maps, 1, 2, 3));
    CHECK(shown.selection.pinned() == ui::AttentionSelection::Spot{2, 3});
    shown.selection.hover(std::nullopt);
    shown.selection.pin(ui::AttentionSelection::Spot{1, {}});
    CHECK(maps.spot() == ui::HeatSpot{1, {}});
    CHECK(maps.accessibleDescription() == QStringLiteral("From good"));
    shown.view.setPointsTogether(false); // of another text than stands above
    shown.selection.pin(ui::AttentionSelection::Spot{2, {}});
    CHECK(maps.spot() == ui::HeatSpot{1, {}});
    QTest::mouseClick(&maps, Qt::LeftButton, {}, middleOf(maps, 0, 3, 3));
    CHECK(shown.selection.pinned() == ui::AttentionSelection::Spot{2, {}});
}

TEST_CASE("A comparison is saved as PNG, SVG, PDF and CSV, and copied")
{
    ShownView shown;
    shown.choose(1, std::size_t(1));
    const test::TemporaryDirectory folder;
    const auto file = [&](const char* name) { return QString::fromStdString((folder / name).string()); };
    const auto contents = [](const QString& path) {
        QFile opened(path);
        return opened.open(QFile::ReadOnly) ? opened.readAll() : QByteArray();
    };
    for (const char* name : {"maps.png", "maps.svg", "maps.pdf", "maps.csv"})
        shown.view.menu()->saveTo(file(name));
    CHECK(QImage(file("maps.png")).size() == shown.maps().size() * 2);
    CHECK(QSvgRenderer(file("maps.svg")).isValid());
    CHECK(contents(file("maps.svg")).count("<rect") >= 20); // cells are shapes
    CHECK(contents(file("maps.pdf")).startsWith("%PDF"));
    const auto written = [&](const char* name) { return QTest::qWaitFor([&] { return QFile::exists(file(name)); }, 10'000); }; // in the background
    REQUIRE(written("maps.csv"));
    const QList<QByteArray> lines = contents(file("maps.csv")).split('\n');
    REQUIRE(lines.size() == 1 + 16 + 1);
    CHECK(lines[0] == "from,to,Before,After,Difference");
    const QList<QByteArray> first = lines[2].split(','); // [CLS] to good
    CHECK(first[1] == "good");
    CHECK(first[2].toDouble() == Approx(0.25).margin(k16Bits));
    CHECK(first[3].toDouble() == Approx(0.05).margin(k16Bits));
    CHECK(first[4].toDouble() == Approx(-0.2).margin(k16Bits));
    QGuiApplication::clipboard()->clear();
    shown.view.menu()->actions().first()->trigger();
    CHECK(QGuiApplication::clipboard()->image().size() == shown.maps().size() * 2);

    QSignalSpy failed(&shown.view, &ui::ComparisonView::failed);
    shown.view.menu()->saveTo(QStringLiteral("/nowhere/at/all.pdf"));
    CHECK(failed.size() == 1);
    shown.show(ui::comparisonOf(otherVocabulary(), prediction(0.9f)));
    shown.view.menu()->saveTo(file("apart.csv"));
    REQUIRE(written("apart.csv"));
    const QList<QByteArray> apart = contents(file("apart.csv")).split('\n');
    REQUIRE(apart.size() == 1 + 2 * 16 + 1);
    CHECK(apart[0] == "model,from,to,attention");
    CHECK(apart[3].startsWith("Before,[CLS],\u00b7film,0.25"));
    CHECK(apart[32].startsWith("After,[SEP],[SEP],0.25"));
}

TEST_CASE("The heads are a table of layers and heads and a list, those that changed most first, and a click or Return shows one")
{
    ShownView shown;
    CHECK(shown.choice() == QStringLiteral("Layer 2 All heads"));
    const QAbstractItemModel& table = *shown.table().model();
    REQUIRE(table.rowCount() == 2);
    REQUIRE(table.columnCount() == 2);
    const double change = (0.6 + 3 * 0.2) / 4; // of every row
    CHECK(table.index(1, 1).data(Qt::EditRole).toDouble() == Approx(change));
    CHECK(table.index(1, 1).data().toString() == QStringLiteral("30.0"));
    CHECK(table.index(0, 1).data().toString() == QStringLiteral("0.0"));
    CHECK(table.index(1, 1).data(Qt::AccessibleTextRole).toString()
        == QStringLiteral("Layer 2, head 2: what one token gives another changed by 30.00 % of its attention on average."));
    const QAbstractItemModel& list = *shown.list().model();
    REQUIRE(list.rowCount() == 4);
    CHECK(list.index(0, ui::RankedHeadModel::Layer).data().toInt() == 2);
    CHECK(list.index(0, ui::RankedHeadModel::Head).data().toInt() == 2);
    CHECK(list.index(0, ui::RankedHeadModel::Change).data().toString() == QStringLiteral("30.00 %"));
    for (int row = 1; row < 4; ++row)
        CHECK(list.index(row, ui::RankedHeadModel::Change).data(Qt::EditRole).toDouble() <= list.index(row - 1, ui::RankedHeadModel::Change).data(Qt::EditRole).toDouble());

    QTest::mouseClick(shown.table().viewport(), Qt::LeftButton, {}, shown.table().visualRect(table.index(0, 1)).center());
    CHECK(shown.choice() == QStringLiteral("Layer 1 Head 2"));
    QTest::mouseClick(shown.list().viewport(), Qt::LeftButton, {}, shown.list().visualRect(list.index(0, 1)).center());
    CHECK(shown.choice() == QStringLiteral("Layer 2 Head 2"));
    CHECK(shown.table().currentIndex() == table.index(1, 1)); // both point at it
    shown.table().setFocus();
    QTest::keyClick(&shown.table(), Qt::Key_Left);
    QTest::keyClick(&shown.table(), Qt::Key_Return);
    CHECK(shown.choice() == QStringLiteral("Layer 2 Head 1"));
    CHECK(shown.list().currentIndex().row() == 3);
}

TEST_CASE("The models of the heads keep what item models promise, filled, changed and emptied")
{
    ui::HeadChangeModel table;
    ui::RankedHeadModel list;
    const QAbstractItemModelTester first(&table, QAbstractItemModelTester::FailureReportingMode::Fatal);
    const QAbstractItemModelTester second(&list, QAbstractItemModelTester::FailureReportingMode::Fatal);
    const auto comparison = changedInOneHead();
    for (const core::AttentionChange* change : {&*comparison->change, static_cast<const core::AttentionChange*>(nullptr), &*comparison->change}) {
        table.setChange(change);
        list.setChange(change);
        CHECK(table.rowCount() == (change ? 2 : 0));
        CHECK(list.rowCount() == (change ? 4 : 0));
    }
}

TEST_CASE("Models that cut the text differently stand side by side without a difference, and a sentence says why")
{
    ShownView shown(ui::comparisonOf(otherVocabulary(), prediction(0.9f)));
    CHECK(shown.maps().count() == 2);
    CHECK(shown.maps().matrix(0).rows.names[2] == QStringLiteral("·film"));
    CHECK(shown.maps().matrix(1).rows.names[2] == QStringLiteral("film"));
    const auto* why = shown.view.findChild<QLabel*>(QStringLiteral("incomparable"));
    CHECK(why->isVisible());
    CHECK(why->text()
        == QStringLiteral("The two models cut the text into different tokens, so their attention cannot be compared. Compare models that were trained from the "
                          "same checkpoint, with the same maximum length."));
    CHECK(shown.table().model()->rowCount() == 0);
    QTest::mouseMove(&shown.maps(), middleOf(shown.maps(), 1, 1, 2));
    CHECK(shown.maps().description() == QStringLiteral("From good to film: After 0.25")); // of the one alone
    QTest::mouseMove(&shown.maps(), middleOf(shown.maps(), 0, 1, 2));
    CHECK(shown.maps().description().isEmpty());

    core::Prediction larger = prediction(0.9f);
    larger.attention = {3, 1, 4, std::vector<float>(3 * 4 * 4, 0.25f)};
    shown.show(ui::comparisonOf(prediction(0.4f), larger));
    CHECK(why->text().startsWith(QStringLiteral("The two models are built differently")));
    shown.choose(2, std::size_t(0)); // a layer that the other one lacks
    CHECK(shown.maps().matrix(1).at(0, 0) == Approx(0.25).margin(k16Bits));
    shown.show(changedInOneHead());
    CHECK_FALSE(why->isVisible());
}

TEST_CASE("Pieces are merged to words and special tokens left out in a comparison as in every view of attention")
{
    const auto hinges = [](float own) {
        core::Prediction made = prediction(0.9f);
        made.tokens = test::hingeTokens();
        made.attention = test::maps(2, 3, made.tokens.size());
        for (std::size_t map = 0; map < 6; ++map)
            made.attention.values[map * 64 + 9] += own; // of hi to itself
        return made;
    };
    ShownView shown(ui::comparisonOf(hinges(0), hinges(0.125f)));
    shown.view.show(shown.view.comparison(), {QStringLiteral("Hinge creaks!")}, QStringLiteral("Before"), QStringLiteral("After"));
    CHECK(shown.maps().matrix(2).rows.count() == 8);
    CHECK(shown.maps().matrix(2).at(1, 1) == Approx(0.125).margin(k16Bits));
    CHECK(shown.maps().scale(2).largest() == Approx(0.2));

    shown.selection.setUnits(true, true);
    for (const std::size_t part : {0u, 1u, 2u})
        CHECK(shown.maps().matrix(part).rows.names.join(QLatin1Char(' ')) == QStringLiteral("[CLS] Hinge creaks ! [SEP]"));
    CHECK(shown.maps().matrix(2).at(1, 1) == Approx(0.0625).margin(k16Bits)); // Hinge's rows are averaged
    CHECK(shown.maps().scale(2).largest() == Approx(0.07));

    shown.selection.setUnits(true, false);
    const ui::HeatMatrix &before = shown.maps().matrix(0), &difference = shown.maps().matrix(2);
    CHECK(before.rows.names.join(QLatin1Char(' ')) == QStringLiteral("Hinge creaks !"));
    for (std::size_t row = 0; row < 3; ++row) {
        double shares = 0, differences = 0;
        for (std::size_t column = 0; column < 3; ++column) {
            shares += double(before.at(row, column));
            differences += double(difference.at(row, column));
        }
        CHECK(shares == Approx(1).margin(k16Bits));
        CHECK(differences == Approx(0).margin(3 * k16Bits));
    }
    shown.selection.setReading(core::AttentionChoice::Reading::Rollout);
    CHECK(shown.maps().count() == 3);
    CHECK(shown.maps().scale(2).largest() > 0);
}

TEST_CASE("Two models' attention is compared in half the memory of its floats, of which those on display alone are kept")
{
    constexpr std::size_t kLayers = 6, kHeads = 12, kTokens = 128, kMaps = kLayers * kHeads, kPairs = kTokens * kTokens;
    const auto made = [](float positive) {
        core::Prediction answer = prediction(positive);
        answer.tokens.assign(kTokens, {"good", 5, {0, 4}});
        answer.attention = test::maps(kLayers, kHeads, kTokens);
        answer.lastHiddenState.assign(kTokens * 384, positive);
        return answer;
    };
    constexpr std::size_t kFloats = 2 * kMaps * kPairs * sizeof(float), kThumbnails = 2 * kMaps * core::AttentionStore::kThumbnailSide * core::AttentionStore::kThumbnailSide;
    const auto comparison = ui::comparisonOf(made(0.4f), made(0.9f));
    CHECK(comparison->bytes() == kFloats / 2 + kThumbnails);
    CHECK(comparison->before.prediction->attention.values.capacity() + comparison->after.prediction->attention.values.capacity() == 0);
    CHECK(comparison->after.prediction->lastHiddenState.capacity() == 0);
    REQUIRE(comparison->change);
    CHECK(comparison->change->byHead == std::vector<float>(kMaps, 0.0f)); // and what each head changed
#ifdef __GLIBC__
    const auto held = [] {
        const auto heap = mallinfo2();
        return heap.uordblks + heap.hblkhd;
    };
    if (const std::size_t before = held(); before > 0) { // a sanitizer's own memory is not counted
        const auto another = ui::comparisonOf(made(0.4f), made(0.9f));
        const std::size_t taken = held() - before;
        std::cout << "a comparison of 2 x " << kMaps << " maps of " << kTokens << " x " << kTokens << ": " << taken << " bytes held, " << another->bytes() << " said, "
                  << kFloats << " as floats" << std::endl;
        CHECK(taken >= another->bytes());
        CHECK(taken < another->bytes() + 200'000); // tokens and names
    }
#endif
    ShownView shown(comparison);
    shown.choose(2, std::size_t(5));
    REQUIRE(QTest::qWaitFor([&] { return !shown.memory().isEmpty(); }, 5000));
    CHECK(shown.memory()
        == QStringLiteral("Memory: %1 for both models' 144 maps, %2 for those shown").arg(ui::bytes(comparison->bytes()), ui::bytes(3 * kPairs * sizeof(float))));
    shown.view.clear();
    CHECK(shown.memory().isEmpty());
    CHECK(QTest::qWaitFor([&] { return comparison.use_count() == 1; }, 5000)); // nothing of it is kept
}
