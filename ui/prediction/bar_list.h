#pragma once

#include <QList>
#include <QMap>
#include <QWidget>

namespace attune::ui {

/// Named shares as bars, one a row: classes with their probabilities, tokens with the attention they get.
class BarList : public QWidget {
    Q_OBJECT
public:
    static constexpr int kRowHeight = 27;

    struct Bar {
        QString name;
        double share = 0;
        bool strong = false; ///< the one that matters: full accent, name and figure in bold
    };
    explicit BarList(int decimals, QWidget* parent = nullptr);
    void setBars(const QList<Bar>& bars);
    const QList<Bar>& bars() const { return m_bars; }
    void setMarks(const QMap<QString, double>& marks); ///< another share of each name, as a line across its bar; none: no longer
    const QMap<QString, double>& marks() const { return m_marks; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {120, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent*) override;
    bool event(QEvent* event) override;

private:
    double nameWidth() const;
    void tell();

    int m_decimals;
    QList<Bar> m_bars;
    QMap<QString, double> m_marks;
};

} // namespace attune::ui
