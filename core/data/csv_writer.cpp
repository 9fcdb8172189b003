#include "core/data/csv_writer.h"

namespace attune::core {

std::string csvRecord(const std::vector<std::string>& fields, char delimiter, char quote)
{
    const std::string special{delimiter, quote, '\r', '\n'};
    std::string record;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (i > 0)
            record += delimiter;
        const std::string& field = fields[i];
        // Blanks at the ends are quoted, too: some readers drop them. So is the empty field of a record of one, which would be an empty line.
        const bool plain = field.find_first_of(special) == std::string::npos && (field.empty() ? fields.size() > 1 : field.front() != ' ' && field.back() != ' ');
        if (plain) {
            record += field;
            continue;
        }
        record += quote;
        for (const char c : field)
            record.append(c == quote ? 2 : 1, c);
        record += quote;
    }
    return record + '\n';
}

} // namespace attune::core
