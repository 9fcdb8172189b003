#include "core/runs/examinations.h"

#include "core/checkpoint/half.h"
#include "core/checkpoint/little_endian.h"
#include "core/checkpoint/mapped_file.h"
#include "core/checkpoint/safetensors.h"
#include "core/checkpoint/spelling.h"
#include "core/error.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <cstdio>

namespace attune::core {

namespace fs = std::filesystem;

namespace {

const std::string kBegin = "step-", kEnd = ".safetensors";

fs::path folderOf(const fs::path& run) { return run / "examinations"; }

fs::path fileOf(const fs::path& run, std::int64_t step)
{
    char name[40];
    std::snprintf(name, sizeof name, "%s%08lld%s", kBegin.c_str(), static_cast<long long>(step), kEnd.c_str());
    return folderOf(run) / name;
}

template <typename T> std::span<const std::byte> bytesOf(const std::vector<T>& values) { return std::as_bytes(std::span<const T>(values)); }

StoredTensor tensor(const char* name, const char* dtype, std::vector<std::int64_t> shape, std::span<const std::byte> bytes)
{
    StoredTensor stored;
    stored.name = name;
    stored.dtype = dtype;
    stored.shape = std::move(shape);
    stored.bytes = bytes;
    return stored;
}

std::string toText(const nlohmann::json& json) { return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace); }

/// A file's bytes as they are asked for: what is absent or of another kind is told with the file's name.
class Reader {
public:
    Reader(std::span<const std::byte> bytes, std::string name) : m_name(std::move(name)), m_content(readSafetensors(bytes, m_name)) {}

    const StoredTensor& find(const std::string& name, std::size_t axes) const
    {
        for (const StoredTensor& one : m_content.tensors)
            if (one.name == name && one.shape.size() == axes)
                return one;
        fail("holds no tensor " + name + " of " + std::to_string(axes) + (axes == 1 ? " axis" : " axes"));
    }

    std::vector<float> floats(const StoredTensor& stored) const
    {
        if (!isFloating(stored.dtype))
            fail("holds no floating-point numbers in " + stored.name);
        std::vector<float> values(elements(stored));
        widen(stored, values);
        return values;
    }

    std::vector<std::int64_t> integers(const std::string& name, std::size_t count) const
    {
        const auto found = std::find_if(m_content.tensors.begin(), m_content.tensors.end(), [&](const StoredTensor& one) { return one.name == name; });
        if (found == m_content.tensors.end() || found->dtype != "I64" || elements(*found) != count)
            fail("holds no " + std::to_string(count) + " numbers in " + name);
        std::vector<std::int64_t> values;
        for (std::size_t i = 0; i < count; ++i)
            values.push_back(littleEndian<std::int64_t>(found->bytes.subspan(i * sizeof(std::int64_t))));
        return values;
    }

    std::optional<std::string> text(const char* name) const
    {
        const auto found = m_content.metadata.find(name);
        return found == m_content.metadata.end() ? std::nullopt : std::optional(found->second);
    }

    template <typename T> T number(const char* name) const
    {
        const std::string stored = text(name).value_or(std::string());
        T value{};
        const auto [end, fault] = std::from_chars(stored.data(), stored.data() + stored.size(), value);
        if (fault != std::errc() || end != stored.data() + stored.size())
            fail("does not tell its " + std::string(name));
        return value;
    }

    std::vector<std::string> texts(const char* name) const
    {
        const auto json = nlohmann::json::parse(text(name).value_or(std::string()), nullptr, false);
        std::vector<std::string> values;
        if (!json.is_array())
            fail("does not tell its " + std::string(name));
        for (const auto& value : json)
            values.push_back(value.is_string() ? value.get<std::string>() : std::string());
        return values;
    }

    [[noreturn]] void fail(const std::string& what) const
    {
        throw Error(m_name + " is damaged: it " + printable(what) + ".", "Delete it: the run goes on without it.");
    }

private:
    static std::size_t elements(const StoredTensor& stored)
    {
        std::size_t count = 1; // the header was checked: it fits into the file
        for (const std::int64_t size : stored.shape)
            count *= static_cast<std::size_t>(size);
        return count;
    }

    std::string m_name;
    SafetensorsContent m_content;
};

std::optional<std::int64_t> stepOf(const std::string& name)
{
    if (!name.starts_with(kBegin) || !name.ends_with(kEnd))
        return std::nullopt;
    const char *begin = name.data() + kBegin.size(), *stop = name.data() + name.size() - kEnd.size();
    std::int64_t step = 0;
    const auto [end, fault] = std::from_chars(begin, stop, step);
    return fault == std::errc() && end == stop ? std::optional(step) : std::nullopt;
}

} // namespace

