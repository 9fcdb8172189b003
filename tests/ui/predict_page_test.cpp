#include "tests/support/catch.h"
#include "ui/prediction/attention_pane.h"
#include "ui/prediction/bar_list.h"
#include "ui/prediction/heatmap.h"
#include "ui/prediction/predict_page.h"
#include "ui/prediction/sentence_field.h"
#include "ui/prediction/token_strip.h"
#include "ui/plotting/heat_colours.h"

#include <QLabel>
#include <QSignalSpy>
#include <QTest>

#include <numeric>

using namespace attune;
using ui::PredictPage;

namespace {

core::Token token(const char* text, std::uint32_t begin, std::uint32_t end)
{
    core::Token result;
    result.text = text;
    result.range = {begin, end};
    return result;
}

/// Rows that sum to 1 and differ between layers, heads and rows.
core::AttentionMaps maps(std::size_t layers, std::size_t heads, std::size_t tokens)
{
    core::AttentionMaps result{layers, heads, tokens, {}};
    result.values.resize(layers * heads * tokens * tokens);
    for (std::size_t row = 0; row < layers * heads * tokens; ++row) {
        float sum = 0;
        for (std::size_t to = 0; to < tokens; ++to)
            sum += result.values[row * tokens + to] = float((row * 7 + to * 3) % 11 + 1);
        for (std::size_t to = 0; to < tokens; ++to)
            result.values[row * tokens + to] /= sum;
    }
    return result;
}

/// "Hinge creaks!" as [CLS] hi ##nge cr ##eak ##s ! [SEP].
std::vector<core::Token> hingeTokens()
{
    return {token("[CLS]", 0, 0), token("hi", 0, 2), token("##nge", 2, 5), token("cr", 6, 8), token("##eak", 8, 11), token("##s", 11, 12),
        token("!", 12, 13), token("[SEP]", 0, 0)};
}

core::Prediction answer(float positive)
{
    core::Prediction prediction;
    prediction.labels = {"negative", "positive"};
    prediction.probabilities = {1 - positive, positive};
    prediction.label = positive > 0.5f ? 1 : 0;
    prediction.tokens = hingeTokens();
    prediction.fullLength = prediction.tokens.size();
    prediction.maxLength = 128;
    prediction.seconds = 0.009;
    prediction.attention = maps(2, 3, prediction.tokens.size());
    return prediction;
}

struct Request {
    quint64 id;
    ui::PredictionSource source;
    QString text;
};

/// A page that has a model to ask.
struct AskedPage {
    AskedPage()
    {
        QObject::connect(&page, &PredictPage::predictionRequested,
            [this](quint64 id, const ui::PredictionSource& source, const ui::PredictionText& text) { requests.push_back({id, source, text.text}); });
        page.resize(1000, 700);
        page.setBestOfRun(QStringLiteral("/runs/run-0003"), 753);
        page.show();
    }
    void type(const char* text)
    {
        auto& field = the<ui::SentenceField>();
        field.clear();
        QTest::keyClicks(&field, QString::fromLatin1(text));
    }
    void typeAndReturn(const char* text)
    {
        type(text);
        QTest::keyClick(&the<ui::SentenceField>(), Qt::Key_Return);
    }
    template <class T> T& the() { return *page.findChild<T*>(); }
    QString shown(const char* name) { return page.findChild<QLabel*>(QString::fromLatin1(name))->text(); }

    PredictPage page;
    std::vector<Request> requests;
};

} // namespace

TEST_CASE("Pieces of a word are joined again in the text's own spelling")
{
    const auto words = ui::wordsOf(QStringLiteral("Hinge creaks!"), hingeTokens());
    REQUIRE(words.size() == 5);
    CHECK(words[0].special);
    CHECK(words[1].pieces == QStringList{QStringLiteral("Hi"), QStringLiteral("nge")});
    CHECK(words[2].text() == QStringLiteral("creaks"));
    CHECK(words[2].pieces.size() == 3);
    CHECK(words[3].text() == QStringLiteral("!"));
    CHECK(words[4].special);
    CHECK(ui::axisLabel(hingeTokens()[2]) == QStringLiteral("·nge"));
    CHECK(ui::axisLabel(hingeTokens()[0]) == QStringLiteral("[CLS]"));
}

TEST_CASE("Byte ranges point into UTF-8, not into characters")
{
    const QString text = QStringLiteral("Café très");
    const auto words = ui::wordsOf(text, {token("cafe", 0, 5), token("tres", 6, 11)});
    REQUIRE(words.size() == 2);
    CHECK(words[0].text() == QStringLiteral("Café"));
    CHECK(words[1].text() == QStringLiteral("très"));
    CHECK(ui::unreadPart(text, {token("cafe", 0, 5)}) == QStringLiteral("très"));
}

