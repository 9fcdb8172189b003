#pragma once

#include <QDateTime>
#include <QList>
#include <QObject>

namespace attune::ui {

/// Something that was opened or trained before.
struct RecentItem {
    enum class Kind { Data, Checkpoint, Run };
    Kind kind = Kind::Data;
    QString path;
    QString facts;     ///< "8,041 rows, labels positive, negative"
    QString figure;    ///< "accuracy 0.838"; may be empty
    QDateTime when;
    QString title = {}; ///< of a run that was given a name

    QString name() const; ///< a run's as the list of runs has it, else the file or folder without the way there
    bool operator==(const RecentItem&) const = default;
};

/// What was opened or trained lately, the newest first; kept between two starts.
class RecentItems : public QObject {
    Q_OBJECT
public:
    static constexpr qsizetype kMost = 10;

    explicit RecentItems(QObject* parent = nullptr);
    const QList<RecentItem>& items() const { return m_items; }
    void add(RecentItem item);          ///< now; one of the same path gives way to it
    void setTitle(const QString& path, const QString& title); ///< of the item of that path, if there is one
    void remove(const QString& path);   ///< it is no longer there
    void clear();

Q_SIGNALS:
    void changed();

private:
    void load();
    void save();

    QList<RecentItem> m_items;
};

} // namespace attune::ui
