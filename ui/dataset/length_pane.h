#pragma once

#include "ui/dataset/length_counter.h"

#include <QWidget>

class QSpinBox;

namespace attune::ui {

class LengthChart;
class PaneTitle;
class TextLabel;

/// "Length": how many tokens the texts have, and the longest that the model shall read whole.
class LengthPane : public QWidget {
    Q_OBJECT
public:
    explicit LengthPane(QWidget* parent = nullptr);

    /// Whose tokens are counted, and how many of them it can read. `chosen`: by the user; else it stands in until a model is.
    void setTokenizer(const QString& name, int longest, bool chosen);
    void count(const std::shared_ptr<const core::Dataset>& dataset, const std::filesystem::path& checkpoint);
    void clear();
    void setLocked(bool locked);
    void choose(int tokens); ///< as if by hand
    void set(std::optional<int> tokens); ///< as it was chosen elsewhere: tells nobody
    std::optional<int> chosen() const { return m_chosen; } ///< absent: the maximum goes by the data

Q_SIGNALS:
    void maximumChosen(std::optional<int> tokens); ///< here, or all that another model can read of it; absent: by the data again

private:
    void showLengths(const std::shared_ptr<const TokenLengths>& lengths);
    void showMaximum();
    void goByData();
    void tell();

    LengthCounter m_counter;
    std::shared_ptr<const TokenLengths> m_lengths;
    int m_longest = 512;
    std::optional<int> m_chosen; ///< the maximum, that stays
    PaneTitle* m_title;
    QSpinBox* m_box;
    LengthChart* m_chart;
    TextLabel* m_cut;
    TextLabel* m_tokenizer;
};

} // namespace attune::ui
