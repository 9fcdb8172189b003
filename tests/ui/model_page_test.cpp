#include "core/hub/places.h"
#include "tests/ui/shown_model_page.h"
#include "ui/checkpoint/model_sketch.h"
#include "ui/note.h"

#include <QAbstractItemModelTester>
#include <QDragEnterEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QUrl>

#include <fstream>

using namespace attune;
using namespace attune::test;
using namespace attune::ui;

namespace {

bool tells(const std::vector<Finding>& found, const QString& cause, const QString& detail = {})
{
    return std::any_of(found.begin(), found.end(),
        [&](const Finding& finding) { return finding.cause.contains(cause) && finding.detail.contains(detail); });
}

/// Rows with these labels; an empty one is left out.
DataSelection dataWith(const std::string& first, const std::string& second, const std::string& third)
{
    auto table = std::make_shared<core::Table>(core::parseTable(core::ownBytes("text,label\none row," + first + "\nanother row," + second
            + (third.empty() ? std::string() : "\na third row," + third) + '\n'), "some.csv", {{}, true, {}, {}}));
    DataSelection data;
    data.roles.text = 0;
    data.roles.label = 1;
    data.dataset = std::make_shared<core::Dataset>(core::makeDataset(*table, data.roles));
    data.table = std::move(table);
    return data;
}

} // namespace

TEST_CASE("An opened checkpoint is shown with its shape and chosen")
{
    ShownModelPage shown;
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
    ShownModelPage shown;
    shown.open(checkpoint("classifier-safetensors"));
    const auto* sketch = shown.page.findChild<ModelSketch*>();
    CHECK(sketch->accessibleName().contains(QStringLiteral("negative, neutral, positive")));

    shown.page.setData(dataWith("ham", "spam", ""));
    CHECK(sketch->accessibleName().contains(QStringLiteral("ham, spam")));
    CHECK(shown.shows(QStringLiteral("The stored classifier is replaced")));

    shown.page.setData(dataWith("negative", "neutral", "positive"));
    CHECK(shown.shows(QStringLiteral("A trained classifier is stored")));
}

TEST_CASE("A checkpoint that cannot be used says why, and the one in use stays")
{
    ShownModelPage shown;
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
    ShownModelPage shown;
    shown.open(checkpoint("classifier-sharded-bin"));
    CHECK(shown.shows(QStringLiteral("sharded PyTorch zip, F32, ")));
    CHECK(shown.shows(QStringLiteral(", 4 files")));
    const auto& refused = shown.open(checkpoint("refuse-malicious-pickle"));
    REQUIRE(refused.refusal);
    CHECK(shown.shows(QStringLiteral("pytorch_model.bin asks to run ")));
}

TEST_CASE("A refusal that happens out of sight is reported")
{
    ShownModelPage shown;
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

TEST_CASE("A fetched checkpoint is chosen at the start, before the bundled one")
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
    const auto fetched = model->find(core::fetchedCheckpoints() / "fetched-one");
    REQUIRE(fetched.isValid());
    CHECK(fetched.data().toString() == QStringLiteral("fetched-one"));
    CHECK(fetched.data(CheckpointModel::ChosenRole).toBool());
    const auto caption = model->index(fetched.row() - 1);
    CHECK(caption.data().toString() == QStringLiteral("On this computer"));
    CHECK(caption.data(CheckpointModel::CaptionRole).toBool());
}

