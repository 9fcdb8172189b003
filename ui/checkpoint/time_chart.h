#pragma once

#include <QWidget>

#include <optional>
#include <vector>

namespace attune::ui {

/// How long training takes with each model, on a logarithmic scale: a dot at the forecast, a line over its likely range.
class TimeChart : public QWidget {
    Q_OBJECT
public:
    struct Row {
        QString name;
        double seconds = 0, least = 0, most = 0;
        bool fits = true;   ///< in memory
        bool chosen = false; ///< the one that the page shows
    };

    explicit TimeChart(QWidget* parent = nullptr);
    void set(std::vector<Row> rows); ///< from the shortest to the longest
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {240, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<Row> m_rows;
};

} // namespace attune::ui
