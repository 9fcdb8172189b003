#pragma once

#include <QWidget>

namespace attune::ui {

class SegmentedControl;
class TextLabel;

/// Below the bars of the probabilities: what the marks on them are, and a switch between the attention of one model and the comparison. Hidden where nothing
/// is compared.
class ComparisonLegend : public QWidget {
    Q_OBJECT
public:
    explicit ComparisonLegend(QWidget* parent = nullptr);
    void setName(const QString& name); ///< of what the marks are; empty: there are none yet
    bool compared() const;             ///< the comparison is to be shown
    void setCompared(bool compared);

Q_SIGNALS:
    void comparedChanged();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    TextLabel* m_name;
    SegmentedControl* m_view;
};

} // namespace attune::ui
