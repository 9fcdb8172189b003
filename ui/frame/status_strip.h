#pragma once

#include <QWidget>

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
    void setThroughput(const QString& throughput, const QString& timeLeft);
    QString message() const;
    QString machine() const;

private:
    QLabel* segment(QHBoxLayout* row, bool withIcon);

    QLabel* m_message;
    QLabel* m_machine;
    QLabel* m_throughput;
    QLabel* m_timeLeft;
};

} // namespace attune::ui
