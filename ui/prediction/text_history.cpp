#include "ui/prediction/text_history.h"

#include <QSettings>
#include <QStringList>

namespace attune::ui {

namespace {

const QString kHistory = QStringLiteral("predict/history");

} // namespace

TextHistory::TextHistory(QObject* parent)
    : QObject(parent)
{
    for (const QVariant& entry : QSettings().value(kHistory).toList()) {
        const QStringList texts = entry.toStringList();
        if (!texts.isEmpty())
            m_texts.append({texts[0], texts.size() > 1 ? std::optional(texts[1]) : std::nullopt});
    }
}

void TextHistory::add(const PredictionText& text)
{
    if (text.text.trimmed().isEmpty() || (!m_texts.isEmpty() && m_texts.first() == text))
        return;
    m_texts.removeAll(text);
    m_texts.prepend(text);
    if (m_texts.size() > kMost)
        m_texts.resize(kMost);
    save();
}

void TextHistory::clear()
{
    m_texts.clear();
    save();
}

void TextHistory::save() const
{
    QVariantList entries;
    for (const PredictionText& text : m_texts)
        entries.append(text.second ? QStringList{text.text, *text.second} : QStringList{text.text});
    QSettings().setValue(kHistory, entries);
}

} // namespace attune::ui
