#include "ui/training/settings_group.h"

#include "ui/frame/icon_label.h"
#include "ui/frame/pane.h"
#include "ui/frame/text_label.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QPainter>

namespace attune::ui {

namespace {

constexpr int kIndent = 34; // fields stand under the title, not under the arrow
constexpr int kFieldWidth = 124;
constexpr int kChoiceWidth = 144; // words are longer than numbers
constexpr int kArrow = 16;

} // namespace

GroupHeader::GroupHeader(const QString& title, QWidget* parent)
    : QAbstractButton(parent)
{
    setText(title);
    setCheckable(true);
    setFixedHeight(36);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(title);
    setToolTip(tr("Shows or hides these settings."));
    setAttribute(Qt::WA_Hover);
}

void GroupHeader::setSummary(const QString& summary)
{
    m_summary = summary;
    setAccessibleDescription(summary);
    update();
}

void GroupHeader::paintEvent(QPaintEvent*)
{
    const Colours& c = colours(palette());
    QPainter painter(this);
    if (underMouse())
        painter.fillRect(rect(), c.hover);
    const QRect arrow(12, (height() - kArrow) / 2, kArrow, kArrow);
    paintIcon(painter, isChecked() ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right"), arrow, c.text2);
    const QFont bold = ui::font(Type::PaneTitle);
    painter.setFont(bold);
    painter.setPen(c.text);
    painter.drawText(rect().adjusted(kIndent, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, text());
    if (isChecked() || m_summary.isEmpty())
        return;
    const int used = kIndent + QFontMetrics(bold).horizontalAdvance(text()) + 12;
    painter.setFont(ui::font(Type::Secondary));
    painter.setPen(c.text3);
    const QRect room = rect().adjusted(used, 0, -16, 0);
    painter.drawText(room, Qt::AlignVCenter | Qt::AlignRight, painter.fontMetrics().elidedText(m_summary, Qt::ElideRight, room.width()));
}

SettingsGroup::SettingsGroup(const QString& title, bool open, QWidget* parent)
    : QWidget(parent)
    , m_header(new GroupHeader(title))
    , m_body(new QWidget)
    , m_grid(new QGridLayout(m_body))
{
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(new Separator);
    rows->addWidget(m_header);
    rows->addWidget(m_body);
    m_grid->setContentsMargins(kIndent, 0, 16, 10);
    m_grid->setHorizontalSpacing(8);
    m_grid->setVerticalSpacing(4);
    m_grid->setColumnStretch(0, 1);
    m_header->setChecked(open);
    m_body->setVisible(open);
    connect(m_header, &GroupHeader::toggled, m_body, &QWidget::setVisible);
}

void SettingsGroup::addRow(const QString& label, QWidget* field)
{
    const int row = m_grid->rowCount();
    auto* name = new TextLabel(label, Type::Body);
    name->setBuddy(field->focusProxy() ? field->focusProxy() : field);
    name->setToolTip(field->toolTip());
    name->setWhatsThis(field->whatsThis());
    const bool choice = qobject_cast<QComboBox*>(field) || field->findChild<QComboBox*>();
    if (!qobject_cast<QCheckBox*>(field))
        field->setFixedWidth(choice ? kChoiceWidth : kFieldWidth);
    m_grid->addWidget(name, row, 0);
    m_grid->addWidget(field, row, 1, Qt::AlignRight);
    m_grid->addWidget(problemRow(field), row + 1, 0, 1, 2);
}

QWidget* SettingsGroup::problemRow(QWidget* field)
{
    auto* row = new QWidget;
    auto* text = new TextLabel({}, Type::Secondary, &Colours::error);
    text->setWordWrap(true);
    auto* columns = new QHBoxLayout(row);
    columns->setContentsMargins(0, 0, 0, 4);
    columns->setSpacing(6);
    columns->addWidget(new IconLabel(QStringLiteral("error"), 14, &Colours::error), 0, Qt::AlignTop);
    columns->addWidget(text, 1);
    row->hide();
    m_problems.push_back({field, row, text});
    return row;
}

void SettingsGroup::addWide(QWidget* widget)
{
    m_grid->addWidget(widget, m_grid->rowCount(), 0, 1, 2);
}

void SettingsGroup::setProblem(QWidget* field, const QString& problem)
{
    for (const Problem& one : m_problems)
        if (one.field == field) {
            one.text->setText(problem);
            one.row->setVisible(!problem.isEmpty());
        }
    if (!problem.isEmpty())
        setOpen(true);
}

} // namespace attune::ui
