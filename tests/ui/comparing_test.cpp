#include "core/runs/examinations.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"
#include "tests/ui/compared_samples.h"
#include "ui/comparing/comparison_desk.h"
#include "ui/comparing/comparison_legend.h"
#include "ui/comparing/comparison_view.h"
#include "ui/comparing/over_time.h"
#include "ui/explaining/attention_selection.h"
#include "ui/frame/segmented_control.h"
#include "ui/prediction/bar_list.h"
#include "ui/prediction/predict_page.h"
#include "ui/prediction/sentence_field.h"
#include "ui/runs/run_list_model.h"

#include <QLabel>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>

#include <fstream>

using namespace attune;
using attune::test::changedInOneHead;
using attune::test::kText;
using attune::test::prediction;
using With = ui::CompareBox::With;
using Kind = ui::PredictionSource::Kind;

namespace {

void keep(const std::filesystem::path& run, std::int64_t step, float positive, float own, const std::string& text = kText)
{
    core::Examination examination{step, double(step) / 20, {text}, prediction(positive, 1, 0, own)};
    if (text != kText)
        for (core::Token& token : examination.prediction.tokens)
            token.range = {};
    core::keepExamination(run, examination);
}

struct ShownOverTime {
    ShownOverTime()
    {
        view.resize(1104, 460);
        view.show();
    }
    void open()
    {
        view.setRun(run.path());
        REQUIRE(QTest::qWaitFor([&] { return shownStep() > 0; }, 5000));
    }
    /// That the maps show, not only the slider.
    std::int64_t shownStep()
    {
        const auto* comparison = view.findChild<ui::ComparisonView*>();
        return comparison->comparison() && view.examination() && comparison->comparison()->after.prediction->probabilities == view.examination()->prediction.probabilities
            ? view.examination()->step
            : 0;
    }
    bool comesTo(std::int64_t step)
    {
        return QTest::qWaitFor([&] { return shownStep() == step; }, 5000);
    }
    QSlider& slider() { return *view.findChild<QSlider*>(); }
    QString position() { return view.findChild<QLabel*>(QStringLiteral("evaluationInView"))->text(); }
    const core::AttentionChange& change() { return *view.findChild<ui::ComparisonView*>()->comparison()->change; }

    test::TemporaryDirectory run;
    ui::AttentionSelection selection;
    ui::OverTime view{&selection};
};

/// A page whose model is the best of a run, with an answer.
struct ComparedPage {
    ComparedPage()
    {
        QObject::connect(page.comparisons(), &ui::ComparisonDesk::requested,
            [this](quint64 id, const ui::ComparisonJob& job) { requests.emplace_back(id, job); });
        QObject::connect(&page, &ui::PredictPage::predictionRequested, [this](quint64 id) { asked = id; });
        page.resize(1104, 716);
        page.setBestOfRun(QString::fromStdString(run.path().string()), 60);
        page.show();
        auto* field = page.findChild<ui::SentenceField*>();
        QTest::keyClicks(field, QString::fromStdString(kText));
        QTest::keyClick(field, Qt::Key_Return);
        page.showPrediction(asked, prediction(0.9f, 1, 1, 0.6f));
    }
    void choose(const QString& text)
    {
        const int index = box().findText(text);
        REQUIRE(index >= 0);
        box().setCurrentIndex(index);
        Q_EMIT box().activated(index);
    }
    ui::CompareBox& box() { return *page.comparisons()->box(); }
    bool sees(QWidget* widget) { return widget->isVisible(); }
    QWidget* comparison() { return page.comparisons()->view(); }
    ui::BarList& bars() { return *page.findChild<ui::BarList*>(QStringLiteral("probabilities")); }
    bool says(const QString& words)
    {
        for (const auto* label : page.findChildren<QLabel*>())
            if (label->isVisible() && label->text().contains(words))
                return true;
        return false;
    }

    test::TemporaryDirectory run;
    ui::PredictPage page;
    std::vector<std::pair<quint64, ui::ComparisonJob>> requests;
    quint64 asked = 0;
};

} // namespace

