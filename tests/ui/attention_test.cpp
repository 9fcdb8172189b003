#include "tests/ui/answered_page.h"
#include "ui/explaining/attention_lines.h"
#include "ui/explaining/explaining_views.h"
#include "ui/explaining/head_grid.h"
#include "ui/explaining/head_shares.h"
#include "ui/explaining/heads_pane.h"
#include "ui/explaining/lines_pane.h"
#include "ui/frame/segmented_control.h"
#include "ui/frame/theme.h"
#include "ui/plotting/heat_colours.h"
#include "ui/plotting/plot_menu.h"
#include "ui/prediction/token_strip.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QGuiApplication>
#include <QLabel>
#include <QSignalSpy>
#include <QSvgRenderer>
#include <QTemporaryDir>

using namespace attune;
using namespace attune::test;
using ui::HeatSpot;
using Reading = core::AttentionChoice::Reading;
using Spot = ui::AttentionSelection::Spot;

namespace {

double rowSum(const ui::HeatMatrix& matrix, std::size_t row)
{
    double sum = 0;
    for (std::size_t column = 0; column < matrix.columns.count(); ++column)
        sum += double(matrix.at(row, column));
    return sum;
}

} // namespace

TEST_CASE("Layer, head, mean and maximum follow each other, whichever is chosen")
{
    AnsweredPage shown;
    auto& layer = shown.the<QComboBox>("attentionLayer");
    auto& head = shown.the<QComboBox>("attentionHead");
    auto& reading = shown.the<ui::SegmentedControl>("attentionReading");
    CHECK(layer.currentText() == QStringLiteral("Layer 2"));
    CHECK(head.currentText() == QStringLiteral("All heads"));
    CHECK(reading.current() == 1);

    head.setFocus();
    QTest::keyClick(&head, Qt::Key_Home); // head 1 of layer 2 is one head
    CHECK(reading.current() == 0);
    CHECK(shown.selection().choice().head == std::size_t(0));
    reading.setCurrent(2); // a maximum is of several
    CHECK(head.currentText() == QStringLiteral("All heads"));
    layer.setCurrentIndex(2);
    CHECK(layer.currentText() == QStringLiteral("All layers"));
    CHECK(reading.current() == 2);
    head.setCurrentIndex(1); // of one head over all layers
    CHECK(shown.selection().choice().reading == Reading::Maximum);
    reading.setCurrent(0);
    CHECK(layer.currentText() == QStringLiteral("Layer 2"));
    CHECK(head.currentText() == QStringLiteral("Head 2"));
    reading.setCurrent(3);
    CHECK_FALSE(layer.isEnabled());
    CHECK_FALSE(head.isEnabled());
    reading.setCurrent(1);
    CHECK(layer.isEnabled());

    // The choice outlives the sentence; a model of another shape begins with the mean of its last layer.
    shown.selection().chooseHead(0, 2);
    shown.askAndShow("Hinge creaks", answer());
    CHECK(layer.currentText() == QStringLiteral("Layer 1"));
    CHECK(head.currentText() == QStringLiteral("Head 3"));
    shown.askAndShow("Hinge creaks", answer(hingeTokens(), 4, 2));
    CHECK(layer.currentText() == QStringLiteral("Layer 4"));
    CHECK(head.currentText() == QStringLiteral("All heads"));
    CHECK(layer.count() == 5);
}

