#include "ui/dataset/dialect_bar.h"

#include "ui/frame/buttons.h"
#include "ui/frame/text_label.h"
#include "ui/note.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QPushButton>
#include <QSignalBlocker>

namespace attune::ui {

namespace {

constexpr int kOther = -1; // "Other…", which asks for the character

/// As encodings are commonly called, with the name that core knows.
const std::vector<std::pair<QString, const char*>>& encodings()
{
    static const std::vector<std::pair<QString, const char*>> kNames{{QStringLiteral("UTF-8"), "utf-8"},
        {QStringLiteral("UTF-16 LE"), "utf-16le"}, {QStringLiteral("UTF-16 BE"), "utf-16be"},
        {QStringLiteral("Windows-1252"), "windows-1252"}, {QStringLiteral("ISO 8859-1"), "iso-8859-1"},
        {QStringLiteral("ISO 8859-15"), "iso-8859-15"}, {QStringLiteral("Windows-1250"), "windows-1250"},
        {QStringLiteral("ISO 8859-2"), "iso-8859-2"}, {QStringLiteral("Windows-1251"), "windows-1251"},
        {QStringLiteral("KOI8-R"), "koi8-r"}, {QStringLiteral("Windows-1253"), "windows-1253"},
        {QStringLiteral("Windows-1254"), "windows-1254"}, {QStringLiteral("Windows-1255"), "windows-1255"},
        {QStringLiteral("Windows-1256"), "windows-1256"}, {QStringLiteral("GB18030"), "gb18030"},
        {QStringLiteral("Big5"), "big5"}, {QStringLiteral("Shift JIS"), "shift_jis"}, {QStringLiteral("EUC-JP"), "euc-jp"},
        {QStringLiteral("EUC-KR"), "euc-kr"}};
    return kNames;
}

/// Shows the character, as a new entry where the list has none for it.
void showCharacter(QComboBox* box, char character)
{
    int index = box->findData(static_cast<int>(character));
    if (index < 0) {
        index = box->count() - 1; // before "Other…"
        box->insertItem(index, QString(QChar::fromLatin1(character)), static_cast<int>(character));
    }
    box->setCurrentIndex(index);
}

} // namespace

DialectBar::DialectBar(QWidget* parent)
    : QWidget(parent)
    , m_header(new QCheckBox(tr("First &row is the header")))
    , m_problems(flatButton(tr("Show &problems")))
    , m_detect(flatButton(tr("Detect a&gain")))
    , m_note(new Note)
{
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::AlternateBase);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 8, 16, 8);
    row->setSpacing(8);
    m_separator = addBox(tr("&Separator"), tr("Separator"), tr("What stands between two fields of a row"), 118);
    m_quote = addBox(tr("&Quote"), tr("Quote"), tr("What a field may stand in that holds a separator or a line break"), 100);
    m_delimitedOnly = {m_separator, m_quote, m_header};
    for (auto* child : findChildren<TextLabel*>())
        m_delimitedOnly.push_back(child);
    m_encoding = addBox(
        tr("Encod&ing"), tr("Encoding"), tr("How the file writes letters as bytes; a wrong one shows strange letters"), 132);

    const std::pair<QString, char> separators[] = {
        {tr("Comma ,"), ','}, {tr("Semicolon ;"), ';'}, {tr("Tab"), '\t'}, {tr("Pipe |"), '|'}, {tr("At sign @"), '@'}};
    for (const auto& [name, character] : separators)
        m_separator->addItem(name, static_cast<int>(character));
    const std::pair<QString, char> quotes[] = {{tr("Double \""), '"'}, {tr("Single '"), '\''}, {tr("None"), core::kNoQuote}};
    for (const auto& [name, character] : quotes)
        m_quote->addItem(name, static_cast<int>(character));
    for (auto* box : {m_separator, m_quote})
        box->addItem(tr("Other…"), kOther);
    for (const auto& [name, encoding] : encodings())
        m_encoding->addItem(name, QString::fromLatin1(encoding));

    m_header->setToolTip(tr("Off: the first row is data, and the columns are numbered"));
    m_detect->setToolTip(tr("Forget what you chose here and look at the file again"));
    m_problems->setToolTip(tr("List the rows that cannot be used, with their lines and reasons"));
    m_problems->hide();
    row->addSpacing(4);
    row->addWidget(m_header);
    row->addStretch();
    row->addWidget(m_problems);
    m_note->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    row->addWidget(m_note);
    row->addWidget(m_detect);
    setFixedHeight(44);

    connect(m_separator, &QComboBox::activated, this, [this] { chooseCharacter(m_separator, &core::DialectChoice::delimiter); });
    connect(m_quote, &QComboBox::activated, this, [this] { chooseCharacter(m_quote, &core::DialectChoice::quote); });
    connect(m_encoding, &QComboBox::activated, this, [this] {
        auto choice = m_choice;
        choice.encoding = m_encoding->currentData().toString().toStdString();
        choose(choice);
    });
    connect(m_header, &QCheckBox::toggled, this, [this](bool on) {
        auto choice = m_choice;
        choice.header = on;
        choose(choice);
    });
    connect(m_detect, &QPushButton::clicked, this, &DialectBar::detectAgain);
    connect(m_problems, &QPushButton::clicked, this, &DialectBar::problemsRequested);
}