TEST_CASE("A slider goes through the evaluations of a run by mouse and keys, each beside the first one of its text")
{
    ShownOverTime shown;
    keep(shown.run.path(), 20, 0.5f, 0);
    keep(shown.run.path(), 40, 0.7f, 0.3f);
    keep(shown.run.path(), 60, 0.9f, 0.6f);
    shown.open();
    CHECK(shown.slider().maximum() == 2);
    REQUIRE(shown.comesTo(60)); // the newest first
    CHECK(shown.position() == QStringLiteral("Evaluation 3 of 3: step 60, epoch 3.0"));
    CHECK(shown.slider().accessibleDescription() == QStringLiteral("Evaluation 3 of 3: step 60, epoch 3.0. positive 90.0 %"));
    CHECK(shown.change().byHead[2] == Approx((0.6 + 3 * 0.2) / 4).margin(1e-3)); // float16
    shown.slider().setFocus();
    QTest::keyClick(&shown.slider(), Qt::Key_Left);
    REQUIRE(shown.comesTo(40));
    CHECK(shown.change().byHead[2] == Approx((0.3 + 3 * 0.1) / 4).margin(1e-3));
    QTest::keyClick(&shown.slider(), Qt::Key_Home);
    REQUIRE(shown.comesTo(20));
    CHECK(shown.change().byHead == std::vector<float>(4, 0)); // the first beside itself
    QTest::mouseClick(&shown.slider(), Qt::LeftButton, {}, QPoint(shown.slider().width() / 2, shown.slider().height() / 2));
    CHECK(shown.comesTo(40));
}

TEST_CASE("A slider at the newest evaluation goes on with the training, one that was moved back stays")
{
    ShownOverTime shown;
    keep(shown.run.path(), 20, 0.5f, 0);
    shown.open();
    keep(shown.run.path(), 40, 0.7f, 0.3f);
    shown.view.refresh();
    REQUIRE(shown.comesTo(40));
    shown.slider().setValue(0);
    REQUIRE(shown.comesTo(20));
    keep(shown.run.path(), 60, 0.9f, 0.6f);
    shown.view.refresh();
    REQUIRE(QTest::qWaitFor([&] { return shown.slider().maximum() == 2; }, 5000));
    CHECK(shown.slider().value() == 0);
    CHECK(shown.comesTo(20));
}

TEST_CASE("A text that was typed later is compared with its own first evaluation, and a damaged one is left out")
{
    ShownOverTime shown;
    keep(shown.run.path(), 20, 0.5f, 0);
    keep(shown.run.path(), 40, 0.6f, 0.3f, "bad play");
    keep(shown.run.path(), 60, 0.7f, 0.6f, "bad play");
    std::ofstream(shown.run.path() / "examinations" / "step-00000050.safetensors") << "damaged";
    shown.open();
    REQUIRE(shown.comesTo(60));
    CHECK(shown.slider().maximum() == 2);
    CHECK(shown.view.findChild<QLabel*>(QStringLiteral("examinedText"))->text() == QStringLiteral("bad play"));
    CHECK(shown.change().byHead[2] == Approx((0.3 + 3 * 0.1) / 4).margin(1e-3)); // beside step 40, not 20
}

TEST_CASE("A run that examined nothing says so, and how it would")
{
    ShownOverTime shown;
    shown.view.setRun(shown.run.path());
    QTest::qWait(100);
    CHECK_FALSE(shown.slider().isVisible());
    CHECK(shown.view.examination() == nullptr);
    bool told = false;
    for (const auto* label : shown.view.findChildren<QLabel*>())
        told |= label->isVisible() && label->text() == QStringLiteral("No sentence was examined in this run");
    CHECK(told);
}

TEST_CASE("An answer is compared with the checkpoint before fine-tuning: marks on its bars, both models below")
{
    ComparedPage compared;
    CHECK_FALSE(compared.page.comparisons()->legend()->isVisible());
    CHECK(compared.requests.empty());
    compared.box().setFocus();
    QTest::keyClick(&compared.box(), Qt::Key_Down);
    REQUIRE(compared.requests.size() == 1);
    const ui::ComparisonJob job = compared.requests[0].second;
    CHECK(job.other.before);
    CHECK(job.other.source.directory == job.source.directory);
    CHECK(job.text.text.toStdString() == kText);
    CHECK(compared.says(QStringLiteral("The second model is being opened.")));
    CHECK(compared.bars().marks().isEmpty());

    compared.page.comparisons()->showComparison(compared.requests[0].first, changedInOneHead());
    CHECK(compared.comparison()->isVisible());
    CHECK(compared.bars().marks()[QStringLiteral("positive")] == Approx(0.4));
    CHECK(compared.bars().accessibleDescription() == QStringLiteral("negative 0.100, marked 0.600; positive 0.900, marked 0.400"));
    CHECK(compared.says(QStringLiteral("Before fine-tuning")));
    auto* view = compared.page.findChild<ui::SegmentedControl*>(QStringLiteral("comparedView"));
    view->setFocus();
    view->setCurrent(0);
    CHECK_FALSE(compared.comparison()->isVisible()); // the attention again, and the marks stay
    CHECK_FALSE(compared.bars().marks().isEmpty());
    view->setCurrent(1);
    CHECK(compared.comparison()->isVisible());

    QSignalSpy released(compared.page.comparisons(), &ui::ComparisonDesk::released);
    compared.choose(QStringLiteral("Nothing"));
    CHECK(released.size() == 1);
    CHECK_FALSE(compared.comparison()->isVisible());
    CHECK(compared.bars().marks().isEmpty());
}