TEST_CASE("The heatmap shows what is chosen: values, names, rows that sum to 1")
{
    AnsweredPage shown;
    const auto all = maps(2, 3, 8);
    shown.the<ui::SegmentedControl>("units").setCurrent(1);
    shown.selection().chooseHead(1, 2);
    const ui::HeatMatrix& matrix = shown.the<ui::Heatmap>().matrix();
    REQUIRE(matrix.rows.count() == 8);
    CHECK(matrix.rows.names[2] == QStringLiteral("·nge"));
    CHECK(matrix.at(3, 4) == Approx(all.at(1, 2, 3, 4)).margin(2e-5));
    shown.selection().setReading(Reading::Maximum);
    CHECK(matrix.at(3, 4) == Approx(std::max({all.at(1, 0, 3, 4), all.at(1, 1, 3, 4), all.at(1, 2, 3, 4)})).margin(2e-5));
    for (const Reading reading : {Reading::One, Reading::Mean, Reading::Rollout}) {
        shown.selection().setReading(reading);
        for (std::size_t row = 0; row < 8; ++row)
            CHECK(rowSum(matrix, row) == Approx(1).margin(2e-5));
    }
    // Words instead of pieces, and without [CLS] and [SEP], in all views at once.
    shown.the<ui::SegmentedControl>("units").setCurrent(0);
    QTest::mouseClick(&shown.the<QCheckBox>("special"), Qt::LeftButton, {}, QPoint(8, 14));
    CHECK(matrix.rows.names == QStringList{QStringLiteral("Hinge"), QStringLiteral("creaks"), QStringLiteral("!")});
    for (std::size_t row = 0; row < 3; ++row)
        CHECK(rowSum(matrix, row) == Approx(1).margin(2e-5));
    CHECK(shown.the<ui::TokenStrip>().boxes().size() == 3);
    shown.the<ui::AttentionLines>().setSpot({0, {}}, false);
    CHECK(shown.the<ui::AttentionLines>().lines().size() <= 3);
}

TEST_CASE("The layer in view has all its digits, and another one gets them when it is chosen")
{
    AnsweredPage shown;
    const auto all = maps(2, 3, 8);
    struct Request {
        quint64 id;
        std::optional<std::size_t> layer;
    };
    std::vector<Request> asked, completed;
    shown.the<ui::SegmentedControl>("units").setCurrent(1);
    using Source = const ui::PredictionSource&;
    using Text = const ui::PredictionText&;
    QObject::connect(shown.page.get(), &ui::PredictPage::predictionRequested, [&](quint64 id, Source, Text, auto layer) { asked.push_back({id, layer}); });
    QObject::connect(shown.page.get(), &ui::PredictPage::layerRequested, [&](quint64 id, Source, Text, auto layer) { completed.push_back({id, layer}); });
    shown.page->ask();
    REQUIRE(asked.size() == 1);
    CHECK(asked[0].layer == std::size_t(1)); // the last, which is in view
    shown.page->showPrediction(asked[0].id, ui::Answer(answer(), 1));
    CHECK(completed.empty());
    shown.selection().chooseHead(1, 2);
    const ui::HeatMatrix& matrix = shown.the<ui::Heatmap>().matrix();
    const auto exact = [&](std::size_t layer, std::size_t head) {
        const auto begin = all.values.begin() + std::ptrdiff_t((layer * 3 + head) * 64);
        return matrix.values == std::vector<float>(begin, begin + 64);
    };
    CHECK(exact(1, 2));
    CHECK(completed.empty());

    shown.selection().chooseHead(0, 1);
    CHECK_FALSE(exact(0, 1)); // seen at once, to 16 bits
    CHECK(matrix.at(3, 4) == Approx(all.at(0, 1, 3, 4)).margin(2e-5));
    REQUIRE(completed.size() == 1);
    CHECK(completed[0].layer == std::size_t(0));
    core::Prediction trainedOn = answer();
    trainedOn.logits = {0.5f, 0.25f};
    shown.page->showPrediction(completed[0].id, ui::Answer(trainedOn, 0)); // the weights are others now
    CHECK_FALSE(exact(0, 1));
    shown.selection().chooseHead(0, 0);
    REQUIRE(completed.size() == 2);
    shown.page->showFailure(completed[1].id, {QStringLiteral("The model is gone."), {}, {}});
    CHECK_FALSE(matrix.empty()); // what is in view stays
    shown.selection().chooseHead(0, 1);
    REQUIRE(completed.size() == 3);
    shown.page->showPrediction(completed[1].id, ui::Answer(answer(), 0)); // an older request
    CHECK_FALSE(exact(0, 1));
    shown.page->showPrediction(completed[2].id, ui::Answer(answer(), 0));
    CHECK(exact(0, 1));
    CHECK(shown.the<QLabel>("attentionMemory").text() == QStringLiteral("Memory: 1.2 kB for 6 maps of 8 × 8, 1.0 kB for the layer in view"));

    shown.selection().setReading(Reading::Rollout); // through all layers: none of them is the one in view
    CHECK(completed.size() == 3);
    shown.page->ask();
    CHECK_FALSE(asked.back().layer);
    shown.selection().chooseHead(1, 0); // while an answer is awaited nothing else is asked
    CHECK(completed.size() == 3);
    shown.page->showPrediction(asked.back().id, ui::Answer(answer()));
    CHECK(completed.size() == 4);
}

