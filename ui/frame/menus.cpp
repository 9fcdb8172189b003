#include "ui/frame/menus.h"

#include <QActionGroup>
#include <QApplication>
#include <QMenuBar>

namespace attune::ui {

Menus::Menus(QMenuBar* bar, const QStringList& pages)
    : QObject(bar)
{
    const auto add = [this](QMenu* menu, const QString& text, const QKeySequence& keys, auto signal) {
        auto* action = menu->addAction(text);
        action->setShortcut(keys);
        connect(action, &QAction::triggered, this, [this, signal] { Q_EMIT (this->*signal)(); });
        return action;
    };

    QMenu* file = bar->addMenu(tr("&File"));
    m_openData = add(file, tr("&Open CSV..."), kOpenData, &Menus::openDataRequested);
    add(file, tr("Open &trained model..."), kOpenModel, &Menus::openModelRequested);
    m_sample = add(file, tr("Try the &sample"), kSample, &Menus::sampleRequested);
    file->addSeparator();
    add(file, tr("&Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q), &Menus::quitRequested)->setMenuRole(QAction::QuitRole);

    QMenu* view = bar->addMenu(tr("&View"));
    for (int i = 0; i < pages.size(); ++i) {
        QAction* page = view->addAction(pages[i]);
        page->setShortcut(QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_1 + i)));
        connect(page, &QAction::triggered, this, [this, i] { Q_EMIT pageRequested(i); });
    }
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

    QMenu* training = bar->addMenu(tr("&Training"));
    m_train = add(training, tr("&Train"), QKeySequence(Qt::Key_F5), &Menus::trainRequested);
    m_pause = add(training, tr("&Pause"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Period), &Menus::pauseRequested);
    m_resume = add(training, tr("&Resume"), QKeySequence(Qt::SHIFT | Qt::Key_F5), &Menus::resumeRequested);
    m_stop = add(training, tr("&Stop and keep best"), QKeySequence(Qt::CTRL | Qt::Key_Period), &Menus::stopRequested);

    QMenu* help = bar->addMenu(tr("&Help"));
    add(help, tr("&About Attune"), {}, &Menus::aboutRequested)->setMenuRole(QAction::AboutRole);
    QAction* aboutQt = help->addAction(tr("About &Qt"));
    aboutQt->setMenuRole(QAction::AboutQtRole);
    connect(aboutQt, &QAction::triggered, qApp, &QApplication::aboutQt);
    m_pause->setEnabled(false);
    m_resume->setEnabled(false);
    update();
}

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
    m_openData->setEnabled(!m_training);
    m_sample->setEnabled(!m_training);
    m_train->setEnabled(m_trainable && !m_training);
    m_stop->setEnabled(m_training);
}

} // namespace attune::ui
