#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace attune::core {

/// A place in Pickle::values. Values name each other by it: cycles and deep nesting cost nothing, and nothing is copied.
using PickleId = std::uint32_t;

/// One value that a pickle describes. Nothing is ever called or built: a call is kept as what it asks for.
struct PickleValue {
    enum class Kind : std::uint8_t {
        None,
        Bool,
        Integer,
        LongInteger, ///< beyond 64 bits; `text` has its bytes
        Real,
        Text,
        Bytes,
        Tuple,
        List,
        Dict,       ///< `items` are key, value, key, value, ...
        Global,     ///< one of those that are allowed; `text` is its module, `name` its name there
        Call,       ///< `items` are the global and the tuple of its arguments
        Persistent, ///< an object that lies outside the pickle; `items` has its id
    };
    Kind kind = Kind::None;
    std::int64_t integer = 0;   ///< of Bool and Integer
    std::string_view text = {}; ///< into the stream
    std::string_view name = {};
    std::vector<PickleId> items = {};
};

/// What a pickle stream describes, as inert values.
struct Pickle {
    std::vector<PickleValue> values;
    PickleId root = 0;

    const PickleValue& operator[](PickleId id) const { return values[id]; }
    /// The value of a dict's last entry under `key`.
    std::optional<PickleId> find(PickleId dict, std::string_view key) const;
};

/// Whether a pickle may name `module`.`name`.
using AllowGlobal = bool (*)(std::string_view module, std::string_view name);

/// Reads one pickle (protocols 0 to 5, as far as data need them) from `stream` at `position`, which moves behind it. Throws Error
/// naming `file`: any global that `allow` does not know, by its name, wherever it stands; truncated or damaged; instructions that
/// no data need; a million instructions. Source: https://docs.python.org/3/library/pickletools.html
Pickle readPickle(std::span<const std::byte> stream, std::size_t& position, AllowGlobal allow, const std::string& file);

} // namespace attune::core
