#pragma once

#include "core/data/file_bytes.h"
#include "core/data/read_table.h"
#include "tests/support/catch.h"
#include "tests/support/environment.h"
#include "tests/support/reference.h"
#include "tests/support/temporary_directory.h"
#include "ui/checkpoint/checkpoint_list.h"
#include "ui/checkpoint/model_page.h"
#include "ui/checkpoint/recent_checkpoints.h"
#include "ui/words.h"

#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

namespace attune::test {

inline QString checkpoint(const char* name)
{
    return ui::fromPath(dataDirectory() / name);
}

inline core::CheckpointSummary summaryOf(const char* name)
{
    return core::inspectCheckpoint(dataDirectory() / name);
}

inline QSettings::Status forgetRecent()
{
    for (const auto& directory : ui::recentCheckpoints::all())
        ui::recentCheckpoints::remove(directory);
    return QSettings().status();
}

/// Two classes of texts, as the Data page hands them on.
inline ui::DataSelection someData(int rows = 40)
{
    std::string csv = "text,label\n";
    for (int i = 0; i < rows; ++i)
        csv += "the kettle number " + std::to_string(i) + (i % 2 ? " is quiet and quick,good\n" : " never worked,bad\n");
    auto table = std::make_shared<core::Table>(core::parseTable(core::ownBytes(csv), "some.csv"));
    ui::DataSelection data;
    data.roles = core::guessColumns(*table);
    data.dataset = std::make_shared<core::Dataset>(core::makeDataset(*table, data.roles));
    data.table = std::move(table);
    return data;
}

/// A Model page on a machine to which nothing was fetched.
struct ShownModelPage {
    TemporaryDirectory home;
    EnvironmentVariable dataHome{"XDG_DATA_HOME", home.path().string()};
    EnvironmentVariable hubCache{"HF_HUB_CACHE", (home.path() / "hub").string()};
    QSettings::Status settings = forgetRecent(); // before the page is made
    ui::ModelPage page;
    QSignalSpy choices{&page, &ui::ModelPage::chosenChanged};
    QSignalSpy failures{&page, &ui::ModelPage::failed};
    QSignalSpy lines{&page, &ui::ModelPage::liveLineChanged};

    ShownModelPage()
    {
        page.resize(1264, 812);
        page.show();
    }

    ui::CheckpointModel* model() const { return page.findChild<ui::CheckpointModel*>(); }
    ui::CheckpointList* list() const { return page.findChild<ui::CheckpointList*>(); }

    /// Opens and waits until it is known what the folder holds.
    const ui::CheckpointEntry& open(const QString& directory)
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

} // namespace attune::test
