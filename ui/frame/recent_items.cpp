#include "ui/frame/recent_items.h"

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

QString RecentItem::name() const { return QFileInfo(path).fileName(); }

RecentItems::RecentItems(QObject* parent)
    : QObject(parent)
{
    QSettings stored;
    const int count = stored.beginReadArray(kGroup);
    for (int i = 0; i < count; ++i) {
        stored.setArrayIndex(i);
        const QString path = stored.value(QStringLiteral("path")).toString();
        if (path.isEmpty())
            continue;
        m_items.append({kindOf(stored.value(QStringLiteral("kind")).toString()), path, stored.value(QStringLiteral("facts")).toString(),
            stored.value(QStringLiteral("figure")).toString(), stored.value(QStringLiteral("when")).toDateTime()});
    }
}

void RecentItems::add(RecentItem item)
{
    item.when = QDateTime::currentDateTime();
    m_items.removeIf([&](const RecentItem& known) { return known.path == item.path; });
    m_items.prepend(std::move(item));
    if (m_items.size() > kMost)
        m_items.resize(kMost);
    save();
}

void RecentItems::remove(const QString& path)
{
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
    }
    stored.endArray();
    Q_EMIT changed();
}

QString dayInWords(const QDateTime& when, const QDateTime& now)
{
    const auto tr = [](const char* text) { return QCoreApplication::translate("Days", text); };
    const qint64 days = when.date().daysTo(now.date());
    if (days == 0)
        return tr("today %1").arg(when.time().toString(QStringLiteral("HH:mm")));
    if (days == 1)
        return tr("yesterday");
    return QLocale(QLocale::English).toString(when.date(), when.date().year() == now.date().year() ? QStringLiteral("d MMMM") : QStringLiteral("d MMM yyyy"));
}

} // namespace attune::ui
