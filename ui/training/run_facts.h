#pragma once

#include <QWidget>

namespace attune::ui {

class TextLabel;

/// The strip below the settings: what computes, what was expected, and how it is now.
class RunFacts : public QWidget {
    Q_OBJECT
public:
    explicit RunFacts(QWidget* parent = nullptr);
    void setDevice(const QString& words); ///< "CPU, bf16, 2 threads"
    void setForecast(const QString& words); ///< "5 min 58 s, 2.0 GB"; empty where there is none
    void setNow(const QString& words);
    QString device() const;
    QString now() const;

private:
    struct Row {
        TextLabel* name;
        TextLabel* value;
    };
    Row addRow(const QString& name);
    static void set(const Row& row, const QString& words);

    Row m_device;
    Row m_forecast;
    Row m_now;
};

} // namespace attune::ui