fs::path keepExamination(const fs::path& run, const Examination& examination)
{
    const Prediction& prediction = examination.prediction;
    const AttentionMaps& maps = prediction.attention;
    std::error_code fault;
    fs::create_directory(folderOf(run), fault);
    if (fault)
        throw Error("Cannot make the folder " + folderOf(run).string() + ": " + fault.message() + ".", "Free some space there.");

    std::vector<std::uint16_t> attention;
    attention.reserve(maps.values.size());
    for (const float value : maps.values)
        attention.push_back(toHalf(value));
    std::vector<std::int64_t> ids, segments, ranges;
    nlohmann::json tokens = nlohmann::json::array();
    for (const Token& token : prediction.tokens) {
        ids.push_back(token.id);
        segments.push_back(token.segment);
        ranges.insert(ranges.end(), {token.range.begin, token.range.end});
        tokens.push_back(token.text);
    }
    const auto count = [](std::size_t n) { return static_cast<std::int64_t>(n); };
    const std::int64_t length = count(prediction.tokens.size()), labels = count(prediction.labels.size());
    char epoch[32];
    *std::to_chars(epoch, epoch + sizeof epoch - 1, examination.epoch).ptr = '\0';
    std::map<std::string, std::string> metadata{{"format", "pt"},
                                                {"step", std::to_string(examination.step)},
                                                {"epoch", epoch},
                                                {"text", examination.text.text},
                                                {"tokens", toText(tokens)},
                                                {"labels", toText(prediction.labels)},
                                                {"several_labels", prediction.problemType == ProblemType::MultiLabel ? "1" : "0"},
                                                {"full_length", std::to_string(prediction.fullLength)},
                                                {"max_length", std::to_string(prediction.maxLength)}};
    if (examination.text.second)
        metadata["text_pair"] = *examination.text.second;
    const fs::path file = fileOf(run, examination.step);
    writeSafetensors(file,
                     {tensor("attention", "F16", {count(maps.layers), count(maps.heads), length, length}, bytesOf(attention)),
                      tensor("logits", "F32", {labels}, bytesOf(prediction.logits)), tensor("probabilities", "F32", {labels}, bytesOf(prediction.probabilities)),
                      tensor("input_ids", "I64", {length}, bytesOf(ids)), tensor("token_type_ids", "I64", {length}, bytesOf(segments)),
                      tensor("ranges", "I64", {length, 2}, bytesOf(ranges))},
                     metadata);
    return file;
}

std::vector<KeptExamination> examinationsOf(const fs::path& run)
{
    std::vector<KeptExamination> kept;
    std::error_code fault;
    for (fs::directory_iterator entry(folderOf(run), fault), end; !fault && entry != end; entry.increment(fault))
        if (const auto step = stepOf(entry->path().filename().string()))
            kept.push_back({*step, entry->path()});
    std::sort(kept.begin(), kept.end(), [](const KeptExamination& a, const KeptExamination& b) { return a.step < b.step; });
    return kept;
}

namespace {

Examination read(std::span<const std::byte> bytes, const std::string& name, bool withAttention)
{
    const Reader reader(bytes, name);
    Examination examination;
    examination.step = reader.number<std::int64_t>("step");
    examination.epoch = reader.number<double>("epoch");
    examination.text = {reader.text("text").value_or(std::string()), reader.text("text_pair")};

    Prediction& prediction = examination.prediction;
    prediction.labels = reader.texts("labels");
    prediction.problemType = reader.number<int>("several_labels") ? ProblemType::MultiLabel : ProblemType::SingleLabel;
    prediction.logits = reader.floats(reader.find("logits", 1));
    prediction.probabilities = reader.floats(reader.find("probabilities", 1));
    if (prediction.labels.empty() || prediction.logits.size() != prediction.labels.size() || prediction.probabilities.size() != prediction.labels.size())
        reader.fail("does not tell each label's probability");
    prediction.label = static_cast<std::size_t>(
        std::max_element(prediction.probabilities.begin(), prediction.probabilities.end()) - prediction.probabilities.begin());
    prediction.fullLength = reader.number<std::size_t>("full_length");
    prediction.maxLength = reader.number<std::size_t>("max_length");

    const std::vector<std::string> tokens = reader.texts("tokens");
    const auto ids = reader.integers("input_ids", tokens.size()), segments = reader.integers("token_type_ids", tokens.size()),
               ranges = reader.integers("ranges", 2 * tokens.size());
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const ByteRange range{static_cast<std::uint32_t>(ranges[2 * i]), static_cast<std::uint32_t>(ranges[2 * i + 1])};
        const bool second = segments[i] == 1 && examination.text.second;
        const std::string& text = second ? *examination.text.second : examination.text.text;
        if (ranges[2 * i] < 0 || ranges[2 * i + 1] < ranges[2 * i] || static_cast<std::uint64_t>(ranges[2 * i + 1]) > text.size())
            reader.fail("holds a token that lies outside its text");
        prediction.tokens.push_back({tokens[i], static_cast<std::int32_t>(ids[i]), range, second ? 1 : 0});
    }
    const StoredTensor& attention = reader.find("attention", 4);
    const auto size = [&](std::size_t axis) { return static_cast<std::size_t>(attention.shape[axis]); };
    if (tokens.empty() || size(0) == 0 || size(1) == 0 || size(2) != tokens.size() || size(3) != tokens.size())
        reader.fail("holds no attention, or that of other tokens");
    if (withAttention)
        prediction.attention = {size(0), size(1), tokens.size(), reader.floats(attention)};
    return examination;
}

} // namespace

Examination readExamination(const fs::path& file)
{
    const MappedFile mapped(file);
    return read(mapped.bytes(), file.string(), true);
}

Examination readExaminedAnswer(const fs::path& file)
{
    const MappedFile mapped(file);
    return read(mapped.bytes(), file.string(), false);
}

Examination readExamination(std::span<const std::byte> bytes, const std::string& name) { return read(bytes, name, true); }

std::optional<ExaminedText> textExaminedAt(const fs::path& run, std::int64_t step)
{
    try {
        return readExamination(fileOf(run, step)).text;
    } catch (const Error&) {
        return std::nullopt;
    }
}

void forgetExaminationsAfter(const fs::path& run, std::int64_t step)
{
    std::error_code ignored;
    for (const KeptExamination& one : examinationsOf(run))
        if (one.step > step)
            fs::remove(one.file, ignored);
}

} // namespace attune::core