TEST_CASE("A token that is pointed at in one view is pointed at in all, and a pinned one stays")
{
    AnsweredPage shown;
    auto& heatmap = shown.the<ui::Heatmap>();
    auto& lines = shown.the<ui::AttentionLines>();
    auto& strip = shown.the<ui::TokenStrip>();
    CHECK(lines.spot() == HeatSpot{0, {}}); // the answer is read off at [CLS]

    QTest::mouseMove(&heatmap, shown.middleOf(2, 1)); // from creaks to Hinge
    REQUIRE(QTest::qWaitFor([&] { return shown.selection().hovered().has_value(); }, 2000));
    CHECK(shown.selection().spot() == Spot{3, 1}); // tokens cr and hi
    CHECK(lines.spot() == HeatSpot{2, 1});
    CHECK(heatmap.accessibleDescription().startsWith(QStringLiteral("From creaks to Hinge: 0.")));
    const QImage framed = strip.grab().toImage();

    // The other way: the strip points, the views follow.
    QTest::mouseMove(&strip, QPoint(80, 16)); // the box of "Hinge"
    REQUIRE(QTest::qWaitFor([&] { return shown.selection().spot() == Spot{1, {}}; }, 2000));
    CHECK(heatmap.spot() == HeatSpot{1, {}});
    CHECK(heatmap.accessibleDescription() == QStringLiteral("From Hinge"));
    CHECK(lines.accessibleDescription().startsWith(QStringLiteral("Hinge looks at ")));
    CHECK(strip.grab().toImage() != framed);

    QTest::mouseClick(&strip, Qt::LeftButton, {}, QPoint(80, 16));
    CHECK(shown.selection().pinned() == Spot{1, {}});
    QTest::mouseMove(&heatmap, QPoint(2, 2));
    REQUIRE(QTest::qWaitFor([&] { return !shown.selection().hovered(); }, 2000));
    CHECK(heatmap.spot() == HeatSpot{1, {}});
    // Pieces instead of words: the pin is on the same token.
    shown.the<ui::SegmentedControl>("units").setCurrent(1);
    CHECK(heatmap.spot() == HeatSpot{1, {}});
    CHECK(heatmap.matrix().rows.names[1] == QStringLiteral("hi"));
    strip.setFocus();
    QTest::keyClick(&strip, Qt::Key_Right);
    QTest::keyClick(&strip, Qt::Key_Right);
    CHECK(shown.selection().pinned() == Spot{3, {}});
    CHECK(lines.spot() == HeatSpot{3, {}});
    shown.the<ui::SegmentedControl>("units").setCurrent(0);
    CHECK(heatmap.spot() == HeatSpot{2, {}});
    QTest::keyClick(&strip, Qt::Key_Escape);
    CHECK_FALSE(shown.selection().pinned());

    // The same text keeps its pin when a better model answers; another text has none.
    shown.selection().pin(Spot{3, {}});
    shown.askAndShow("Hinge creaks!", answer());
    CHECK(shown.selection().pinned() == Spot{3, {}});
    auto other = hingeTokens();
    other[1].id = 77;
    shown.askAndShow("Ringe creaks!", answer(other));
    CHECK_FALSE(shown.selection().pinned());
}

