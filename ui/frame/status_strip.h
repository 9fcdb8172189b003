#pragma once

#include <QTimer>
#include <QWidget>

#include <cstdint>

class QHBoxLayout;
class QLabel;

namespace attune::ui {

class IconLabel;

/// The 28 px at the window's foot: the last thing that happened at the left; machine, throughput and time left at the right.
class StatusStrip : public QWidget {
    Q_OBJECT
public:
    explicit StatusStrip(QWidget* parent = nullptr);
    void setMessage(const QString& sentence);
    void setMachine(const QString& words);        ///< "CPU · 8 threads · fp32"
    void watchMemory(std::uint64_t total);        ///< from now on: "Memory 0.3 of 15.5 GB" of this process, as it changes
    void setThroughput(const QString& throughput, const QString& timeLeft);
    QString message() const;
    QString machine() const;
    QString memory() const;

private:
    QLabel* segment(QHBoxLayout* row, bool withIcon);
    void showMemory();

    QLabel* m_message;
    QLabel* m_machine;
    QLabel* m_memory;
    QLabel* m_throughput;
    QLabel* m_timeLeft;
    QTimer m_watch;
    std::uint64_t m_total = 0;
};

QString memoryInWords(std::uint64_t used, std::uint64_t total); ///< nothing where it is not known

} // namespace attune::ui
