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
    std::optional<int> chosen() const; ///< by hand; absent: the maximum goes by the data

Q_SIGNALS:
    void maximumChosen(std::optional<int> tokens); ///< absent: by the data again

private:
    void showLengths(const std::shared_ptr<const TokenLengths>& lengths);
    void setMaximum(int tokens);
    void goByData();
    void tell();

    LengthCounter m_counter;
    std::shared_ptr<const TokenLengths> m_lengths;
    int m_longest = 512;
    bool m_byHand = false; ///< the maximum was chosen, and stays
    PaneTitle* m_title;
    QSpinBox* m_box;
    LengthChart* m_chart;
    TextLabel* m_cut;
    TextLabel* m_tokenizer;
};

} // namespace attune::ui
