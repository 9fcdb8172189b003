#include "ui/checkpoint/recent_checkpoints.h"

#include <QSettings>

namespace attune::ui::recentCheckpoints {

namespace {

const QString kKey = QStringLiteral("model/recent");
constexpr int kMost = 8;

} // namespace

QStringList all()
{
    return QSettings().value(kKey).toStringList();
}

void add(const QString& directory)
{
    auto directories = all();
    directories.removeAll(directory);
    directories.prepend(directory);
    QSettings().setValue(kKey, QStringList(directories.mid(0, kMost)));
}

void remove(const QString& directory)
{
    auto directories = all();
    if (directories.removeAll(directory) > 0)
        QSettings().setValue(kKey, directories);
}

} // namespace attune::ui::recentCheckpoints
