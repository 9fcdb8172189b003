#pragma once

#include "core/engine/attention_reading.h"
#include "ui/failure.h"

#include <QWidget>

#include <memory>

namespace attune::ui {

class AttentionSelection;
class HeadGrid;
class HeadShares;
class PaneTitle;
class PlotMenu;
class TextLabel;

/// The grid of all heads, what the chosen one mostly looks at, and how much memory the text's attention takes.
class HeadsPane : public QWidget {
    Q_OBJECT
public:
    explicit HeadsPane(AttentionSelection* selection, QWidget* parent = nullptr);
    void show(std::shared_ptr<const core::AttentionStore> attention, const std::vector<core::Token>& tokens);
    void clear() { show(nullptr, {}); }
    void setTitled(bool titled); ///< with the strip above that names it
    HeadGrid* grid() const { return m_grid; }
    int usualWidth() const; ///< with thumbnails of their usual size
    PlotMenu* menu() const { return m_menu; }
    QString values() const; ///< what each head looks at, as CSV

Q_SIGNALS:
    void usualWidthChanged();
    void failed(const attune::ui::Failure& failure);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void showChoice();
    core::LookShares sharesOf(std::size_t layer, std::size_t head) const;
    void makeRoom();

    AttentionSelection* m_selection;
    PaneTitle* m_title;
    HeadGrid* m_grid;
    QWidget* m_sharesTitle;
    TextLabel* m_sharesOf; ///< the head that they are of
    HeadShares* m_shares;
    TextLabel* m_memory;
    PlotMenu* m_menu;
    std::shared_ptr<const core::AttentionStore> m_attention;
    std::vector<core::Token> m_tokens;
};

} // namespace attune::ui
