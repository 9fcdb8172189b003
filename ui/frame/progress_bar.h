#pragma once

#include <QList>
#include <QWidget>

namespace attune::ui {

/// How far something is: 8 px with gaps at epochs, or 3 px inside a row.
class ProgressBar : public QWidget {
    Q_OBJECT
public:
    explicit ProgressBar(int thickness = 8, QWidget* parent = nullptr);
    void setFraction(double fraction);               ///< 0..1
    void setGaps(const QList<double>& fractions);    ///< where an epoch ends, each in 0..1
    void setPaused(bool paused);                     ///< in the colour of warnings
    void setFaint(bool faint);                       ///< the lesser of two bars side by side
    double fraction() const { return m_fraction; }

protected:
    void paintEvent(QPaintEvent*) override;

private:
    double m_fraction = 0;
    QList<double> m_gaps;
    bool m_faint = false;
    bool m_paused = false;
};

} // namespace attune::ui
