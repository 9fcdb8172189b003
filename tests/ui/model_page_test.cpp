#include "core/hub/places.h"
#include "tests/support/catch.h"
#include "tests/support/environment.h"
#include "tests/support/reference.h"
#include "tests/support/temporary_directory.h"
#include "ui/checkpoint/checkpoint_list.h"
#include "ui/checkpoint/model_page.h"
#include "ui/checkpoint/model_sketch.h"
#include "ui/note.h"
#include "ui/words.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace attune;
using namespace attune::ui;

namespace {

QString checkpoint(const char* name)
{
    return fromPath(test::dataDirectory() / name);
}

core::CheckpointSummary summaryOf(const char* name)
{
    return core::inspectCheckpoint(test::dataDirectory() / name);
}

bool tells(const std::vector<Finding>& found, const QString& cause, const QString& detail = {})
{
    return std::any_of(found.begin(), found.end(),
        [&](const Finding& finding) { return finding.cause.contains(cause) && finding.detail.contains(detail); });
}

/// A Model page on a machine to which nothing was fetched.
struct Shown {
    test::TemporaryDirectory home;
    test::EnvironmentVariable dataHome{"XDG_DATA_HOME", home.path().string()};
    ModelPage page;
    QSignalSpy choices{&page, &ModelPage::chosenChanged};
    QSignalSpy failures{&page, &ModelPage::failed};
    QSignalSpy lines{&page, &ModelPage::liveLineChanged};

    Shown()
    {
        page.resize(1264, 812);
        page.show();
    }

    CheckpointModel* model() const { return page.findChild<CheckpointModel*>(); }
    CheckpointList* list() const { return page.findChild<CheckpointList*>(); }

