#include "ui/training/stale_note.h"

namespace attune::ui {

QString inWords(const core::DataDifferences& data)
{
    QStringList words;
    if (data.file)
        words << StaleNote::tr("the file");
    if (data.reading)
        words << StaleNote::tr("how the file is read");
    if (data.columns)
        words << StaleNote::tr("columns");
    if (data.labels)
        words << StaleNote::tr("labels");
    if (data.division)
        words << StaleNote::tr("rows to check");
    return words.join(QStringLiteral(", "));
}

StaleNote::StaleNote(QWidget* parent)
    : Note(parent)
{
    setWrapped();
    setBoxed();
    hide();
}

void StaleNote::set(const core::DataDifferences& rows, const std::vector<std::string>& options)
{
    QStringList changed;
    for (const auto& option : options)
        changed << QString::fromStdString(option);
    QStringList sentences;
    if (rows)
        sentences << tr("Other data are shown on the Data page now: %1.").arg(inWords(rows));
    if (!changed.isEmpty())
        sentences << tr("Other options are set now: %1.").arg(changed.join(QStringLiteral(", ")));
    setVisible(!sentences.isEmpty());
    if (!sentences.isEmpty())
        Note::set(Tone::Warning, tr("This run is older than what is shown."), sentences.join(QLatin1Char(' ')));
}

} // namespace attune::ui
