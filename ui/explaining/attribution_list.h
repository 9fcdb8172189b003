#pragma once

#include <QList>
#include <QWidget>

namespace attune::ui {

/// The words of a text in the order of what they did to a score, the strongest first: a bar to the right of the axis raised it, one to the left lowered it.
class AttributionList : public QWidget {
    Q_OBJECT
public:
    static constexpr int kRowHeight = 24;

    struct Row {
        QString word;
        double value = 0;
        bool operator==(const Row&) const = default;
    };
    explicit AttributionList(QWidget* parent = nullptr);
    void setRows(const QList<Row>& rows, double scale); ///< sorts them; `scale` is the longest bar's value
    const QList<Row>& rows() const { return m_rows; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {160, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent*) override;
    bool event(QEvent* event) override;

private:
    QList<Row> m_rows;
    double m_scale = 1;
};

} // namespace attune::ui