    /// Opens and waits until it is known what the folder holds.
    const CheckpointEntry& open(const QString& directory)
    {
        page.open(directory);
        REQUIRE(QTest::qWaitFor([&] { return model()->entry(list()->currentIndex())->known(); }, 10'000));
        return *model()->entry(list()->currentIndex());
    }

    bool shows(const QString& words) const
    {
        QCoreApplication::processEvents(); // what a layout was given just now is shown
        const auto labels = page.findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(),
            [&](const QLabel* label) { return label->isVisible() && label->text().contains(words); });
    }

    QPushButton* useButton() const
    {
        for (auto* button : page.findChildren<QPushButton*>())
            if (button->text().contains(QStringLiteral("se this model")))
                return button;
        FAIL("no button to use the model");
        return nullptr;
    }
};

} // namespace

TEST_CASE("An opened checkpoint is shown with its shape and chosen")
{
    Shown shown;
    const auto& entry = shown.open(checkpoint("classifier-safetensors"));
    REQUIRE(entry.summary);
    REQUIRE(shown.page.chosen());
    CHECK(shown.page.chosen()->directory.filename() == "classifier-safetensors");
    CHECK(shown.choices.last()[0].value<core::CheckpointSummary>().name == "classifier-safetensors");
    CHECK(shown.lines.last()[0].toString().startsWith(QStringLiteral("classifier-safetensors, ")));
    CHECK(shown.shows(QStringLiteral("classifier-safetensors")));
    CHECK(shown.shows(QStringLiteral("3 per layer")));
    CHECK(shown.shows(QStringLiteral("64 tokens")));
    CHECK(shown.shows(QStringLiteral("safetensors, F32, ")));
    CHECK(shown.shows(QStringLiteral("All 37 encoder tensors are present")));
    CHECK(shown.shows(QStringLiteral("negative, neutral, positive")));
    CHECK(shown.failures.isEmpty());
}

TEST_CASE("The drawing takes the labels of the rows where the stored classifier tells others")
{
    Shown shown;
    shown.open(checkpoint("classifier-safetensors"));
    const auto* sketch = shown.page.findChild<ModelSketch*>();
    CHECK(sketch->accessibleName().contains(QStringLiteral("negative, neutral, positive")));

    shown.page.setLabels({QStringLiteral("ham"), QStringLiteral("spam")});
    CHECK(sketch->accessibleName().contains(QStringLiteral("ham, spam")));
    CHECK(shown.shows(QStringLiteral("The stored classifier is replaced")));

    shown.page.setLabels({QStringLiteral("negative"), QStringLiteral("neutral"), QStringLiteral("positive")});
    CHECK(shown.shows(QStringLiteral("A trained classifier is stored")));
}

TEST_CASE("A checkpoint that cannot be used says why, and the one in use stays")
{
    Shown shown;
    shown.open(checkpoint("classifier-safetensors"));
    const auto& refused = shown.open(checkpoint("refuse-relative-positions"));
    REQUIRE(refused.refusal);
    CHECK(shown.shows(QStringLiteral("In config.json, position_embedding_type is \"relative_key\"")));
    CHECK_FALSE(shown.useButton()->isEnabled());
    const auto line = shown.list()->currentIndex().data(CheckpointModel::LineRole).toString();
    CHECK(line.startsWith(QStringLiteral("Cannot be used: in config.json, ")));
    CHECK(shown.page.chosen()->name == "classifier-safetensors");
    CHECK(shown.failures.isEmpty());
}

TEST_CASE("A checkpoint in shards of half precision says so, and one that would run a program is refused")
{
    CHECK(weightsLine(summaryOf("classifier-fp16")).startsWith(QStringLiteral("safetensors, F16, ")));
    Shown shown;
    shown.open(checkpoint("classifier-sharded-bin"));
    CHECK(shown.shows(QStringLiteral("sharded PyTorch zip, F32, ")));
    CHECK(shown.shows(QStringLiteral(", 4 files")));
    const auto& refused = shown.open(checkpoint("refuse-malicious-pickle"));
    REQUIRE(refused.refusal);
    CHECK(shown.shows(QStringLiteral("pytorch_model.bin asks to run ")));
}

TEST_CASE("A refusal that happens out of sight is reported")
{
    Shown shown;
    shown.page.hide();
    shown.open(checkpoint("refuse-relative-positions"));
    REQUIRE(shown.failures.count() == 1);
    CHECK(shown.failures[0][0].value<Failure>().cause.contains(QStringLiteral("position_embedding_type")));
}

TEST_CASE("What is missing and what is not needed stands among the findings")
{
    const auto heads = findings(summaryOf("pretraining-heads"), {});
    CHECK(tells(heads, QStringLiteral("The classifier is new"), QStringLiteral("2 tensors")));
    CHECK(tells(heads, QStringLiteral("tensors are not needed"), QStringLiteral("cls.predictions")));
    CHECK(tells(findings(summaryOf("no-pooler"), {}), QStringLiteral("The pooler is new"), QStringLiteral("2 tensors")));
    CHECK_FALSE(tells(findings(summaryOf("classifier-safetensors"), {}), QStringLiteral("new")));
}

TEST_CASE("A fetched checkpoint is listed before others and chosen at the start")
{
    const test::TemporaryDirectory home;
    const test::EnvironmentVariable dataHome("XDG_DATA_HOME", home.path().string());
    std::filesystem::create_directories(core::fetchedCheckpoints());
    std::filesystem::copy(test::dataDirectory() / "no-prefix", core::fetchedCheckpoints() / "fetched-one");
    ModelPage page;
    QSignalSpy choices(&page, &ModelPage::chosenChanged);
    REQUIRE(choices.wait(10'000));
    CHECK(page.chosen()->name == "fetched-one");
    const auto* model = page.findChild<CheckpointModel*>();
    CHECK(model->index(0).data().toString() == QStringLiteral("On this computer"));
    CHECK(model->index(0).data(CheckpointModel::CaptionRole).toBool());
    CHECK(model->index(1).data().toString() == QStringLiteral("fetched-one"));
    CHECK(model->index(1).data(CheckpointModel::ChosenRole).toBool());
}

TEST_CASE("A model is used by its button, and not while a training goes on")
{
    Shown shown;
    shown.open(checkpoint("classifier-safetensors"));
    shown.open(checkpoint("classifier-cased"));
    QSignalSpy train(&shown.page, &ModelPage::trainRequested);
    shown.list()->setCurrentIndex(shown.model()->find(test::dataDirectory() / "classifier-safetensors"));
    CHECK(shown.page.chosen()->name == "classifier-cased");

    shown.page.setLocked(true);
    CHECK_FALSE(shown.useButton()->isEnabled());
    shown.page.open(checkpoint("no-prefix"));
    CHECK(shown.failures.count() == 1);
    CHECK(train.isEmpty());

    shown.page.setLocked(false);
    QTest::mouseClick(shown.useButton(), Qt::LeftButton);
    CHECK(train.count() == 1);
    CHECK(shown.page.chosen()->name == "classifier-safetensors");
}

TEST_CASE("The list of checkpoints keeps a folder once and its sections together")
{
    CheckpointModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    const auto entry = [](CheckpointEntry::Origin origin, const char* name) {
        return CheckpointEntry{origin, QString::fromLatin1(name), std::filesystem::path("/checkpoints") / name, {}, {}};
    };
    model.add(entry(CheckpointEntry::Origin::Fetched, "a"));
    model.add(entry(CheckpointEntry::Origin::Included, "b"));
    model.add(entry(CheckpointEntry::Origin::Opened, "c"));
    model.add(entry(CheckpointEntry::Origin::Fetched, "d"));
    model.add(entry(CheckpointEntry::Origin::Opened, "c"));

    QStringList names;
    for (int row = 0; row < model.rowCount(); ++row)
        names << model.index(row).data().toString();
    CHECK(names.join(QLatin1Char('|')) == QStringLiteral("On this computer|a|d|Included|b|Opened folders|c"));
    CHECK_FALSE(model.flags(model.index(0)) & Qt::ItemIsSelectable);

    model.setRefusal("/checkpoints/d", {QStringLiteral("/checkpoints/d/vocab.txt is empty."), {}, {}});
    CHECK(model.index(2).data(CheckpointModel::RefusedRole).toBool());
    CHECK(model.index(2).data(CheckpointModel::LineRole).toString() == QStringLiteral("Cannot be used: vocab.txt is empty."));
}
