#include "ui/help/help_pane.h"

#include "ui/frame/buttons.h"
#include "ui/frame/pane.h"
#include "ui/frame/theme.h"

#include <QDir>
#include <QEvent>
#include <QFile>
#include <QFileInfo>
#include <QTextBlock>
#include <QTextBrowser>
#include <QToolButton>

namespace attune::ui {

namespace {

constexpr int kLeastWidth = 280;
const QString kFolder = QStringLiteral(":/help/");

/// Headings and paragraphs in the sizes of the visual standard; Markdown's own are for print.
void tidy(QTextDocument& document)
{
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        const int level = block.blockFormat().headingLevel();
        QTextCursor cursor(block);
        QTextBlockFormat format = block.blockFormat();
        format.setTopMargin(level == 1 ? 0 : level > 1 ? 14 : block.textList() ? 2 : 6);
        format.setBottomMargin(level == 1 ? 6 : 2);
        format.setLineHeight(125, QTextBlockFormat::ProportionalHeight);
        cursor.setBlockFormat(format);
        if (level == 0)
            continue;
        cursor.select(QTextCursor::BlockUnderCursor);
        QTextCharFormat letters;
        letters.setFont(font(level == 1 ? Type::PageTitle : Type::PaneTitle), QTextCharFormat::FontPropertiesSpecifiedOnly);
        letters.setProperty(QTextFormat::FontSizeAdjustment, 0);
        cursor.mergeCharFormat(letters);
    }
}

} // namespace

HelpPane::HelpPane(QWidget* parent)
    : QDockWidget(tr("Help"), parent)
    , m_browser(new QTextBrowser)
{
    setObjectName(QStringLiteral("help"));
    setAllowedAreas(Qt::LeftDockWidgetArea | Qt::RightDockWidgetArea);
    m_browser->setOpenLinks(false);
    m_browser->setFrameShape(QFrame::NoFrame);
    m_browser->setFont(ui::font(Type::Body));
    m_browser->document()->setDocumentMargin(16);
    m_browser->document()->setIndentWidth(18); // of lists
    m_browser->setMinimumWidth(kLeastWidth);
    m_browser->setAccessibleName(tr("Guide"));
    connect(m_browser, &QTextBrowser::anchorClicked, this, &HelpPane::follow);
    setWidget(m_browser);
    setTitleBarWidget(titleBar());
}

QWidget* HelpPane::titleBar()
{
    auto* bar = new PaneTitle(tr("Help"));
    bar->setAutoFillBackground(true);
    bar->setBackgroundRole(QPalette::AlternateBase);
    auto* close = iconButton(QStringLiteral("close"), tr("Close the help"));
    connect(close, &QToolButton::clicked, this, &QWidget::close);
    bar->addAtRight(close);
    bar->setFixedHeight(36);
    return bar;
}

QStringList HelpPane::guides()
{
    QStringList names;
    for (const QFileInfo& file : QDir(kFolder).entryInfoList())
        names.append(file.completeBaseName());
    return names;
}

void HelpPane::open(const QString& guide)
{
    if (guide == m_guide)
        return;
    m_guide = guide;
    load();
}

void HelpPane::load()
{
    QFile file(kFolder + m_guide + QStringLiteral(".md"));
    if (!file.open(QIODevice::ReadOnly))
        return;
    m_browser->setMarkdown(QString::fromUtf8(file.readAll()));
    tidy(*m_browser->document());
    m_browser->moveCursor(QTextCursor::Start);
}

QString HelpPane::text() const { return m_browser->toPlainText(); }

/// "words.md", "words.md#Warm-up", or an address of the web, which is not opened by itself.
void HelpPane::follow(const QUrl& link)
{
    open(QFileInfo(link.path()).completeBaseName());
    if (link.hasFragment())
        showWord(link.fragment());
}

void HelpPane::showWord(const QString& word)
{
    for (QTextBlock block = m_browser->document()->begin(); block.isValid(); block = block.next()) {
        if (block.blockFormat().headingLevel() == 0 || block.text().compare(word, Qt::CaseInsensitive) != 0)
            continue;
        m_browser->moveCursor(QTextCursor::End); // so that the heading comes to stand at the top
        m_browser->setTextCursor(QTextCursor(block));
        m_browser->ensureCursorVisible();
        return;
    }
}

void HelpPane::changeEvent(QEvent* event)
{
    QDockWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && !m_guide.isEmpty())
        load(); // links carry the colour that they were made with
}

} // namespace attune::ui
