#include "ui/stale_note.h"

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

void StaleNote::set(const QString& what, const QStringList& reasons)
{
    setVisible(!reasons.isEmpty());
    if (!reasons.isEmpty())
        Note::set(Tone::Warning, what, reasons.join(QLatin1Char(' ')));
}

QStringList staleReasons(const core::DataDifferences& rows, const QStringList& options)
{
    QStringList reasons;
    if (rows)
        reasons << StaleNote::tr("Other data are shown on the Data page now: %1.").arg(inWords(rows));
    if (!options.isEmpty())
        reasons << StaleNote::tr("Other options are set now: %1.").arg(options.join(QStringLiteral(", ")));
    return reasons;
}

} // namespace attune::ui
