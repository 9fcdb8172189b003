#pragma once

#include <QStringList>

/// The folders with checkpoints that were opened last, newest first; remembered between two starts.
namespace attune::ui::recentCheckpoints {

QStringList all();
void add(const QString& directory);
void remove(const QString& directory);

} // namespace attune::ui::recentCheckpoints
