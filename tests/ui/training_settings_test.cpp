#include "core/runs/training_option_table.h"
#include "tests/support/catch.h"
#include "tests/support/reference.h"
#include "tests/support/temporary_directory.h"
#include "ui/frame/segmented_control.h"
#include "ui/training/number_box.h"
#include "ui/training/schedule_preview.h"
#include "ui/training/settings_group.h"
#include "ui/training/training_settings.h"

#include <QComboBox>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include <fstream>

using namespace attune;
using namespace attune::test;
using ui::OptionGroup;
using ui::TrainingSettings;
using Json = nlohmann::ordered_json;

namespace {

core::CheckpointSummary checkpointOf(std::int64_t hidden)
{
    core::CheckpointSummary summary;
    summary.config.hiddenSize = hidden;
    summary.maxLength = 512;
    return summary;
}

struct Form {
    Form()
    {
        settings.resize(312, 900);
        settings.setDefaults(checkpointOf(384));
        settings.show();
    }
    template <class T> T& the(const char* name) { return *settings.findChild<T*>(QString::fromLatin1(name)); }
    void type(const char* name, const char* text)
    {
        auto* edit = the<QWidget>(name).findChild<QLineEdit*>();
        edit->setFocus();
        edit->selectAll();
        QTest::keyClicks(edit, QString::fromLatin1(text));
    }
    TrainingSettings settings;
};

} // namespace

TEST_CASE("Every option of a training can be set in the window, and is explained")
{
    Form form;
    int options = 0;
    core::TrainingOptions table;
    core::visitOptions(table, [&](const char* name, const auto&, const auto&, const char*) {
        CAPTURE(name);
        ++options;
        auto* field = form.settings.findChild<QWidget*>(QString::fromLatin1(name));
        REQUIRE(field);
        CHECK(field->toolTip().contains(QLatin1String(name)));
        CHECK(field->whatsThis().contains(QLatin1String(name)));
        CHECK(field->accessibleName().size() > 2);
        CHECK_FALSE(field->accessibleDescription().isEmpty());
    });
    CHECK(options >= 33);
}

TEST_CASE("What the form is given it gives back, whatever the option")
{
    Form form;
    core::TrainingOptions other;
    other.learningRate = 3.3e-4;
    other.numTrainEpochs = 2.5;
    other.maxSteps = 77;
    other.batchSize = 7;
    other.gradientAccumulationSteps = 3;
    other.optim = "sgd";
    other.momentum = 0.85;
    other.lrSchedulerType = "cosine_with_restarts";
    other.warmupRatio = 0.07;
    other.warmupSteps = 12;
    other.weightDecay = 0.02;
    other.adamBeta1 = 0.8;
    other.adamBeta2 = 0.98;
    other.adamEpsilon = 1e-6;
    other.maxGradNorm = 0.5;
    other.labelSmoothingFactor = 0.1;
    other.classWeights = "0.5,2.25";
    other.dropout = 0.2;
    other.maxSeqLength = 99;
    other.truncation = "head+tail";
    other.freezeEmbeddings = true;
    other.freezeLayers = 2;
    other.layerwiseLrDecay = 0.95;
    other.evalSteps = 0.25;
    other.metricForBestModel = "matthews";
    other.earlyStoppingPatience = 4;
    other.earlyStoppingThreshold = 0.001;
    other.saveSteps = 50;
    other.saveTotalLimit = 2;
    other.seed = 18446744073709551615ULL;
    other.fullDeterminism = true;
    other.precision = "bf16";
    other.device = "cuda:3";
    form.settings.setOptions(other);
    CHECK(form.settings.acceptable());
    CHECK(core::differences(form.settings.options(), other) == std::vector<std::string>());
    form.settings.setOptions({});
    CHECK(core::differences(form.settings.options(), {}) == std::vector<std::string>());
}

TEST_CASE("A model of another size brings its own defaults, and what was changed by hand stays")
{
    Form form;
    form.type("learning_rate", "3e-5");
    form.the<ui::NumberBox>("per_device_train_batch_size").setValue(12);
    form.settings.setMaxLength(96);
    form.settings.setDefaults(checkpointOf(768));
    CHECK(form.settings.options().learningRate == 3e-5);
    CHECK(form.settings.options().batchSize == 12);
    CHECK(form.settings.options().maxSeqLength == 96);
    CHECK(form.settings.options().numTrainEpochs == 3); // of this size; it was 4
    form.settings.group(OptionGroup::Regularisation).setOpen(true);
    form.type("weight_decay", "a lot");
    form.settings.setDefaults(checkpointOf(384));
    CHECK(form.settings.options().numTrainEpochs == 4);
    CHECK(form.settings.problem() == QStringLiteral("Not a number.")); // nothing is put in the place of what was typed

    form.settings.reset();
    CHECK(form.settings.options().learningRate == 1e-4);
    auto& preset = form.the<ui::SegmentedControl>("preset");
    preset.setCurrent(int(ui::Preset::Quick));
    form.settings.setDefaults(checkpointOf(768));
    CHECK(form.settings.options() == ui::presetOptions(ui::Preset::Quick, checkpointOf(768).config, 512));
    CHECK(preset.current() == int(ui::Preset::Quick));
}

