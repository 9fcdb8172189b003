#include "ui/frame/opener.h"

#include "core/checkpoint/checkpoint.h"
#include "core/hub/places.h"
#include "core/runs/run_directory.h"
#include "ui/background.h"
#include "ui/words.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMimeData>
#include <QUrl>

namespace attune::ui {

void Opener::open(const QString& path)
{
    const QFileInfo info(path);
    const int request = ++m_latest;
    if (!info.exists()) {
        Q_EMIT failed({tr("%1 does not exist.").arg(QDir::toNativeSeparators(path)), tr("Check its name, or open another file."), {}});
        return;
    }
    if (!info.isDir()) {
        Q_EMIT dataFound(info.absoluteFilePath());
        return;
    }
    struct Found {
        bool classifies = false;
        std::optional<RunEntry> run;
        std::optional<Failure> failure;
    };
    const QString directory = info.absoluteFilePath();
    inBackground(
        this,
        [directory] {
            Found found;
            found.failure = attempt([&] {
                if (QFileInfo::exists(QDir(directory).filePath(QStringLiteral("run.json"))))
                    found.run = RunEntry::read(toPath(directory));
                if (found.run && !found.run->hasModel)
                    return;
                found.classifies = core::inspectCheckpoint(core::checkpointOf(directory.toStdString())).hasClassifier;
            });
            return found;
        },
        [this, directory, request](const Found& found) {
            if (request != m_latest)
                return;
            if (found.failure)
                Q_EMIT failed(*found.failure);
            else if (found.run && !found.run->hasModel)
                Q_EMIT unfinishedFound(*found.run);
            else if (found.run && found.classifies) {
                Q_EMIT runFound(*found.run);
                Q_EMIT classifierFound(directory);
            } else if (found.classifies)
                Q_EMIT classifierFound(directory);
            else
                Q_EMIT checkpointFound(directory);
        });
}

void Opener::chooseFolder(QWidget* window)
{
    auto* dialog = new QFileDialog(window, tr("Open a run or a checkpoint folder"), QString::fromStdString(core::runsDirectory().string()));
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, &Opener::open);
    dialog->open();
}

QString Opener::pathOf(const QMimeData* dragged)
{
    const QList<QUrl> urls = dragged->urls();
    return urls.size() == 1 && urls.front().isLocalFile() ? urls.front().toLocalFile() : QString();
}

} // namespace attune::ui
