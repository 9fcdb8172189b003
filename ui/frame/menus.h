#pragma once

#include "ui/frame/theme.h"

#include <QKeySequence>
#include <QMap>
#include <QObject>

class QAction;
class QActionGroup;
class QMenu;
class QMenuBar;

namespace attune::ui {

class EditMenu;
class RecentItems;

/// The menu bar: every entry does something today. A page's own entries are QActions that it has added to itself (QWidget::addAction) and that
/// addActions() takes into one of the menus.
class Menus : public QObject {
    Q_OBJECT
public:
    static inline const QKeySequence kOpenData{QKeySequence(Qt::CTRL | Qt::Key_O)};
    static inline const QKeySequence kOpenModel{QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O)};
    static inline const QKeySequence kSample{QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_E)};

    enum class Group { File, Edit, View, Dataset, Model, Training, Window, Help };

    /// `pages` are the rail's names, in its order.
    Menus(QMenuBar* bar, const QStringList& pages, RecentItems& recent);
    void addActions(Group group, const QList<QAction*>& actions); ///< below what is there; nothing happens when there are none
    QMenu* addMenu(Group group, const QString& title, const QList<QAction*>& actions); ///< a menu of their own, below what is there
    void setPage(QWidget* page);            ///< in view: Undo, Redo and Find are about it
    void setTraining(bool active);          ///< data and model are in use
    void setPausable(bool pausable);        ///< the training is under way
    void setResumable(bool resumable);      ///< it is paused
    void setTrainable(bool trainable);      ///< data, model and engine are there
    void setAppearance(Appearance appearance);

Q_SIGNALS:
    void openDataRequested();
    void openModelRequested();
    void sampleRequested();
    void recentRequested(const QString& path);
    void preferencesRequested();
    void quitRequested();
    void pageRequested(int index);          ///< below 0: the start page
    void appearanceChosen(attune::ui::Appearance appearance);
    void fullScreenRequested(bool on);
    void chooseModelRequested();            ///< one to train
    void chooseStarterRequested();
    void trainRequested();
    void pauseRequested();
    void resumeRequested();
    void stopRequested();
    void predictRequested();                ///< now, wherever the keyboard is
    void minimiseRequested();
    void guideRequested();                  ///< to the page in view
    void wordsRequested();                  ///< the words explained
    void aboutRequested();

private:
    QAction* add(Group group, const QString& text, const QKeySequence& keys, void (Menus::*signal)(), const QString& toolTip = {});
    void fillFile(RecentItems& recent);
    void fillRecent(QMenu* menu, RecentItems& recent);
    void fillView(const QStringList& pages);
    void fillModelAndTraining();
    void fillWindowAndHelp();
    void update();

    QMap<Group, QMenu*> m_menus;
    EditMenu* m_edit;
    QAction* m_openData = nullptr;
    QMenu* m_recent = nullptr;
    QAction* m_sample = nullptr;
    QAction* m_chooseModel = nullptr;
    QAction* m_chooseStarter = nullptr;
    QAction* m_train = nullptr;
    QAction* m_pause = nullptr;
    QAction* m_resume = nullptr;
    QAction* m_stop = nullptr;
    QActionGroup* m_appearance = nullptr;
    bool m_training = false;
    bool m_trainable = false;
};

} // namespace attune::ui