TEST_CASE("Heatmap rows sum to 1 for one head and for the mean over heads")
{
    ui::Heatmap heatmap;
    const auto all = maps(2, 3, 6);
    heatmap.setMaps(all, {QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c"), QStringLiteral("d"), QStringLiteral("e"), QStringLiteral("f")});
    for (std::size_t layer = 0; layer < 2; ++layer) {
        for (const std::optional<std::size_t> head : {std::optional<std::size_t>(0), std::optional<std::size_t>(2), std::optional<std::size_t>()}) {
            heatmap.setSelection(layer, head);
            for (std::size_t from = 0; from < 6; ++from) {
                float sum = 0;
                for (std::size_t to = 0; to < 6; ++to)
                    sum += heatmap.value(from, to);
                CHECK(sum == Approx(1).margin(1e-5));
            }
        }
    }
    heatmap.setSelection(1, 2);
    CHECK(heatmap.value(3, 4) == all.at(1, 2, 3, 4));
    heatmap.setSelection(1, {});
    CHECK(heatmap.value(3, 4) == Approx((all.at(1, 0, 3, 4) + all.at(1, 1, 3, 4) + all.at(1, 2, 3, 4)) / 3));
}

TEST_CASE("The picture shows the values on the square-root scale, rows from, columns to")
{
    ui::Heatmap heatmap;
    core::AttentionMaps two{1, 1, 2, {0.0f, 1.0f, 0.75f, 0.25f}};
    heatmap.setMaps(two, {QStringLiteral("a"), QStringLiteral("b")});
    const auto& table = ui::heatColours();
    CHECK(heatmap.image().pixel(0, 0) == table[0]);
    CHECK(heatmap.image().pixel(1, 0) == table[255]);
    CHECK(heatmap.image().pixel(1, 1) == table[128]); // sqrt(0.25) of 255
    CHECK(table[0] == qRgb(0x44, 0x01, 0x54));
    CHECK(table[255] == qRgb(0xFD, 0xE7, 0x25));

    // What is painted is that picture.
    heatmap.resize(400, 320);
    const QImage painted = heatmap.grab().toImage();
    const QRectF area = heatmap.area();
    CHECK(painted.pixel(int(area.left() + area.width() * 0.75), int(area.top() + area.height() * 0.25)) == table[255]);
    CHECK(painted.pixel(int(area.left() + area.width() * 0.25), int(area.top() + area.height() * 0.75)) == table[std::size_t(ui::heatIndex(0.75f))]);
}

TEST_CASE("The mouse reads a cell, arrow keys move the chosen one")
{
    ui::Heatmap heatmap;
    heatmap.resize(500, 420);
    heatmap.setMaps(maps(1, 1, 4), {QStringLiteral("one"), QStringLiteral("two"), QStringLiteral("three"), QStringLiteral("four")});
    heatmap.show();
    REQUIRE(QTest::qWaitForWindowExposed(&heatmap));
    const QRectF area = heatmap.area();
    QTest::mouseClick(&heatmap, Qt::LeftButton, {}, QPoint(int(area.left() + area.width() * 0.6), int(area.top() + area.height() * 0.3)));
    CHECK(heatmap.cell() == ui::Heatmap::Cell{1, 2});
    CHECK(heatmap.accessibleDescription().startsWith(QStringLiteral("From two to three: 0.")));
    QTest::keyClick(&heatmap, Qt::Key_Right);
    QTest::keyClick(&heatmap, Qt::Key_Right);
    QTest::keyClick(&heatmap, Qt::Key_Down);
    CHECK(heatmap.cell() == ui::Heatmap::Cell{2, 3});
    CHECK(heatmap.description().startsWith(QStringLiteral("From three to four: 0.")));
}

TEST_CASE("512 tokens are drawn as one picture without labels")
{
    ui::Heatmap heatmap;
    heatmap.resize(500, 420);
    QStringList tokens;
    for (int i = 0; i < 512; ++i)
        tokens.append(QString::number(i));
    heatmap.setMaps(maps(1, 2, 512), tokens);
    CHECK(heatmap.image().size() == QSize(512, 512));
    CHECK(heatmap.area().width() <= 500);
    CHECK(heatmap.area().height() <= 420);
    CHECK_FALSE(heatmap.grab().isNull());
}

TEST_CASE("A sentence is asked for once the keys rest, and at once with Return")
{
    AskedPage asked;
    asked.type("good");
    CHECK(asked.requests.empty());
    REQUIRE(QTest::qWaitFor([&] { return !asked.requests.empty(); }, 2000));
    REQUIRE(asked.requests.size() == 1);
    CHECK(asked.requests[0].text == QStringLiteral("good"));
    CHECK(asked.requests[0].source.directory == QStringLiteral("/runs/run-0003"));
    asked.typeAndReturn("better");
    REQUIRE(asked.requests.size() == 2);
    CHECK(asked.requests[1].text == QStringLiteral("better"));
    QTest::qWait(250);
    CHECK(asked.requests.size() == 2); // Return did not leave the timer running
}

TEST_CASE("An answer shows label, probabilities, tokens and attention")
{
    AskedPage asked;
    QSignalSpy status(&asked.page, &PredictPage::statusChanged);
    asked.typeAndReturn("Hinge creaks!");
    asked.page.showPrediction(asked.requests.back().id, answer(0.086f));
    CHECK(asked.shown("label") == QStringLiteral("negative"));
    CHECK(asked.shown("probability") == QStringLiteral("91.4 %"));
    CHECK(asked.the<ui::SentenceField>().count() == QStringLiteral("8 of 128 tokens"));
    CHECK(asked.the<ui::TokenStrip>().words().size() == 5);
    CHECK(asked.the<ui::TokenStrip>().unread().isEmpty());
    CHECK(asked.the<ui::Heatmap>().tokens().value(2) == QStringLiteral("·nge"));
    CHECK(asked.the<ui::Heatmap>().maps().tokens == 8);
    CHECK(status.last()[0].toString() == QStringLiteral("Answered in 9 ms"));
}

TEST_CASE("Answers older than the newest request are dropped")
{
    AskedPage asked;
    asked.typeAndReturn("first");
    asked.typeAndReturn("second");
    REQUIRE(asked.requests.size() == 2);
    asked.page.showPrediction(asked.requests[0].id, answer(0.9f));
    CHECK(asked.shown("label").isEmpty());
    asked.page.showPrediction(asked.requests[1].id, answer(0.2f));
    CHECK(asked.shown("label") == QStringLiteral("negative"));
    asked.page.showPrediction(asked.requests[0].id, answer(0.9f));
    CHECK(asked.shown("label") == QStringLiteral("negative"));

    QSignalSpy failures(&asked.page, &PredictPage::failed);
    asked.page.showFailure(asked.requests[0].id, {QStringLiteral("Old."), {}, {}});
    CHECK(failures.isEmpty());
    asked.page.showFailure(asked.requests[1].id, {QStringLiteral("New."), {}, {}});
    CHECK(failures.size() == 1);
    CHECK(asked.shown("label").isEmpty());
}

TEST_CASE("An emptied field takes the answer away, and a late one is dropped")
{
    AskedPage asked;
    asked.typeAndReturn("Hinge creaks!");
    asked.page.showPrediction(asked.requests[0].id, answer(0.9f));
    asked.the<ui::SentenceField>().clear();
    QTest::keyClick(&asked.the<ui::SentenceField>(), Qt::Key_Return);
    CHECK(asked.shown("label").isEmpty());
    CHECK(asked.requests.size() == 1);
    asked.page.showPrediction(asked.requests[0].id, answer(0.9f));
    CHECK(asked.shown("label").isEmpty());
}

TEST_CASE("What was cut off is counted and shown")
{
    AskedPage asked;
    asked.typeAndReturn("Hinge creaks! It also squeaks.");
    auto cut = answer(0.9f);
    cut.fullLength = 22;
    cut.maxLength = 8;
    asked.page.showPrediction(asked.requests.back().id, cut);
    CHECK(asked.the<ui::SentenceField>().count() == QStringLiteral("8 of 8 tokens"));
    CHECK(asked.the<ui::TokenStrip>().unread() == QStringLiteral("It also squeaks."));
}

TEST_CASE("A better model of the run and the model in training answer for themselves")
{
    AskedPage asked;
    auto& sources = asked.the<ui::SourceBox>();
    QSignalSpy lines(&asked.page, &PredictPage::liveLineChanged);
    CHECK(sources.currentText() == QStringLiteral("Best of run-0003 (step 753)"));
    asked.typeAndReturn("Hinge creaks!");
    asked.page.showPrediction(asked.requests.back().id, answer(0.9f));

    asked.page.setBestOfRun(QStringLiteral("/runs/run-0003"), 828);
    CHECK(sources.currentText() == QStringLiteral("Best of run-0003 (step 828)"));
    CHECK(asked.requests.size() == 2);

    asked.page.setTraining(true);
    CHECK(sources.count() == 2);
    CHECK(sources.currentText() == QStringLiteral("Best of run-0003 (step 828)"));
    CHECK(lines.last()[0].toString() == QStringLiteral("Best so far"));
    sources.setCurrentIndex(0);
    Q_EMIT sources.activated(0);
    CHECK(asked.requests.back().source.kind == ui::PredictionSource::Kind::InTraining);

    asked.page.setTraining(false);
    CHECK(sources.count() == 1);
    CHECK(asked.requests.back().source.directory == QStringLiteral("/runs/run-0003"));
    CHECK(lines.last()[0].toString() == QStringLiteral("run-0003, best"));
}

TEST_CASE("A folder without a model is refused in words")
{
    AskedPage asked;
    QSignalSpy failures(&asked.page, &PredictPage::failed);
    asked.page.openModel(QStringLiteral("/nowhere/at-all"));
    REQUIRE(QTest::qWaitFor([&] { return !failures.isEmpty(); }, 5000));
    CHECK(asked.the<ui::SourceBox>().count() == 1);
}
