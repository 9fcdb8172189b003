#pragma once

#include "ui/frame/theme.h"

#include <QKeySequence>
#include <QObject>

class QAction;
class QActionGroup;
class QMenuBar;

namespace attune::ui {

/// The menu bar: every entry does something today.
class Menus : public QObject {
    Q_OBJECT
public:
    static inline const QKeySequence kOpenData{QKeySequence(Qt::CTRL | Qt::Key_O)};
    static inline const QKeySequence kOpenModel{QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O)};
    static inline const QKeySequence kSample{QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_E)};

    /// `pages` are the rail's names, in its order.
    Menus(QMenuBar* bar, const QStringList& pages);
    void setTraining(bool active);          ///< data and model are in use
    void setPausable(bool pausable);        ///< the training is under way
    void setResumable(bool resumable);      ///< it is paused
    void setTrainable(bool trainable);      ///< data, model and engine are there
    void setAppearance(Appearance appearance);

Q_SIGNALS:
    void openDataRequested();
    void openModelRequested();
    void sampleRequested();
    void quitRequested();
    void pageRequested(int index);
    void appearanceChosen(attune::ui::Appearance appearance);
    void trainRequested();
    void pauseRequested();
    void resumeRequested();
    void stopRequested();
    void aboutRequested();

private:
    void update();

    QAction* m_openData;
    QAction* m_sample;
    QAction* m_train;
    QAction* m_pause;
    QAction* m_resume;
    QAction* m_stop;
    QActionGroup* m_appearance;
    bool m_training = false;
    bool m_trainable = false;
};

} // namespace attune::ui
