#include "core/text/truncation.h"

#include "core/error.h"

namespace attune::core {

namespace {

// What stays of the text that is cut: at least one token, as transformers demands.
std::size_t beside(std::size_t other, std::size_t room, const char* option, const char* which)
{
    if (other >= room)
        throw Error("The pair cannot be shortened by truncation " + std::string(option) + ": its " + which + " text alone has "
                        + std::to_string(other) + " tokens, and the maximum length leaves room for " + std::to_string(room) + ".",
            "Choose longest_first or a larger maximum length.");
    return room - other;
}

} // namespace

KeptPart keptPartNamed(const std::string& name)
{
    if (name == "head")
        return KeptPart::Head;
    if (name == "tail")
        return KeptPart::Tail;
    if (name == "head+tail")
        return KeptPart::HeadAndTail;
    throw Error("What stays of a long text is called \"" + name + "\", which is not known.", "Say head, tail or head+tail.");
}

std::pair<std::size_t, std::size_t> keptOfText(std::size_t tokens, std::size_t room, KeptPart kept)
{
    if (tokens <= room)
        return {tokens, 0};
    const std::size_t head = kept == KeptPart::Head ? room : kept == KeptPart::Tail ? 0 : (room + 2) / 4;
    return {head, room - head};
}

std::pair<std::size_t, std::size_t> keptOfPair(std::size_t first, std::size_t second, std::size_t room, PairTruncation truncation)
{
    if (first + second <= room)
        return {first, second};
    switch (truncation) {
    case PairTruncation::OnlyFirst:
        return {beside(second, room, "only_first", "second"), second};
    case PairTruncation::OnlySecond:
        return {first, beside(first, room, "only_second", "first")};
    case PairTruncation::LongestFirst:
        break;
    }
    // Taking from the longer one, on a tie from the second, ends at half and half, unless one of them is shorter than that.
    const std::size_t half = room / 2;
    if (second <= half)
        return {room - second, second};
    if (first <= room - half)
        return {first, room - first};
    return {room - half, half};
}

} // namespace attune::core
