#include "core/data/csv.h"

#include "core/data/csv_parser.h"

namespace attune::core {

namespace {

Table parse(SharedBytes bytes, const std::filesystem::path& name, const DialectChoice& choice, const Progress& progress, const std::stop_token& stop)
{
    return parseDelimited(decodeText(std::move(bytes), name, choice.encoding, stop), name, choice, progress, stop);
}

} // namespace

Table parseCsv(std::string_view bytes, const std::filesystem::path& name, const DialectChoice& choice, const Progress& progress, std::stop_token stop)
{
    return parse(ownBytes(std::string(bytes)), name, choice, progress, stop);
}

Table readCsv(const std::filesystem::path& file, const DialectChoice& choice, const Progress& progress, std::stop_token stop)
{
    return parse(readFileBytes(file, stop), file, choice, progress, stop);
}

} // namespace attune::core
