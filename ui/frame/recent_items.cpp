#include "ui/frame/recent_items.h"

#include "core/runs/run_list.h"
#include "ui/words.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLocale>
#include <QSettings>

namespace attune::ui {

namespace {

    const QString kGroup = QStringLiteral("recent");
    constexpr const char* kKinds[] = {"data", "checkpoint", "run"};

    RecentItem::Kind kindOf(const QString& word)
    {
        for (std::size_t i = 0; i < std::size(kKinds); ++i)
            if (word == QLatin1String(kKinds[i]))
                return RecentItem::Kind(i);
        return RecentItem::Kind::Data;
    }

} // namespace

QString RecentItem::name() const
{
    if (!title.isEmpty())
        return title;
    return kind == Kind::Run ? QString::fromStdString(core::runName(toPath(path))) : QFileInfo(path).fileName();
}

RecentItems::RecentItems(QObject* parent)
    : QObject(parent)
{
    load();
}

/// Another window may have opened something since.
void RecentItems::load()
{
    m_items.clear();
    QSettings stored;
    const int count = stored.beginReadArray(kGroup);
    for (int i = 0; i < count; ++i) {
        stored.setArrayIndex(i);
        const QString path = stored.value(QStringLiteral("path")).toString();
        if (path.isEmpty())
            continue;
        m_items.append({kindOf(stored.value(QStringLiteral("kind")).toString()), path, stored.value(QStringLiteral("facts")).toString(),
            stored.value(QStringLiteral("figure")).toString(), stored.value(QStringLiteral("when")).toDateTime(),
            stored.value(QStringLiteral("title")).toString()});
    }
}

void RecentItems::add(RecentItem item)
{
    load();
    item.when = QDateTime::currentDateTime();
    m_items.removeIf([&](const RecentItem& known) { return known.path == item.path; });
    m_items.prepend(std::move(item));
    if (m_items.size() > kMost)
        m_items.resize(kMost);
    save();
}

void RecentItems::setTitle(const QString& path, const QString& title)
{
    load();
    for (RecentItem& item : m_items)
        if (item.path == path && item.name() != title) {
            item.title = title;
            save();
        }
}

void RecentItems::remove(const QString& path)
{
    load();
    if (m_items.removeIf([&](const RecentItem& known) { return known.path == path; }) > 0)
        save();
}

void RecentItems::clear()
{
    m_items.clear();
    save();
}

void RecentItems::save()
{
    QSettings stored;
    stored.remove(kGroup);
    stored.beginWriteArray(kGroup, int(m_items.size()));
    for (int i = 0; i < int(m_items.size()); ++i) {
        const RecentItem& item = m_items[i];
        stored.setArrayIndex(i);
        stored.setValue(QStringLiteral("kind"), QLatin1String(kKinds[std::size_t(item.kind)]));
        stored.setValue(QStringLiteral("path"), item.path);
        stored.setValue(QStringLiteral("facts"), item.facts);
        stored.setValue(QStringLiteral("figure"), item.figure);
        stored.setValue(QStringLiteral("when"), item.when);
        stored.setValue(QStringLiteral("title"), item.title);
    }
    stored.endArray();
    Q_EMIT changed();
}

} // namespace attune::ui
