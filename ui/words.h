#pragma once

#include <QFont>
#include <QDateTime>
#include <QString>

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace attune::ui {

QString number(std::uint64_t value); ///< "8,041"
/// What is said of one, or of several: there "%1" stands for the number.
QString counted(std::uint64_t count, const QString& one, const QString& several);
QString decimal(double value, int decimals); ///< "22.7"
std::string csvNumber(double value); ///< for files: "0.8261", empty where it is no number
QString percent(double share); ///< 0.512 -> "51.2 %"
QString bytes(std::uint64_t value); ///< "1.9 MB"
QString count(std::int64_t value); ///< "22.7 M", "384 k", "912"

QString fromPath(const std::filesystem::path& path);
std::filesystem::path toPath(const QString& path);
std::filesystem::path realPath(const std::filesystem::path& path); ///< without links and detours, whether it is there or not
QString shortPath(const std::filesystem::path& path); ///< with ~ for the home directory

/// The first `limit` bytes of UTF-8 `text`, cut between two characters, with … where something was cut off.
QString fromUtf8(std::string_view text, std::size_t limit);
QString capitalised(QString text);
QString oneLine(std::string_view text, std::size_t limit); ///< the same with line breaks and tabs as blanks

/// As a tool tip that wraps and never is taken for markup.
QString toolTip(const QString& text);

QFont fixedFont(); ///< 12 px, for raw rows

/// "today 14:06", "yesterday 09:30", "3 Nov 2026"; a dash for no moment.
QString dayInWords(const QDateTime& moment, const QDateTime& now);

} // namespace attune::ui