TEST_CASE("A model is used by its button, and not while a training goes on")
{
    ShownModelPage shown;
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

TEST_CASE("Using the model that is in use leads to its training and chooses nothing anew")
{
    ShownModelPage shown;
    shown.open(checkpoint("classifier-safetensors"));
    REQUIRE(shown.page.chosen()->name == "classifier-safetensors");
    QSignalSpy train(&shown.page, &ModelPage::trainRequested);
    const auto before = shown.choices.count();
    QTest::mouseClick(shown.useButton(), Qt::LeftButton);
    CHECK(train.count() == 1);
    shown.open(checkpoint("classifier-safetensors")); // nor does opening its folder again
    CHECK(shown.choices.count() == before);
    shown.open(checkpoint("classifier-cased"));
    CHECK(shown.choices.count() == before + 1);
}

TEST_CASE("The list of checkpoints keeps a folder once and its sections together")
{
    CheckpointModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    const auto entry = [](CheckpointEntry::Origin origin, const char* name) {
        return CheckpointEntry{origin, QString::fromLatin1(name), std::filesystem::path("/checkpoints") / name, {}, {}, {}};
    };
    model.add(entry(CheckpointEntry::Origin::Fetched, "a"));
    model.add(entry(CheckpointEntry::Origin::Included, "b"));
    model.add(entry(CheckpointEntry::Origin::Opened, "c"));
    model.add(entry(CheckpointEntry::Origin::Fetched, "d"));
    model.add(entry(CheckpointEntry::Origin::Opened, "c"));

    QStringList names;
    for (int row = 0; row < model.rowCount(); ++row)
        names << model.index(row).data().toString();
    CHECK(names.join(QLatin1Char('|')) == QStringLiteral("Included|b|On this computer|a|d|Opened lately|c"));
    CHECK_FALSE(model.flags(model.index(0)) & Qt::ItemIsSelectable);

    model.setRefusal("/checkpoints/d", {QStringLiteral("/checkpoints/d/vocab.txt is empty."), {}, {}});
    CHECK(model.index(4).data(CheckpointModel::RefusedRole).toBool());
    CHECK(model.index(4).data(CheckpointModel::LineRole).toString() == QStringLiteral("Cannot be used: vocab.txt is empty."));

    model.remove("/checkpoints/b");
    model.remove("/checkpoints/a");
    model.remove("/checkpoints/nowhere");
    names.clear();
    for (int row = 0; row < model.rowCount(); ++row)
        names << model.index(row).data().toString();
    CHECK(names.join(QLatin1Char('|')) == QStringLiteral("On this computer|d|Opened lately|c"));
}

TEST_CASE("Models of HuggingFace's cache are listed by owner and name, and those that are no BERT say so")
{
    const test::TemporaryDirectory home;
    const test::EnvironmentVariable dataHome("XDG_DATA_HOME", home.path().string());
    const test::EnvironmentVariable hubCache("HF_HUB_CACHE", (home.path() / "hub").string());
    const auto snapshot = home.path() / "hub" / "models--someone--small-bert" / "snapshots" / "abc";
    std::filesystem::create_directories(snapshot.parent_path());
    std::filesystem::copy(test::dataDirectory() / "no-prefix", snapshot);
    const auto other = home.path() / "hub" / "models--someone--gpt" / "snapshots" / "1";
    std::filesystem::create_directories(other);
    std::ofstream(other / "config.json") << R"({"model_type": "gpt2"})";
    std::filesystem::create_directories(home.path() / "hub" / "models--someone--begun");

    ModelPage page;
    const auto* model = page.findChild<CheckpointModel*>();
    const auto at = [&](const std::filesystem::path& directory) { return model->find(directory); };
    REQUIRE(QTest::qWaitFor([&] { return at(other).isValid() && model->entry(at(other))->known(); }, 10'000));
    CHECK(at(snapshot).data().toString() == QStringLiteral("someone/small-bert"));
    CHECK(model->entry(at(snapshot))->summary);
    CHECK(at(snapshot).row() < at(other).row());
    CHECK(at(other).data(CheckpointModel::LineRole).toString().contains(QStringLiteral("gpt2")));
    const auto begun = at(home.path() / "hub" / "models--someone--begun");
    CHECK(begun.data(CheckpointModel::LineRole).toString().contains(QStringLiteral("download was not completed")));
}

TEST_CASE("Folders that were opened are offered at the next start, those that are gone no more")
{
    {
        ShownModelPage shown;
        shown.open(checkpoint("classifier-safetensors"));
        CHECK(recentCheckpoints::all() == QStringList{checkpoint("classifier-safetensors")});
    }
    recentCheckpoints::add(QStringLiteral("/nowhere/bert"));
    ModelPage page;
    const auto* model = page.findChild<CheckpointModel*>();
    const auto recent = [&] { return model->find(test::dataDirectory() / "classifier-safetensors"); };
    REQUIRE(QTest::qWaitFor([&] { return recent().isValid() && model->entry(recent())->known(); }, 10'000));
    CHECK_FALSE(model->find("/nowhere/bert").isValid());
    CHECK(recentCheckpoints::all() == QStringList{checkpoint("classifier-safetensors")});
    forgetRecent();
}

TEST_CASE("The list of models is narrowed by a name")
{
    ShownModelPage shown;
    shown.open(checkpoint("classifier-safetensors"));
    shown.open(checkpoint("no-prefix"));
    auto* find = shown.page.findChild<QLineEdit*>();
    QTest::keyClicks(find, QStringLiteral("PREFIX"));
    const auto rowOf = [&](const char* name) { return shown.model()->find(test::dataDirectory() / name).row(); };
    CHECK_FALSE(shown.list()->isRowHidden(rowOf("no-prefix")));
    CHECK(shown.list()->isRowHidden(rowOf("classifier-safetensors")));
    find->clear();
    CHECK_FALSE(shown.list()->isRowHidden(rowOf("classifier-safetensors")));
}

TEST_CASE("A folder dropped on the page is opened as a checkpoint to train, and what is no folder is not taken")
{
    ShownModelPage shown;
    const auto drop = [&](const QString& path) {
        QMimeData dragged;
        dragged.setUrls({QUrl::fromLocalFile(path)});
        QDragEnterEvent enter({600, 400}, Qt::CopyAction, &dragged, Qt::LeftButton, Qt::NoModifier);
        enter.ignore();
        QCoreApplication::sendEvent(&shown.page, &enter);
        if (!enter.isAccepted())
            return false;
        QDropEvent dropped({600, 400}, Qt::CopyAction, &dragged, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&shown.page, &dropped);
        return true;
    };
    CHECK_FALSE(drop(checkpoint("classifier-safetensors/config.json")));
    REQUIRE(drop(checkpoint("classifier-safetensors")));
    REQUIRE(QTest::qWaitFor([&] { return shown.page.chosen() && shown.page.chosen()->name == "classifier-safetensors"; }, 10'000));
    shown.page.setLocked(true);
    CHECK_FALSE(drop(checkpoint("no-prefix")));
}

TEST_CASE("The newest runs' best models are offered, as long as they are there")
{
    ShownModelPage shown;
    std::vector<std::pair<QString, std::filesystem::path>> runs;
    for (const char* name : {"no-prefix", "classifier-cased", "classifier-fp16", "classifier-bf16", "classifier-relu", "classifier-silu"})
        runs.emplace_back(QString::fromLatin1(name), test::dataDirectory() / name);
    shown.page.offerRuns(runs);
    const auto there = [&](const char* name) { return shown.model()->find(test::dataDirectory() / name).isValid(); };
    CHECK(there("no-prefix"));
    CHECK(there("classifier-relu"));
    CHECK_FALSE(there("classifier-silu")); // the sixth
    const auto first = shown.model()->find(test::dataDirectory() / "no-prefix");
    CHECK(first.data().toString() == QStringLiteral("no-prefix, best"));
    REQUIRE(QTest::qWaitFor([&] { return shown.model()->entry(first)->known(); }, 10'000));

    shown.list()->setCurrentIndex(first);
    QTest::mouseClick(shown.useButton(), Qt::LeftButton);
    REQUIRE(shown.page.chosen());
    shown.page.offerRuns({});
    CHECK(there("no-prefix")); // it is in use
    CHECK_FALSE(there("classifier-cased"));
}