TEST_CASE("What is typed is checked by core's rule, and the sentence stands at the field")
{
    Form form;
    form.settings.group(OptionGroup::Regularisation).setOpen(true);
    form.type("weight_decay", "3");
    CHECK(form.settings.problem() == QStringLiteral("Weight decay is 3; it must be between 0 and 1."));
    CHECK_FALSE(form.settings.acceptable());
    CHECK(form.settings.options().weightDecay == 0.01); // the last that can be used
    form.type("weight_decay", "a lot");
    CHECK(form.settings.problem() == QStringLiteral("Not a number."));
    form.type("weight_decay", "0,05"); // as it is written in half the world
    CHECK(form.settings.acceptable());
    CHECK(form.settings.options().weightDecay == 0.05);

    form.type("warmup_ratio", "250");
    CHECK(form.settings.problem() == QStringLiteral("It must be between 0 and 100 %."));
    form.type("warmup_ratio", "20");
    CHECK(form.settings.options().warmupRatio == 0.2);
    form.type("early_stopping_patience", "3");
    CHECK(form.settings.options().earlyStoppingPatience == 3);
    auto& patience = form.the<ui::NumberBox>("early_stopping_patience");
    patience.setValue(nullptr);
    CHECK_FALSE(form.settings.options().earlyStoppingPatience);
    form.type("max_seq_length", "2");
    CHECK(form.settings.problem().startsWith(QStringLiteral("Maximum length is 2; it must be")));
}

TEST_CASE("A folded group says its values and opens by key; one in which something is wrong opens by itself")
{
    Form form;
    auto& group = form.settings.group(OptionGroup::Regularisation);
    CHECK(form.settings.group(OptionGroup::Essentials).isOpen());
    CHECK(form.settings.group(OptionGroup::Schedule).isOpen());
    CHECK_FALSE(group.isOpen());
    CHECK(group.header()->summary() == QStringLiteral("decay 0.01, clip 1"));
    CHECK(form.settings.group(OptionGroup::Reproducibility).header()->summary() == QStringLiteral("seed 42"));
    CHECK_FALSE(form.the<QWidget>("weight_decay").isVisible());
    group.header()->setFocus();
    QTest::keyClick(group.header(), Qt::Key_Space);
    CHECK(form.the<QWidget>("weight_decay").isVisible());
    QTest::keyClick(group.header(), Qt::Key_Space);
    form.the<ui::NumberBox>("max_grad_norm").setNumber(-1);
    CHECK(group.isOpen());
    CHECK_FALSE(form.settings.acceptable());
}

TEST_CASE("A preset sets what suits the model's size, and stands out only while the form is as it says")
{
    Form form;
    auto& preset = *form.settings.findChild<ui::SegmentedControl*>(QStringLiteral("preset"));
    CHECK(preset.current() == int(ui::Preset::Balanced));
    CHECK(form.settings.options() == [] {
        core::ModelConfig config;
        config.hiddenSize = 384;
        auto options = core::defaultOptions(config);
        options.earlyStoppingPatience = 3;
        return options;
    }());
    preset.setCurrent(int(ui::Preset::Quick));
    CHECK(form.settings.options().numTrainEpochs == 2);
    preset.setCurrent(int(ui::Preset::Best));
    CHECK(form.settings.options().numTrainEpochs == 8);
    CHECK(form.settings.options().earlyStoppingPatience == 5);
    CHECK(form.settings.options().learningRate == 1e-4);
    form.type("num_train_epochs", "9");
    CHECK(preset.current() == -1);
    form.type("num_train_epochs", "8");
    CHECK(preset.current() == int(ui::Preset::Best));
    QTest::mouseClick(&form.the<QToolButton>("resetSettings"), Qt::LeftButton);
    CHECK(preset.current() == int(ui::Preset::Balanced));
    form.settings.setDefaults(checkpointOf(768));
    CHECK(form.settings.options().learningRate == 2e-5);
    CHECK(form.settings.options().earlyStoppingPatience == 3);
    form.settings.setDefaults(checkpointOf(128));
    CHECK_FALSE(form.settings.options().earlyStoppingPatience);
}

