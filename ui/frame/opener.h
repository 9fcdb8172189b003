#pragma once

#include "ui/failure.h"
#include "ui/runs/run_entry.h"

#include <QObject>

class QMimeData;
class QWidget;

namespace attune::ui {

/// Finds out what a path is that was dropped, given on the command line or chosen in a dialog; looks into folders away from the GUI thread.
class Opener : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    void open(const QString& path);
    void chooseFolder(QWidget* window);   ///< a dialog that begins where runs are kept

    /// The one local file or folder that is being dragged, empty when it is something else.
    static QString pathOf(const QMimeData* dragged);

Q_SIGNALS:
    void dataFound(const QString& file);
    void classifierFound(const QString& directory);   ///< a run, or a checkpoint that can classify already
    void runFound(const attune::ui::RunEntry& run);   ///< one with a model, which is told next
    void checkpointFound(const QString& directory);   ///< one to train
    void unfinishedFound(const attune::ui::RunEntry& run);   ///< a run that has left no model
    void failed(const attune::ui::Failure& failure);

private:
    int m_latest = 0;                                 ///< an older folder that is found later no longer counts
};

} // namespace attune::ui
