#include "ui/words.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFontDatabase>
#include <QLocale>

#include <cmath>

namespace attune::ui {

namespace {

/// The window speaks English, so its figures do, whatever the system's locale is.
const QLocale& locale()
{
    static const QLocale english(QLocale::English, QLocale::UnitedStates);
    return english;
}

} // namespace

QString number(std::uint64_t value)
{
    return locale().toString(static_cast<qulonglong>(value));
}

QString counted(std::uint64_t count, const QString& one, const QString& several)
{
    return count == 1 ? one : several.arg(number(count));
}

QString decimal(double value, int decimals)
{
    return locale().toString(value, 'f', decimals);
}

std::string csvNumber(double value)
{
    return std::isfinite(value) ? QString::number(value, 'g', 12).toStdString() : std::string();
}

QString percent(double share)
{
    return QCoreApplication::translate("Words", "%1 %").arg(decimal(100 * share, 1));
}

QString bytes(std::uint64_t value)
{
    static constexpr const char* kUnits[] = {"kB", "MB", "GB", "TB"};
    if (value < 1000)
        return QCoreApplication::translate("Words", "%1 bytes").arg(value);
    double scaled = static_cast<double>(value) / 1000;
    std::size_t unit = 0;
    while (scaled >= 999.5 && unit + 1 < std::size(kUnits)) {
        scaled /= 1000;
        ++unit;
    }
    return QStringLiteral("%1 %2").arg(decimal(scaled, scaled < 9.95 ? 1 : 0), QLatin1String(kUnits[unit]));
}

QString count(std::int64_t value)
{
    const auto size = static_cast<double>(value);
    if (size >= 999'500)
        return QStringLiteral("%1 M").arg(decimal(size / 1e6, size < 99.95e6 ? 1 : 0));
    if (size >= 10'000)
        return QStringLiteral("%1 k").arg(decimal(size / 1e3, 0));
    return locale().toString(static_cast<qlonglong>(value));
}

QString fromPath(const std::filesystem::path& path)
{
    return QFile::decodeName(path.string().c_str());
}

std::filesystem::path toPath(const QString& path)
{
    return QFile::encodeName(path).toStdString();
}

std::filesystem::path realPath(const std::filesystem::path& path)
{
    std::error_code ignored;
    return std::filesystem::weakly_canonical(path, ignored);
}

QString shortPath(const std::filesystem::path& path)
{
    const auto whole = fromPath(path);
    const auto home = QDir::homePath();
    if (whole == home || whole.startsWith(home + QLatin1Char('/')))
        return QLatin1Char('~') + whole.mid(home.size());
    return whole;
}

QString fromUtf8(std::string_view text, std::size_t limit)
{
    if (text.size() <= limit)
        return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    auto end = limit;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        --end;
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(end)) + QChar(0x2026);
}

QString capitalised(QString text)
{
    if (!text.isEmpty())
        text[0] = text[0].toUpper();
    return text;
}

QString oneLine(std::string_view text, std::size_t limit)
{
    auto line = fromUtf8(text, limit);
    for (auto& character : line)
        if (character.category() == QChar::Other_Control || character == QChar::LineSeparator
            || character == QChar::ParagraphSeparator)
            character = QLatin1Char(' ');
    return line;
}

QString toolTip(const QString& text)
{
    if (text.isEmpty())
        return {};
    return QStringLiteral("<div style=\"white-space:pre-wrap\">%1</div>").arg(text.toHtmlEscaped());
}

QFont fixedFont()
{
    auto fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    fixed.setPixelSize(12);
    return fixed;
}

QString dayInWords(const QDateTime& moment, const QDateTime& now)
{
    if (!moment.isValid())
        return QStringLiteral("–");
    const qint64 days = moment.date().daysTo(now.date());
    const QString time = moment.time().toString(QStringLiteral("HH:mm"));
    if (days == 0)
        return QCoreApplication::translate("Words", "today %1").arg(time);
    if (days == 1)
        return QCoreApplication::translate("Words", "yesterday %1").arg(time);
    return QLocale(QLocale::English).toString(moment.date(), QStringLiteral("d MMM yyyy"));
}

} // namespace attune::ui
