#include "ui/frame/start_page.h"

#include "ui/frame/buttons.h"
#include "ui/frame/icon_label.h"
#include "ui/frame/machine_strip.h"
#include "ui/frame/menus.h"
#include "ui/frame/pane.h"
#include "ui/frame/recent_items.h"
#include "ui/frame/recent_view.h"
#include "ui/frame/start_tile.h"
#include "ui/frame/text_label.h"

#include <QHBoxLayout>

namespace attune::ui {

StartPage::StartPage(RecentItems& recent, QWidget* parent)
    : QWidget(parent)
    , m_whole(new QVBoxLayout(this))
    , m_machine(new MachineStrip)
{
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);

    auto* table = new StartTile(StartTile::Picture::Table, tr("Open your CSV"),
        tr("Any usual separator. Text and label columns are found for you."), Menus::kOpenData);
    auto* curve = new StartTile(StartTile::Picture::Curve, tr("Try the sample"),
        tr("Short reviews and a model that learns them while you watch."), Menus::kSample);
    auto* map = new StartTile(StartTile::Picture::Heatmap, tr("Open a trained model"),
        tr("A run, or a folder with a checkpoint. Go straight to predictions."), Menus::kOpenModel);
    connect(table, &QAbstractButton::clicked, this, &StartPage::openDataRequested);
    connect(curve, &QAbstractButton::clicked, this, &StartPage::sampleRequested);
    connect(map, &QAbstractButton::clicked, this, &StartPage::openModelRequested);
    auto* tiles = new QHBoxLayout;
    tiles->setSpacing(24);
    for (QWidget* tile : {static_cast<QWidget*>(table), static_cast<QWidget*>(curve), static_cast<QWidget*>(map)})
        tiles->addWidget(tile, 1);

    setFocusProxy(table); // Return opens a CSV at once

    auto* hint = new QHBoxLayout;
    hint->setSpacing(8);
    hint->addWidget(new IconLabel(QStringLiteral("download"), 14, &Colours::text2));
    hint->addWidget(new TextLabel(tr("Or drop a CSV file or a checkpoint folder anywhere in this window."), Type::Secondary, &Colours::text2));
    hint->addStretch(1);

    auto* content = new QWidget;
    content->setMaximumWidth(960);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 52, 0, 16);
    column->setSpacing(0);
    column->addWidget(new TextLabel(tr("Teach BERT to read your text"), Type::Display));
    column->addSpacing(6);
    auto* line = new TextLabel(tr("Open labelled rows, train on this computer, then ask it about any sentence and see why it answers so."), Type::Body, &Colours::text2);
    QFont larger = ui::font(Type::Body);
    larger.setPixelSize(15);
    line->setFont(larger);
    line->setWordWrap(true);
    column->addWidget(line);
    column->addSpacing(32);
    column->addLayout(tiles);
    column->addSpacing(16);
    column->addLayout(hint);
    column->addSpacing(24);
    column->addWidget(recentPane(recent), 1);

    auto* centred = new QHBoxLayout;
    centred->setContentsMargins(24, 0, 24, 0);
    centred->addStretch(1);
    centred->addWidget(content, 100);
    centred->addStretch(1);
    m_whole->setContentsMargins(0, 0, 0, 0);
    m_whole->setSpacing(0);
    m_whole->addLayout(centred, 1);
    m_whole->addWidget(m_machine);
}

QWidget* StartPage::recentPane(RecentItems& recent)
{
    auto* list = new QWidget;
    auto* view = new RecentView(recent);
    auto* clear = linkButton(tr("Clear &list"));
    clear->setToolTip(tr("Forgets what was opened; files and runs stay where they are"));
    auto* title = new QHBoxLayout;
    title->addWidget(new TextLabel(tr("Recent"), Type::PaneTitle));
    title->addStretch(1);
    title->addWidget(clear);
    auto* rows = new QVBoxLayout(list);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(4);
    rows->addLayout(title);
    rows->addWidget(new Separator);
    rows->addWidget(view, 1);

    auto* room = new QWidget; // stays when the list is gone, and keeps the tiles at the top
    auto* roomRows = new QVBoxLayout(room);
    roomRows->setContentsMargins(0, 0, 0, 0);
    roomRows->addWidget(list);
    const auto update = [list, &recent] { list->setVisible(!recent.items().isEmpty()); };
    update();
    connect(&recent, &RecentItems::changed, list, update);
    connect(clear, &QPushButton::clicked, &recent, &RecentItems::clear);
    connect(view, &RecentView::chosen, this, &StartPage::recentRequested);
    return room;
}

void StartPage::setRuntime(const core::RuntimeReport& report) { m_machine->set(report); }

void StartPage::setEngineMissing(const Failure& failure) { m_machine->setEngineMissing(failure); }

void StartPage::hang(QWidget* bar) { m_whole->insertWidget(0, bar); }

} // namespace attune::ui