TEST_CASE("Settings are saved as JSON and loaded from them or from a run's file")
{
    const TemporaryDirectory place;
    Form form;
    QSignalSpy failures(&form.settings, &TrainingSettings::failed);
    form.type("learning_rate", "3e-4");
    form.type("seed", "7");
    const auto options = form.settings.options();
    const QString file = QString::fromStdString((place / "settings.json").string());
    form.settings.save(file);
    CHECK(readJson(place / "settings.json").at("learning_rate") == 3e-4);
    form.settings.reset();
    CHECK_FALSE(form.settings.options() == options);
    form.settings.load(file);
    CHECK(form.settings.options() == options);

    std::ofstream(place / "run.json") << R"({"status": "finished", "options": {"warmup_ratio": 0.25}})";
    form.settings.load(QString::fromStdString((place / "run.json").string()));
    CHECK(form.settings.options().warmupRatio == 0.25);
    CHECK(form.settings.options().learningRate == 1e-4); // what a file leaves open is the model's default
    CHECK(failures.count() == 0);

    const auto before = form.settings.options();
    for (const char* broken : {"{", "[1]", R"({"learning_rte": 1})", R"({"weight_decay": 7})", R"({"weight_decay": "much"})"}) {
        std::ofstream(place / "broken.json") << broken;
        form.settings.load(QString::fromStdString((place / "broken.json").string()));
    }
    form.settings.load(QStringLiteral("/nowhere/settings.json"));
    CHECK(failures.count() == 6);
    CHECK(form.settings.options() == before);
}

TEST_CASE("In a pause only learning rate, epochs and patience can be changed")
{
    Form form;
    const auto open = [&] {
        QStringList names;
        core::TrainingOptions table;
        core::visitOptions(table, [&](const char* name, const auto&, const auto&, const char*) {
            if (form.the<QWidget>(name).isEnabledTo(&form.settings))
                names.append(QLatin1String(name));
        });
        return names.join(QLatin1Char(' ')).toStdString();
    };
    form.settings.setMode(TrainingSettings::Mode::Locked);
    CHECK(open().empty());
    CHECK_FALSE(form.the<QToolButton>("resetSettings").isEnabled());
    form.settings.setMode(TrainingSettings::Mode::Paused);
    CHECK(open() == "learning_rate num_train_epochs early_stopping_patience");
    form.settings.setMode(TrainingSettings::Mode::Open);
    CHECK(open().size() > 300);
}

TEST_CASE("The preview draws the engine's own schedule over the steps that the data give")
{
    Form form;
    form.settings.setTexts(320);
    const auto& schedule = form.settings.preview()->schedule();
    CHECK(schedule.totalSteps == 40); // ten batches of 32, four epochs
    CHECK(schedule.warmupSteps == 4);
    CHECK(schedule.peak == 1e-4);
    CHECK(schedule.at(22) == Approx(0.5e-4));
    form.the<QComboBox>("lr_scheduler_type").setCurrentText(QStringLiteral("Constant"));
    CHECK(form.settings.preview()->schedule().at(39) == 1e-4);
    form.type("max_steps", "15");
    CHECK(form.settings.preview()->schedule().totalSteps == 15);
    form.settings.showStep(7);
    CHECK(form.settings.preview()->accessibleDescription().contains(QStringLiteral("Now 1e-4.")));
}

TEST_CASE("Devices are named with what is free on them, and automatic says what it means here")
{
    Form form;
    core::RuntimeReport report;
    report.devices = {{"cpu", "a processor", 16'000'000'000, 8'000'000'000, {core::Precision::Fp32}},
        {"cuda:0", "Card 9000", 80'000'000'000, 70'000'000'000, {core::Precision::Fp32}}};
    report.chosenDevice = "cuda:0";
    form.settings.setDevices(report);
    auto& device = form.the<QComboBox>("device");
    CHECK(device.itemText(0) == QStringLiteral("Automatic (CUDA:0)"));
    CHECK(device.itemText(1) == QStringLiteral("CPU"));
    CHECK(device.itemText(2) == QStringLiteral("Card 9000 (CUDA:0), 70 GB free"));
    CHECK(form.settings.group(OptionGroup::Speed).header()->summary() == QStringLiteral("CUDA:0, automatic"));
    device.setCurrentIndex(2);
    CHECK(form.settings.options().device == "cuda:0");
    form.settings.setDevices(report);
    CHECK(form.settings.options().device == "cuda:0"); // a choice outlives a new report
    form.settings.reset();
    CHECK(form.settings.options().device == "cuda:0");
}

TEST_CASE("The arrows of a number go by its kind")
{
    Form form;
    auto& batch = form.the<ui::NumberBox>("per_device_train_batch_size");
    batch.stepUp();
    CHECK(form.settings.options().batchSize == 64);
    batch.stepDown();
    batch.stepDown();
    CHECK(form.settings.options().batchSize == 16);
    auto& decay = form.the<ui::NumberBox>("weight_decay");
    decay.stepUp();
    CHECK(form.settings.options().weightDecay == 0.02);
    decay.stepDown();
    decay.stepDown();
    CHECK(form.settings.options().weightDecay == 0.005);
    auto& patience = form.the<ui::NumberBox>("early_stopping_patience");
    patience.setValue(nullptr);
    patience.stepUp();
    CHECK(form.settings.options().earlyStoppingPatience == 1);
    patience.stepDown();
    CHECK_FALSE(form.settings.options().earlyStoppingPatience);
    CHECK(patience.text().isEmpty());
}
