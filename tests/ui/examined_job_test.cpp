#include "core/hub/places.h"
#include "core/runs/examinations.h"
#include "tests/support/catch.h"
#include "ui/checkpoint/model_page.h"
#include "ui/comparing/comparison_desk.h"
#include "ui/comparing/comparison_view.h"
#include "ui/comparing/over_time.h"
#include "ui/dataset/data_page.h"
#include "ui/main_window.h"
#include "ui/prediction/predict_page.h"
#include "ui/prediction/sentence_field.h"
#include "ui/runs/run_list_model.h"
#include "ui/training/run_charts.h"
#include "ui/training/train_page.h"
#include "ui/training/training_settings.h"

#include <QPushButton>
#include <QSlider>
#include <QTest>

#include <cmath>
#include <iostream>

using namespace attune;

namespace {

constexpr int kPatience = 10'000;      // ms
constexpr int kTrainingTime = 240'000; // ms; seconds on an idle machine
const QString kText = QStringLiteral("The soup was cold and the waiter was rude.");

double largestDifference(const std::vector<float>& a, const std::vector<float>& b)
{
    REQUIRE(a.size() == b.size());
    double largest = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        largest = std::max(largest, std::abs(double(a[i]) - double(b[i])));
    return largest;
}

} // namespace

TEST_CASE("A sentence typed while a model trains is examined at each evaluation, and afterwards the model stands beside what it was")
{
    ui::MainWindow window;
    window.resize(1280, 800);
    window.show();
    REQUIRE(QTest::qWaitForWindowExposed(&window));
    auto* data = window.findChild<ui::DataPage*>();
    auto* model = window.findChild<ui::ModelPage*>();
    auto* train = window.findChild<ui::TrainPage*>();
    auto* predict = window.findChild<ui::PredictPage*>();
    auto* settings = window.findChild<ui::TrainingSettings*>();
    window.open(QString::fromStdString(core::sampleFile().string()));
    model->open(QString::fromStdString(core::starterCheckpoint().string()));
    REQUIRE(QTest::qWaitFor([&] { return data->selection().ready() && model->chosen(); }, kPatience));
    window.showPage(ui::MainWindow::Page::Train);
    REQUIRE(QTest::qWaitFor([&] { return train->findChild<QPushButton*>(QStringLiteral("train"))->isEnabled(); }, kPatience));
    auto options = settings->options();
    options.maxSteps = 40;
    settings->setOptions(options);
    train->start();
    REQUIRE(QTest::qWaitFor([&] { return predict->source().kind == ui::PredictionSource::Kind::InTraining; }, kTrainingTime));
    const std::filesystem::path run = window.findChild<ui::RunListModel*>()->live();
    window.showPage(ui::MainWindow::Page::Predict);
    auto* sentence = predict->findChild<ui::SentenceField*>();
    QTest::keyClicks(sentence, kText);
    QTest::keyClick(sentence, Qt::Key_Return);
    REQUIRE(QTest::qWaitFor([&] { return !train->isTraining(); }, kTrainingTime));

    const auto kept = core::examinationsOf(run);
    REQUIRE(kept.size() >= 2);
    CHECK(kept.back().step == 40);
    CHECK(core::readExamination(kept.back().file).text == core::ExaminedText{kText.toStdString()});

    // Over the training: the slider goes through what was kept.
    auto* box = predict->comparisons()->box();
    const auto choose = [&](const QString& text) {
        const int index = box->findText(text);
        REQUIRE(index >= 0);
        box->setCurrentIndex(index);
        Q_EMIT box->activated(index);
    };
    REQUIRE(QTest::qWaitFor([&] { return predict->source().kind == ui::PredictionSource::Kind::Checkpoint; }, kPatience));
    choose(QStringLiteral("Itself, over the training"));
    auto* overTime = predict->findChild<ui::OverTime*>();
    const auto* changes = overTime->findChild<ui::ComparisonView*>();
    REQUIRE(QTest::qWaitFor([&] { return overTime->isVisible() && changes->comparison(); }, kPatience));
    auto* slider = overTime->findChild<QSlider*>();
    CHECK(slider->maximum() == int(kept.size()) - 1);
    const auto at = [&](int index) {
        slider->setValue(index);
        const core::Prediction there = core::readExamination(kept[std::size_t(index)].file).prediction;
        REQUIRE(QTest::qWaitFor([&] { return changes->comparison()->after.prediction->logits == there.logits; }, kPatience));
        REQUIRE(changes->comparison()->change);
        return changes->comparison();
    };
    const core::AttentionChoice heads{core::AttentionChoice::Reading::One, 0, 0, false, true};
    CHECK(ui::largestDifference(*at(0), heads) == 0);
    CHECK(ui::largestDifference(*at(int(kept.size()) - 1), heads) > 0.001F);

    // Before and after: what the run kept at its best evaluation is what its best model answers.
    choose(QStringLiteral("Before fine-tuning"));
    auto* sideBySide = predict->comparisons()->view()->findChild<ui::ComparisonView*>(QStringLiteral("sideBySide"));
    REQUIRE(QTest::qWaitFor([&] { return sideBySide->isVisible() && sideBySide->comparison(); }, kPatience));
    const auto comparison = sideBySide->comparison();
    REQUIRE(comparison->change);
    CHECK(ui::largestDifference(*comparison, heads) > 0.001F);
    const std::int64_t best = window.findChild<ui::RunCharts*>()->history().best()->step;
    const auto examined = std::find_if(kept.begin(), kept.end(), [&](const core::KeptExamination& one) { return one.step == best; });
    REQUIRE(examined != kept.end());
    const core::Prediction then = core::readExamination(examined->file).prediction;
    const core::Prediction &before = *comparison->before.prediction, &after = *comparison->after.prediction;
    const double logits = largestDifference(after.logits, then.logits);
    std::vector<float> compared;
    for (std::size_t map = 0; map < comparison->maps() / 2; ++map) {
        core::AttentionChoice one = heads;
        one.layer = map / then.attention.heads;
        one.head = map % then.attention.heads;
        const std::vector<float> values = ui::readComparison(*comparison, one).after.values;
        compared.insert(compared.end(), values.begin(), values.end());
    }
    const double attention = largestDifference(compared, then.attention.values);
    std::cout << "examined at the best of " << kept.size() << " evaluations against the model that was kept: " << then.attention.values.size()
              << " numbers compared, largest difference " << attention << std::endl;
    CHECK(logits < 1e-4);
    CHECK(attention < 0.0005 + 2e-5); // float16 in the file, 16 bits of the root in the window
    CHECK(largestDifference(before.logits, after.logits) > 0.01);
}