TEST_CASE("Arrow keys move the cell that is chosen in the heatmap, and every view goes along")
{
    AnsweredPage shown;
    auto& heatmap = shown.the<ui::Heatmap>();
    heatmap.setFocus();
    QTest::keyClick(&heatmap, Qt::Key_Down);
    QTest::keyClick(&heatmap, Qt::Key_Down);
    QTest::keyClick(&heatmap, Qt::Key_Right);
    CHECK(shown.selection().pinned() == Spot{3, 1});
    CHECK(heatmap.accessibleDescription().startsWith(QStringLiteral("From creaks to Hinge: 0.")));
    CHECK(shown.the<ui::AttentionLines>().accessibleDescription().startsWith(QStringLiteral("creaks looks at ")));
    QTest::keyClick(&heatmap, Qt::Key_Escape);
    CHECK_FALSE(shown.selection().pinned());
}

TEST_CASE("Every view is saved as PNG, SVG, PDF and CSV, and copied")
{
    AnsweredPage shown;
    QTemporaryDir folder;
    const auto contents = [](const QString& file) {
        QFile opened(file);
        return opened.open(QFile::ReadOnly) ? opened.readAll() : QByteArray();
    };
    shown.selection().chooseHead(0, 1);
    struct Saved {
        ui::PlotMenu* menu;
        QSize size;
        QByteArray csv;
    };
    for (const Saved& saved : {Saved{shown.the<ui::AttentionPane>().menu(), shown.the<ui::Heatmap>().size(), "from \\ to,[CLS],Hinge,creaks,!,[SEP]\n"},
             {shown.the<ui::HeadsPane>().menu(), shown.the<ui::HeadGrid>().size(), "layer,head,within_two_tokens,further_away,itself,special_tokens\n"},
             {shown.the<ui::LinesPane>().menu(), shown.the<ui::AttentionLines>().size(), "from \\ to,[CLS],Hinge,creaks,!,[SEP]\n"}}) {
        for (const char* ending : {"png", "svg", "pdf", "csv"})
            saved.menu->saveTo(folder.filePath(QLatin1String("view.") + QLatin1String(ending)));
        CHECK(QImage(folder.filePath(QStringLiteral("view.png"))).size() == saved.size * 2);
        CHECK(QSvgRenderer(folder.filePath(QStringLiteral("view.svg"))).isValid());
        CHECK(contents(folder.filePath(QStringLiteral("view.pdf"))).startsWith("%PDF"));
        CHECK(QTest::qWaitFor([&] { return contents(folder.filePath(QStringLiteral("view.csv"))).startsWith(saved.csv); }, 10'000));
        QGuiApplication::clipboard()->clear();
        saved.menu->actions().first()->trigger();
        CHECK(QGuiApplication::clipboard()->image().size() == saved.size * 2);
    }
    QFile::remove(folder.filePath(QStringLiteral("view.csv")));
    shown.the<ui::AttentionPane>().menu()->saveTo(folder.filePath(QStringLiteral("view.csv")));
    REQUIRE(QTest::qWaitFor([&] { return QFile::exists(folder.filePath(QStringLiteral("view.csv"))); }, 10'000));
    const QList<QByteArray> rows = contents(folder.filePath(QStringLiteral("view.csv"))).split('\n');
    REQUIRE(rows.size() == 7); // a line end at the end
    const QList<QByteArray> hinge = rows[2].split(',');
    CHECK(hinge[0] == "Hinge");
    CHECK(hinge[2].toDouble() == Approx(shown.the<ui::Heatmap>().matrix().at(1, 1)).margin(1e-6));
    // Cells go into SVG as shapes, not as a blurred picture.
    shown.the<ui::AttentionPane>().menu()->saveTo(folder.filePath(QStringLiteral("view.svg")));
    CHECK(contents(folder.filePath(QStringLiteral("view.svg"))).count("<rect") >= 20);

    QSignalSpy failed(shown.page.get(), &ui::PredictPage::failed);
    shown.the<ui::AttentionPane>().menu()->saveTo(QStringLiteral("/nowhere/at/all.png"));
    REQUIRE(failed.size() == 1);
    CHECK(failed[0][0].value<ui::Failure>().cause.contains(QStringLiteral("/nowhere/at/all.png")));
}

TEST_CASE("A narrow window shows heads, lines and scores by turns, a wide one heads beside them")
{
    AnsweredPage shown(1104); // what a window of 1280 x 800 leaves
    auto& views = shown.the<ui::ExplainingViews>();
    auto& three = shown.the<ui::SegmentedControl>("threeViews");
    auto& two = shown.the<ui::SegmentedControl>("twoViews");
    CHECK_FALSE(views.wide());
    CHECK(three.isVisible());
    CHECK(shown.the<ui::HeadGrid>().isVisible());
    CHECK_FALSE(shown.the<ui::AttentionLines>().isVisible());
    three.setCurrent(1);
    CHECK_FALSE(shown.the<ui::HeadGrid>().isVisible());
    CHECK(shown.the<ui::AttentionLines>().isVisible());
    three.setCurrent(0);

    shown.page->resize(1264, 788);
    QTest::qWait(10);
    CHECK(views.wide());
    CHECK(two.isVisible());
    CHECK(shown.the<ui::HeadGrid>().isVisible());
    CHECK(shown.the<ui::AttentionLines>().isVisible());
    two.setCurrent(1);
    CHECK_FALSE(shown.the<ui::AttentionLines>().isVisible());
    CHECK(shown.the<ui::HeadGrid>().isVisible());
    shown.page->resize(1104, 700);
    QTest::qWait(10);
    CHECK(views.view() == ui::ExplainingViews::View::Scores);
    CHECK_FALSE(shown.the<ui::HeadGrid>().isVisible());
}

TEST_CASE("Twenty tokens have labels in a window of 1280 x 800")
{
    AnsweredPage shown(1104);
    shown.page->resize(1104, 688);
    std::vector<core::Token> tokens{{"[CLS]", 2, {0, 0}}};
    QByteArray text;
    for (std::uint32_t i = 0; i < 18; ++i) {
        tokens.push_back({"word" + std::to_string(10 + i), int(20 + i), {7 * i, 7 * i + 6}});
        text += QByteArray::fromStdString(tokens.back().text) + ' ';
    }
    tokens.push_back({"[SEP]", 3, {0, 0}});
    shown.askAndShow(text.constData(), answer(tokens));
    CHECK(shown.the<ui::Heatmap>().matrix().rows.count() == 20);
    CHECK(shown.the<ui::Heatmap>().labelled());
}

TEST_CASE("A long text is read in the background, and the newest choice counts")
{
    AnsweredPage shown;
    std::vector<core::Token> tokens{{"[CLS]", 2, {0, 0}}};
    for (std::uint32_t i = 0; i < 510; ++i)
        tokens.push_back({"a", 5, {2 * i, 2 * i + 1}});
    tokens.push_back({"[SEP]", 3, {0, 0}});
    const QByteArray text = QByteArray("a ").repeated(510);
    shown.askAndShow(text.constData(), answer(tokens, 2, 3));
    const ui::HeatMatrix& matrix = shown.the<ui::Heatmap>().matrix();
    shown.selection().setReading(Reading::Rollout);
    shown.selection().setReading(Reading::Mean);
    shown.selection().setLayer(std::nullopt); // all heads of all layers
    REQUIRE(QTest::qWaitFor([&] { return matrix.rows.count() == 512; }, 5000));
    const auto all = maps(2, 3, 512);
    float mean = 0;
    for (std::size_t map = 0; map < 6; ++map)
        mean += all.at(map / 3, map % 3, 7, 9) / 6;
    REQUIRE(QTest::qWaitFor([&] { return std::abs(matrix.at(7, 9) - mean) < 2e-5F; }, 5000));
    QTest::qWait(100);
    CHECK(matrix.at(7, 9) == Approx(mean).margin(2e-5)); // rollout did not come after it
    CHECK(shown.the<QLabel>("attentionMemory").text().contains(QStringLiteral("6 maps of 512 × 512")));
}
