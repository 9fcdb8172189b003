#include "ui/frame/menus.h"

#include "ui/frame/edit_menu.h"
#include "ui/frame/recent_items.h"

#include <QActionGroup>
#include <QApplication>
#include <QMenuBar>
#include <QWhatsThis>

namespace attune::ui {

Menus::Menus(QMenuBar* bar, const QStringList& pages, RecentItems& recent)
    : QObject(bar)
{
    const std::pair<Group, QString> names[] = {{Group::File, tr("&File")}, {Group::Edit, tr("&Edit")}, {Group::View, tr("&View")},
        {Group::Dataset, tr("&Dataset")}, {Group::Model, tr("&Model")}, {Group::Training, tr("&Training")}, {Group::Window, tr("&Window")},
        {Group::Help, tr("&Help")}};
    for (const auto& [group, name] : names) {
        m_menus[group] = bar->addMenu(name);
        m_menus[group]->setToolTipsVisible(true);
    }
    fillFile(recent);
    m_edit = new EditMenu(m_menus[Group::Edit], this);
    m_menus[Group::Edit]->addSeparator();
    add(Group::Edit, tr("&Preferences..."), QKeySequence(Qt::CTRL | Qt::Key_Comma), &Menus::preferencesRequested)->setMenuRole(QAction::PreferencesRole);
    fillView(pages);
    fillModelAndTraining();
    fillWindowAndHelp();
    update();
}

QAction* Menus::add(Group group, const QString& text, const QKeySequence& keys, void (Menus::*signal)(), const QString& toolTip)
{
    QAction* action = m_menus[group]->addAction(text);
    action->setShortcut(keys);
    if (!toolTip.isEmpty())
        action->setToolTip(toolTip);
    connect(action, &QAction::triggered, this, [this, signal] { Q_EMIT (this->*signal)(); });
    return action;
}

void Menus::fillFile(RecentItems& recent)
{
    m_openData = add(Group::File, tr("&Open CSV..."), kOpenData, &Menus::openDataRequested);
    add(Group::File, tr("Open &trained model..."), kOpenModel, &Menus::openModelRequested, tr("A run, or any folder with a trained model"));
    m_recent = m_menus[Group::File]->addMenu(tr("Open &recent"));
    m_recent->setToolTipsVisible(true);
    connect(m_recent, &QMenu::aboutToShow, this, [this, &recent] { fillRecent(m_recent, recent); });
    const auto update = [this, &recent] { m_recent->setDisabled(recent.items().isEmpty()); };
    connect(&recent, &RecentItems::changed, this, update);
    update();
    m_sample = add(Group::File, tr("Try the &sample"), kSample, &Menus::sampleRequested, tr("Short reviews and a model that learns them while you watch"));
    m_menus[Group::Dataset]->addActions({m_openData, m_sample});
    m_menus[Group::File]->addSeparator();
    add(Group::File, tr("&Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q), &Menus::quitRequested)->setMenuRole(QAction::QuitRole);
}

void Menus::fillRecent(QMenu* menu, RecentItems& recent)
{
    menu->clear();
    int number = 0;
    for (const RecentItem& item : recent.items()) {
        const QString name = item.name().replace(QLatin1Char('&'), QLatin1String("&&"));
        const QString sign = ++number < 10 ? QStringLiteral("&%1  %2").arg(number).arg(name) : name;
        QAction* action = menu->addAction(sign, this, [this, path = item.path] { Q_EMIT recentRequested(path); });
        action->setToolTip(item.path);
        action->setEnabled(!m_training || item.kind != RecentItem::Kind::Data);
    }
    menu->addSeparator();
    menu->addAction(tr("&Clear list"), &recent, &RecentItems::clear);
}

void Menus::fillView(const QStringList& pages)
{
    QMenu* view = m_menus[Group::View];
    const auto addPage = [&](const QString& name, int index) {
        QAction* page = view->addAction(name);
        page->setShortcut(QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_1 + index)));
        connect(page, &QAction::triggered, this, [this, index] { Q_EMIT pageRequested(index); });
    };
    addPage(tr("&Start page"), -1);
    for (int i = 0; i < pages.size(); ++i)
        addPage(pages[i], i);
    view->addSeparator();
    QMenu* appearance = view->addMenu(tr("&Appearance"));
    m_appearance = new QActionGroup(this);
    const std::pair<Appearance, QString> choices[]
        = {{Appearance::System, tr("&System")}, {Appearance::Light, tr("&Light")}, {Appearance::Dark, tr("&Dark")}};
    for (const auto& [value, text] : choices) {
        QAction* action = m_appearance->addAction(appearance->addAction(text));
        action->setCheckable(true);
        action->setData(int(value));
        connect(action, &QAction::triggered, this, [this, chosen = value] { Q_EMIT appearanceChosen(chosen); });
    }
    QAction* fullScreen = view->addAction(tr("&Full screen"));
    fullScreen->setShortcut(QKeySequence(Qt::Key_F11));
    fullScreen->setCheckable(true);
    connect(fullScreen, &QAction::toggled, this, &Menus::fullScreenRequested);
}

void Menus::fillModelAndTraining()
{
    m_chooseModel = add(Group::Model, tr("&Choose a checkpoint..."), {}, &Menus::chooseModelRequested, tr("A folder with a BERT to train"));
    m_chooseStarter = add(Group::Model, tr("Use the &starter"), {}, &Menus::chooseStarterRequested, tr("The small model that comes with Attune"));
    m_train = add(Group::Training, tr("&Train"), QKeySequence(Qt::Key_F5), &Menus::trainRequested);
    m_pause = add(Group::Training, tr("P&ause"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Period), &Menus::pauseRequested);
    m_resume = add(Group::Training, tr("&Resume"), QKeySequence(Qt::SHIFT | Qt::Key_F5), &Menus::resumeRequested);
    m_pause->setEnabled(false);
    m_resume->setEnabled(false);
    m_stop = add(Group::Training, tr("&Stop and keep best"), QKeySequence(Qt::CTRL | Qt::Key_Period), &Menus::stopRequested);
    m_menus[Group::Training]->addSeparator();
    add(Group::Training, tr("&Predict"), QKeySequence(Qt::CTRL | Qt::Key_Return), &Menus::predictRequested,
        tr("Asks the model about the sentence on the Predict page"));
}

void Menus::fillWindowAndHelp()
{
    add(Group::Window, tr("&Minimise"), QKeySequence(Qt::CTRL | Qt::Key_M), &Menus::minimiseRequested);
    add(Group::Window, tr("&Close"), QKeySequence(Qt::CTRL | Qt::Key_W), &Menus::quitRequested);
    add(Group::Help, tr("&Guide to this page"), QKeySequence(Qt::Key_F1), &Menus::guideRequested, tr("What is on it, and what it is for"));
    add(Group::Help, tr("&Words explained"), {}, &Menus::wordsRequested, tr("Warm-up, macro-F1, calibration, attention and others"));
    QAction* whatsThis = QWhatsThis::createAction(this);
    whatsThis->setText(tr("What's &this?"));
    whatsThis->setToolTip(tr("Then click on a setting to learn what it does and when to change it"));
    m_menus[Group::Help]->addAction(whatsThis);
    m_menus[Group::Help]->addSeparator();
    add(Group::Help, tr("&About Attune"), {}, &Menus::aboutRequested)->setMenuRole(QAction::AboutRole);
    QAction* aboutQt = m_menus[Group::Help]->addAction(tr("About &Qt"));
    aboutQt->setMenuRole(QAction::AboutQtRole);
    connect(aboutQt, &QAction::triggered, qApp, &QApplication::aboutQt);
}

void Menus::addActions(Group group, const QList<QAction*>& actions)
{
    if (actions.isEmpty())
        return;
    QMenu* menu = m_menus[group];
    if (!menu->isEmpty())
        menu->addSeparator();
    menu->addActions(actions);
}

QMenu* Menus::addMenu(Group group, const QString& title, const QList<QAction*>& actions)
{
    QMenu* menu = m_menus[group]->addMenu(title);
    menu->setToolTipsVisible(true);
    menu->addActions(actions);
    return menu;
}

void Menus::setPage(QWidget* page) { m_edit->setPage(page); }

void Menus::setPausable(bool pausable) { m_pause->setEnabled(pausable); }

void Menus::setResumable(bool resumable) { m_resume->setEnabled(resumable); }

void Menus::setTraining(bool active)
{
    m_training = active;
    update();
}

void Menus::setTrainable(bool trainable)
{
    m_trainable = trainable;
    update();
}

void Menus::setAppearance(Appearance appearance) { m_appearance->actions().at(int(appearance))->setChecked(true); }

void Menus::update()
{
    for (QAction* action : {m_openData, m_sample, m_chooseModel, m_chooseStarter})
        action->setEnabled(!m_training);
    m_train->setEnabled(m_trainable && !m_training);
    m_stop->setEnabled(m_training);
}

} // namespace attune::ui