TEST_CASE("A comparison that comes late, or fails, is told for the newest sentence alone")
{
    ComparedPage compared;
    compared.choose(QStringLiteral("Before fine-tuning"));
    compared.page.comparisons()->showFailure(compared.requests[0].first,
        {QStringLiteral("The checkpoint is not there any more."), QStringLiteral("Put it back, or compare with another model."), {}});
    CHECK(compared.says(QStringLiteral("The checkpoint is not there any more.")));
    CHECK(compared.says(QStringLiteral("Put it back, or compare with another model.")));
    compared.page.ask();
    compared.page.showPrediction(compared.asked, prediction(0.9f));
    REQUIRE(compared.requests.size() == 2);
    compared.page.comparisons()->showComparison(compared.requests[0].first, changedInOneHead());
    CHECK(compared.bars().marks().isEmpty());
    compared.page.comparisons()->showComparison(compared.requests[1].first, changedInOneHead());
    CHECK(compared.bars().marks().size() == 2);
    auto* field = compared.page.findChild<ui::SentenceField*>();
    field->clear();
    QTest::keyClick(field, Qt::Key_Return);
    CHECK_FALSE(compared.comparison()->isVisible());
    CHECK(compared.bars().marks().isEmpty());
    compared.page.comparisons()->showComparison(compared.requests[1].first, changedInOneHead());
    CHECK(compared.bars().marks().isEmpty());
}

TEST_CASE("Offered to compare with are the models that there are, and never the one that answers")
{
    ComparedPage compared;
    const auto texts = [&] {
        QStringList all;
        for (int i = 0; i < compared.box().count(); ++i)
            all.append(compared.box().itemText(i));
        return all.join(QStringLiteral(" | "));
    };
    CHECK(texts() == QStringLiteral("Nothing | Before fine-tuning | Another model… | Itself, over the training"));
    compared.page.setTraining(true);
    CHECK(texts() == QStringLiteral("Nothing | Before fine-tuning | In training | Another model… | Itself, over the training"));
    compared.page.comparisons()->setRunInTraining(QString::fromStdString(compared.run.path().string()));
    auto* sources = compared.page.findChild<ui::SourceBox*>();
    Q_EMIT sources->activated(0); // the model in training answers
    CHECK(texts() == QStringLiteral("Nothing | Before fine-tuning | Best so far | Another model… | Itself, over the training"));
    compared.choose(QStringLiteral("Best so far"));
    Q_EMIT sources->activated(1); // which cannot be compared with itself
    CHECK(compared.box().choice().with == With::Nothing);

    compared.box().addModel(QStringLiteral("/models/other"));
    CHECK(compared.box().choice() == ui::CompareBox::Choice{With::Model, {{Kind::Checkpoint, QStringLiteral("/models/other")}}});
    CHECK(texts().contains(QStringLiteral("other")));
    QSignalSpy asked(&compared.box(), &ui::CompareBox::folderRequested);
    const int another = compared.box().findText(QStringLiteral("Another model…"));
    QObject::disconnect(&compared.box(), &ui::CompareBox::folderRequested, compared.page.comparisons(), nullptr); // no dialog here
    Q_EMIT compared.box().activated(another);
    CHECK(asked.size() == 1);
    CHECK(compared.box().currentText() == QStringLiteral("other")); // until one is chosen
}

TEST_CASE("What a run kept is seen before anything is typed, and marks the bars where it is of the typed text")
{
    ComparedPage compared;
    keep(compared.run.path(), 20, 0.5f, 0);
    keep(compared.run.path(), 40, 0.7f, 0.3f);
    compared.choose(QStringLiteral("Itself, over the training"));
    auto* overTime = compared.page.findChild<ui::OverTime*>();
    REQUIRE(QTest::qWaitFor([&] { return overTime->examination() != nullptr; }, 5000));
    CHECK(overTime->isVisible());
    CHECK(compared.bars().marks()[QStringLiteral("positive")] == Approx(0.7));
    CHECK(compared.says(QStringLiteral("at step 40")));
    auto* slider = compared.page.findChild<QSlider*>(QStringLiteral("evaluations"));
    slider->setFocus();
    QTest::keyClick(slider, Qt::Key_Home);
    CHECK(compared.bars().marks()[QStringLiteral("positive")] == Approx(0.5));
    auto* field = compared.page.findChild<ui::SentenceField*>();
    field->clear();
    QTest::keyClick(field, Qt::Key_Return);
    CHECK(overTime->isVisible());
    CHECK(compared.bars().marks().isEmpty());
}
