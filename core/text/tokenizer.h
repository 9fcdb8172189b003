#pragma once

#include "core/text/added_tokens.h"
#include "core/text/byte_range.h"
#include "core/text/vocabulary.h"

#include <filesystem>
#include <memory>

namespace attune::core {

/// Which part of a single text stays when it is too long.
enum class KeptPart {
    Head,
    Tail,
    HeadAndTail ///< the first quarter of the room and the last three (Sun et al. 2019): 128 and 382 of 510
};

/// "head", "tail" and "head+tail". Throws Error for another name.
KeptPart keptPartNamed(const std::string& name);

/// Settings of BERT's tokenizer under HuggingFace's names (tokenizer_config.json).
struct TokenizerOptions {
    bool doLowerCase = true;                      ///< do_lower_case
    std::optional<bool> stripAccents;             ///< strip_accents; absent: as doLowerCase
    bool tokenizeChineseChars = true;             ///< tokenize_chinese_chars
    std::size_t maxInputCharsPerWord = 100;       ///< longer words become [UNK]
    std::optional<std::size_t> modelMaxLength;    ///< model_max_length, where the file states a usable one
    std::vector<std::string> neverSplit;          ///< never_split: words, as white space parts them, that stay as they are
    KeptPart kept = KeptPart::Head;               ///< truncation_side: right, left or, in an entry of our own, head+tail
};

/// One text, or a pair, as the model reads it: [CLS] text [SEP], or [CLS] first [SEP] second [SEP].
struct Encoding {
    std::vector<std::int32_t> ids;
    std::vector<std::int32_t> tokenTypeIds; ///< of a pair: 0 up to and including the first [SEP], then 1; empty for a single text
    std::vector<ByteRange> ranges; ///< same length as ids; {0, 0} for [CLS] and [SEP]; a pair's second text counts its own bytes
    std::size_t fullLength = 0;    ///< tokens including [CLS] and [SEP] had nothing been cut off
    bool truncated() const { return fullLength > ids.size(); }
};

/// Which text of a pair loses its end when both are too long together.
enum class PairTruncation {
    LongestFirst, ///< token by token the longer one; on a tie the second
    OnlyFirst,
    OnlySecond
};

/// [CLS] and two [SEP].
inline constexpr std::size_t kLeastPairLength = 3;

struct EncodeOptions {
    std::size_t maxLength = 512; ///< counts [CLS] and [SEP]; at least 2, for pairs kLeastPairLength
    KeptPart kept = KeptPart::Head;
    PairTruncation pairTruncation = PairTruncation::LongestFirst;
};

/// BERT's tokenizer: cleaning, optional lower-casing and accent stripping, punctuation splitting, WordPiece.
/// Follows HuggingFace's BertTokenizer rule by rule, without its NFC step, as its Rust twin BertTokenizerFast does. The two differ on
/// a few code points where the Rust one has older Unicode tables, on never_split, which the Rust one does not know, and on added tokens
/// in lower-cased text; there this one follows the former. Thread-safe once built.
class Tokenizer {
public:
    /// The vocabulary's special tokens are found in texts; `added` states further tokens, or more about those. Throws Error for an
    /// added token whose id the vocabulary gives to another.
    Tokenizer(Vocabulary vocabulary, TokenizerOptions options, std::vector<AddedToken> added = {});

    /// Reads a checkpoint's tokenizer files; core/text/tokenizer_files.h says which. Throws Error naming the file and its fault.
    static Tokenizer fromDirectory(const std::filesystem::path& directory);

    /// Invalid UTF-8 is read as U+FFFD, which cleaning drops. `maxLength` counts [CLS] and [SEP] and is at least 2;
    /// a longer text loses its end.
    Encoding encode(std::string_view text, std::size_t maxLength) const;
    Encoding encode(std::string_view text, const EncodeOptions& options) const;

    /// Throws Error for a maximum length below kLeastPairLength, and when OnlyFirst or OnlySecond cannot make the pair fit, because the other text alone leaves no room.
    Encoding encodePair(std::string_view first, std::string_view second, const EncodeOptions& options) const;

    const Vocabulary& vocabulary() const { return m_vocabulary; }
    const TokenizerOptions& options() const { return m_options; }
    /// From now on `part` is what the model was trained on of a text that is too long. encode() goes by its own options.
    void setKept(KeptPart part) { m_options.kept = part; }
    /// What is found in raw texts and kept whole: the vocabulary's special tokens and those added.
    const std::vector<AddedToken>& addedTokens() const;

    /// Writes what transformers reads back as this tokenizer, with model_max_length = `modelMaxLength`: vocab.txt, tokenizer_config.json,
    /// special_tokens_map.json and, where the vocabulary was extended, added_tokens.json.
    void save(const std::filesystem::path& directory, std::size_t modelMaxLength) const;

private:
    struct Rules;
    struct Tokens;
    void tokenize(std::string_view text, Tokens& tokens) const;
    void tokenizePart(std::string_view text, std::uint32_t offset, Tokens& tokens) const;

    Vocabulary m_vocabulary;
    TokenizerOptions m_options;
    std::shared_ptr<const Rules> m_rules; ///< made from the two; copies share it
};

} // namespace attune::core