QComboBox* DialectBar::addBox(const QString& caption, const QString& name, const QString& toolTip, int width)
{
    auto* box = new QComboBox;
    auto* label = new TextLabel(caption, Type::Body, &Colours::text2);
    label->setBuddy(box);
    label->setToolTip(toolTip);
    box->setAccessibleName(name);
    box->setToolTip(toolTip);
    box->setFixedHeight(28);
    box->setMinimumWidth(width);
    auto* row = static_cast<QHBoxLayout*>(layout());
    row->addWidget(label);
    row->addWidget(box);
    row->addSpacing(4);
    return box;
}

void DialectBar::choose(const core::DialectChoice& choice)
{
    m_choice = choice;
    Q_EMIT choiceChanged(choice);
}

void DialectBar::detectAgain()
{
    choose({});
}

void DialectBar::chooseCharacter(QComboBox* box, std::optional<char> core::DialectChoice::*field)
{
    const int character = box->currentData().toInt();
    if (character == kOther) {
        askForCharacter(box, field);
        return;
    }
    auto choice = m_choice;
    choice.*field = static_cast<char>(character);
    choose(choice);
}

void DialectBar::askForCharacter(QComboBox* box, std::optional<char> core::DialectChoice::*field)
{
    auto* dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(box->accessibleName());
    dialog->setLabelText(tr("%1, a single character:").arg(box->accessibleName()));
    dialog->setOkButtonText(tr("&Use it"));
    connect(dialog, &QInputDialog::textValueSelected, this, [this, field](const QString& text) {
        if (text.size() != 1 || text.front().unicode() >= 0x80)
            return set(m_dialect, m_choice); // as it was
        auto choice = m_choice;
        choice.*field = text.front().toLatin1();
        choose(choice);
    });
    connect(dialog, &QInputDialog::rejected, this, [this] { set(m_dialect, m_choice); });
    dialog->open();
}

void DialectBar::set(const core::Dialect& dialect, const core::DialectChoice& choice)
{
    const QSignalBlocker quiet(m_header);
    m_dialect = dialect;
    m_choice = choice;
    showCharacter(m_separator, dialect.delimiter);
    showCharacter(m_quote, dialect.quote);
    const auto encoding = QString::fromStdString(dialect.encoding == "utf-8-bom" ? "utf-8" : dialect.encoding);
    if (m_encoding->findData(encoding) < 0)
        m_encoding->addItem(encoding, encoding);
    m_encoding->setCurrentIndex(m_encoding->findData(encoding));
    m_header->setChecked(dialect.header);
    for (auto* widget : m_delimitedOnly)
        widget->setVisible(dialect.form == core::TableForm::Delimited);
    updateNote();
}

void DialectBar::setLocked(bool locked)
{
    m_locked = locked;
    for (QWidget* field : std::initializer_list<QWidget*>{m_separator, m_quote, m_encoding, m_header})
        field->setEnabled(!locked);
    updateNote();
}

void DialectBar::offerProblems(bool offered)
{
    m_problems->setVisible(offered);
}

void DialectBar::updateNote()
{
    const bool chosen = m_choice != core::DialectChoice();
    m_detect->setVisible(chosen && !m_locked);
    m_note->setVisible(m_locked || !chosen);
    fitWords();
}

/// All words where there is room for them; else the note is an icon that says them when asked, then the check box says less.
void DialectBar::fitWords()
{
    const Note::Tone tone = m_locked ? Note::Tone::Locked : Note::Tone::Good;
    const QString words = m_locked ? tr("Locked while a training uses these rows") : tr("Detected from the file");
    const auto tooWide = [this] {
        m_note->updateGeometry(); // its own layout would tell of the change only later
        layout()->invalidate();
        return layout()->minimumSize().width() > width();
    };
    m_note->set(tone, words);
    m_note->setToolTip(words);
    m_header->setText(tr("First &row is the header"));
    if (!tooWide())
        return;
    m_note->set(tone, {});
    m_note->setAccessibleName(words);
    if (tooWide())
        m_header->setText(tr("Header &row"));
}

void DialectBar::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fitWords();
}

} // namespace attune::ui
