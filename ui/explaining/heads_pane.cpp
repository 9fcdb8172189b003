#include "ui/explaining/heads_pane.h"

#include "core/data/csv_writer.h"
#include "ui/explaining/attention_selection.h"
#include "ui/explaining/head_grid.h"
#include "ui/explaining/head_shares.h"
#include "ui/frame/buttons.h"
#include "ui/frame/pane.h"
#include "ui/frame/text_label.h"
#include "ui/plotting/picture.h"
#include "ui/plotting/plot_menu.h"
#include "ui/words.h"

#include <QContextMenuEvent>
#include <QToolButton>
#include <QVBoxLayout>

namespace attune::ui {

namespace {

constexpr int kRoomForShares = 380; // height from which the grid can spare some
constexpr int kPadding = 16;

} // namespace

HeadsPane::HeadsPane(AttentionSelection* selection, QWidget* parent)
    : QWidget(parent)
    , m_selection(selection)
    , m_title(new PaneTitle(tr("All heads")))
    , m_grid(new HeadGrid)
    , m_sharesTitle(new QWidget)
    , m_sharesOf(new TextLabel({}, Type::PaneTitle))
    , m_shares(new HeadShares)
    , m_memory(new TextLabel({}, Type::Caption, &Colours::text3))
    , m_menu(new PlotMenu([this] { return pictureOf(*m_grid, [this](QPainter& painter) { m_grid->paint(painter); }); }, this))
{
    m_title->setFact(tr("layers down, heads across"));
    m_sharesOf->setObjectName(QStringLiteral("headSharesTitle"));
    auto* titles = new QHBoxLayout(m_sharesTitle);
    titles->setContentsMargins(0, 4, 0, 0);
    titles->setSpacing(4);
    titles->addWidget(m_sharesOf);
    titles->addWidget(new TextLabel(tr("looks mostly at"), Type::Secondary, &Colours::text2));
    titles->addStretch(1);
    m_memory->setWordWrap(true);
    m_memory->setObjectName(QStringLiteral("attentionMemory"));
    m_memory->setToolTip(ui::toolTip(tr("Kept in 16 bits a value until the next answer; only the layer in view is kept in full. Long texts take the square of their tokens.")));
    auto* more = iconButton(QStringLiteral("more"), tr("More"));
    more->setPopupMode(QToolButton::InstantPopup);
    more->setMenu(m_menu);
    m_title->addAtRight(more);

    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(m_title);
    auto* room = new QVBoxLayout;
    room->setContentsMargins(kPadding, 0, kPadding, 10);
    room->setSpacing(8);
    room->addWidget(m_grid, 1);
    room->addWidget(m_sharesTitle);
    room->addWidget(m_shares);
    room->addStretch();
    room->addWidget(m_memory);
    rows->addLayout(room, 1);

    m_menu->setValues([this] { return [csv = values()] { return csv; }; }); // a line for each head
    m_grid->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_grid, &QWidget::customContextMenuRequested, this, [this](QPoint at) { m_menu->popup(m_grid->mapToGlobal(at)); });
    connect(m_menu, &PlotMenu::failed, this, &HeadsPane::failed);
    connect(m_grid, &HeadGrid::headChosen, m_selection, &AttentionSelection::chooseHead);
    connect(m_selection, &AttentionSelection::choiceChanged, this, &HeadsPane::showChoice);
}

void HeadsPane::setTitled(bool titled) { m_title->setVisible(titled); }

void HeadsPane::show(std::shared_ptr<const core::AttentionStore> attention, const std::vector<core::Token>& tokens)
{
    m_attention = std::move(attention);
    m_tokens = tokens;
    const int before = usualWidth();
    m_grid->setAttention(m_attention);
    if (m_attention && usualWidth() != before)
        Q_EMIT usualWidthChanged();
    if (m_attention) {
        const auto one = m_attention->tokens() * m_attention->tokens() * sizeof(float); // that the heatmap shows
        m_memory->setText(tr("Memory: %1 for %2 maps of %3 × %3, %4 for the layer in view")
                .arg(bytes(m_attention->bytes()), number(m_attention->layers() * m_attention->heads()), number(m_attention->tokens()),
                    bytes(m_attention->exactBytes() + one)));
    }
    showChoice();
}

void HeadsPane::showChoice()
{
    const core::AttentionChoice& choice = m_selection->choice();
    const bool all = choice.reading == AttentionSelection::Reading::Rollout;
    m_grid->setChosen(all ? std::nullopt : choice.layer, all ? std::nullopt : choice.head);
    makeRoom();
    if (!m_attention || !choice.layer || !choice.head || *choice.layer >= m_attention->layers() || *choice.head >= m_attention->heads())
        return;
    m_sharesOf->setText(tr("Layer %1, head %2").arg(*choice.layer + 1).arg(*choice.head + 1));
    m_shares->setShares(sharesOf(*choice.layer, *choice.head));
}

/// Shares are of one head; a low pane leaves its height to the grid.
void HeadsPane::makeRoom()
{
    const bool shown = m_attention && m_selection->choice().reading == AttentionSelection::Reading::One && height() >= kRoomForShares;
    m_sharesTitle->setVisible(shown);
    m_shares->setVisible(shown);
    m_memory->setVisible(m_attention != nullptr);
    m_grid->setMaximumHeight(m_attention ? m_grid->heightFor(width() - 2 * kPadding) : QWIDGETSIZE_MAX); // what is more goes below
}

int HeadsPane::usualWidth() const { return m_grid->usualWidth() + 2 * kPadding; }

void HeadsPane::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    makeRoom();
}

core::LookShares HeadsPane::sharesOf(std::size_t layer, std::size_t head) const
{
    std::vector<float> map(m_attention->tokens() * m_attention->tokens());
    m_attention->add(layer, head, 1, map);
    return core::lookShares(map, m_tokens);
}

QString HeadsPane::values() const
{
    std::string text = core::csvRecord({"layer", "head", "within_two_tokens", "further_away", "itself", "special_tokens"});
    for (std::size_t layer = 0; m_attention && layer < m_attention->layers(); ++layer)
        for (std::size_t head = 0; head < m_attention->heads(); ++head) {
            const core::LookShares shares = sharesOf(layer, head);
            text += core::csvRecord({std::to_string(layer + 1), std::to_string(head + 1), csvNumber(shares.near), csvNumber(shares.far),
                csvNumber(shares.itself), csvNumber(shares.special)});
        }
    return QString::fromStdString(text);
}

} // namespace attune::ui
