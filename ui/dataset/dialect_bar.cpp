#include "ui/dataset/dialect_bar.h"

#include "ui/frame/buttons.h"
#include "ui/frame/text_label.h"
#include "ui/note.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSignalBlocker>

namespace attune::ui {

DialectBar::DialectBar(QWidget* parent)
    : QWidget(parent)
    , m_separator(new QComboBox)
    , m_header(new QCheckBox(tr("First &row is the header")))
    , m_problems(flatButton(tr("Show &problems")))
    , m_detect(flatButton(tr("Detect a&gain")))
    , m_note(new Note)
{
    auto* caption = new TextLabel(tr("&Separator"));
    caption->setBuddy(m_separator);
    const std::pair<QString, char> separators[] = {
        {tr("Comma ,"), ','}, {tr("Semicolon ;"), ';'}, {tr("Tab"), '\t'}, {tr("Pipe |"), '|'}, {tr("At sign @"), '@'}};
    for (const auto& [name, character] : separators)
        m_separator->addItem(name, QChar::fromLatin1(character));
    m_separator->setAccessibleName(tr("Separator"));
    m_separator->setToolTip(tr("What stands between two fields of a row"));
    m_separator->setFixedHeight(28);
    m_separator->setMinimumWidth(124);
    m_header->setToolTip(tr("Off: the first row is data, and the columns are numbered"));
    m_detect->setToolTip(tr("Forget what you chose here and look at the file again"));
    m_problems->hide();

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 8, 16, 8);
    row->setSpacing(8);
    row->addWidget(caption);
    row->addWidget(m_separator);
    row->addSpacing(8);
    row->addWidget(m_header);
    row->addStretch();
    row->addWidget(m_problems);
    m_note->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    row->addWidget(m_note);
    row->addWidget(m_detect);
    setFixedHeight(44);

    connect(m_separator, &QComboBox::activated, this, [this](int index) {
        m_choice.delimiter = m_separator->itemData(index).toChar().toLatin1();
        Q_EMIT choiceChanged(m_choice);
    });
    connect(m_header, &QCheckBox::toggled, this, [this](bool on) {
        m_choice.header = on;
        Q_EMIT choiceChanged(m_choice);
    });
    connect(m_detect, &QPushButton::clicked, this, [this] { Q_EMIT choiceChanged({}); });
    connect(m_problems, &QPushButton::clicked, this, &DialectBar::problemsRequested);
}

void DialectBar::set(const core::Dialect& dialect, const core::DialectChoice& choice)
{
    const QSignalBlocker quiet(m_header);
    m_choice = choice;
    m_separator->setCurrentIndex(m_separator->findData(QChar::fromLatin1(dialect.delimiter)));
    m_header->setChecked(dialect.header);
    m_encoding = dialect.encoding == "utf-8" ? QString() : QString::fromStdString(dialect.encoding);
    const bool delimited = dialect.form == core::TableForm::Delimited;
    m_separator->setVisible(delimited);
    m_header->setVisible(delimited);
    updateNote();
}

void DialectBar::setLocked(bool locked)
{
    m_locked = locked;
    m_separator->setEnabled(!locked);
    m_header->setEnabled(!locked);
    updateNote();
}

void DialectBar::offerProblems(bool offered)
{
    m_problems->setVisible(offered);
}

void DialectBar::updateNote()
{
    const bool chosen = m_choice.delimiter || m_choice.header;
    m_detect->setVisible(chosen && !m_locked);
    if (m_locked)
        m_note->set(Note::Tone::Locked, tr("Locked while a training uses these rows"));
    else
        m_note->set(Note::Tone::Good, m_encoding.isEmpty() ? tr("Detected from the file") : tr("Detected from the file, in %1").arg(m_encoding));
    m_note->setVisible(m_locked || !chosen);
}

} // namespace attune::ui
