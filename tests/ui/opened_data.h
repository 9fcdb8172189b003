#pragma once

#include "core/data/csv.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"
#include "ui/dataset/data_page.h"
#include "ui/dataset/label_list.h"
#include "ui/dataset/role_header.h"
#include "ui/dataset/table_model.h"
#include "ui/words.h"

#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTextDocument>
#include <QTextDocumentFragment>

#include <algorithm>
#include <fstream>

namespace attune::test {

inline QString written(const TemporaryDirectory& directory, const char* name, const std::string& text)
{
    std::ofstream(directory / name, std::ios::binary) << text;
    return ui::fromPath(directory / name);
}

/// A Data page with a file read.
struct OpenedData {
    TemporaryDirectory directory;
    ui::DataPage page;
    QSignalSpy selections{&page, &ui::DataPage::selectionChanged};
    QSignalSpy failures{&page, &ui::DataPage::failed};

    OpenedData()
    {
        page.resize(1264, 812);
        page.show();
    }

    explicit OpenedData(const std::string& text)
        : OpenedData()
    {
        page.open(written(directory, "rows.csv", text));
        REQUIRE(waitForSelection());
    }

    bool waitForSelection()
    {
        const bool came = selections.count() > 0 || selections.wait(10'000);
        selections.clear();
        return came;
    }

    template <class Widget> Widget* find() const
    {
        auto* found = page.findChild<Widget*>();
        REQUIRE(found);
        return found;
    }

    ui::TableModel* rows() const { return find<ui::TableModel>(); }

    QStringList bars() const
    {
        QStringList bars;
        const auto* labels = find<ui::LabelModel>();
        for (int row = 0; row < labels->rowCount(); ++row)
            bars << QStringLiteral("%1 %2")
                        .arg(labels->index(row).data().toString())
                        .arg(labels->index(row).data(ui::LabelModel::CountRole).toInt());
        return bars;
    }

    /// As they are read: without the markup of labels that know it.
    bool shows(const QString& words) const
    {
        const auto labels = page.findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(), [&](const QLabel* label) {
            const bool plain = label->textFormat() == Qt::PlainText || (label->textFormat() == Qt::AutoText && !Qt::mightBeRichText(label->text()));
            const QString read = plain ? label->text() : QTextDocumentFragment::fromHtml(label->text()).toPlainText();
            return label->isVisible() && read.contains(words);
        });
    }

    QPushButton* button(const QString& words) const
    {
        for (auto* button : page.findChildren<QPushButton*>())
            if (button->text().remove(QLatin1Char('&')) == words)
                return button;
        FAIL("no button " << words.toStdString());
        return nullptr;
    }

    /// Clicks the column's chip and then the entry with this mnemonic.
    void give(int column, Qt::Key role)
    {
        auto* header = find<ui::RoleHeader>();
        const QPoint chip(header->sectionViewportPosition(column) + 14, 40);
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, chip);
        const auto menus = header->findChildren<QMenu*>();
        const auto menu = std::find_if(menus.begin(), menus.end(), [](const QMenu* one) { return one->isVisible(); });
        REQUIRE(menu != menus.end());
        QTest::keyClick(*menu, role);
    }
};

} // namespace attune::test
