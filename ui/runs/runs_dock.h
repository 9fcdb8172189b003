#pragma once

#include "ui/background_queue.h"
#include "ui/runs/run_entry.h"

#include <QDockWidget>

class QAction;

namespace attune::ui {

class RowView;
class RunListModel;
class RunTable;
class TextLabel;

/// All runs, and what can be done with one or some of them.
class RunsDock : public QDockWidget {
    Q_OBJECT
public:
    explicit RunsDock(RunListModel* runs, QWidget* parent = nullptr);
    QString liveLine() const; ///< "14, 2 shown"
    QList<QAction*> runActions() const { return {m_open, m_resume, m_rename, m_compare, m_folder, m_export, m_remove}; } ///< with what is chosen

    /// Another folder than the bin's, or none where a run cannot be moved there; for tests, whose runs are no rubbish of the user's.
    using Remover = std::function<bool(const QString& directory)>;
    void setRemover(Remover remover) { m_remover = std::move(remover); }

public Q_SLOTS:
    void focusList(); ///< the keyboard goes to the table
    void setTraining(bool training); ///< this window trains: no other run goes on meanwhile

Q_SIGNALS:
    void openRequested(const QString& directory); ///< its model on the pages that ask models, its curves on the Train page
    void resumeRequested(const QString& directory);
    void liveLineChanged(const QString& line);
    void told(const QString& sentence); ///< for the status bar
    void failed(const attune::ui::Failure& failure);

private:
    void build();
    QAction* add(const QString& text, const QString& iconName, const QString& toolTip, const QKeySequence& keys, void (RunsDock::*slot)());
    std::vector<RunEntry> chosen() const;
    void update();
    void open();
    void resume();
    void rename();
    void compare();
    void showFolder();
    void exportModel();
    void remove();
    void writeName(const QString& directory, const QString& name);
    void exportTo(const std::filesystem::path& run, const QString& target);
    void showMenu(const QPoint& at);

    RunListModel* m_runs;
    RunTable* m_table;
    RowView* m_view;
    TextLabel* m_empty;
    QAction *m_open, *m_resume, *m_rename, *m_compare, *m_folder, *m_export, *m_remove;
    bool m_training = false;
    Remover m_remover;
    BackgroundQueue m_queue;
};

} // namespace attune::ui
