#include "core/checkpoint/pickle.h"

#include "core/checkpoint/pickle_opcodes.h"
#include "core/checkpoint/pickle_stream.h"

#include <unordered_map>

namespace attune::core {

namespace {

using Kind = PickleValue::Kind;

// The weights of the largest BERT take a few ten thousand.
constexpr std::size_t kMostInstructions = 1'000'000;
constexpr int kNewestProtocol = 5;

const char* const kDistrust = "Do not open this file with other programs; fetch the weights from a source that you trust, best as model.safetensors.";

const char* const kConvert = "Load the checkpoint with transformers and torch_dtype=torch.float32, and save it again with save_pretrained.";

/// Python's pickle machine without its arms: the stack, the marks and the memo are there, calling is not.
class Machine {
public:
    Machine(std::span<const std::byte> stream, std::size_t position, AllowGlobal allow, const std::string& file)
        : m_stream(stream, position, file)
        , m_allow(allow)
    {
    }

    std::size_t position() const { return m_stream.position(); }

    Pickle run()
    {
        for (Opcode opcode = next(); opcode != Opcode::Stop; opcode = next()) {
            charge(1);
            if (!scalar(opcode) && !container(opcode) && !stackOrMemo(opcode))
                object(opcode);
        }
        m_pickle.root = pop();
        return std::move(m_pickle);
    }

private:
    Opcode next() { return static_cast<Opcode>(m_stream.instruction()); }

    void charge(std::size_t instructions)
    {
        m_instructions += instructions;
        if (m_instructions > kMostInstructions)
            throw Error("The pickle in " + m_stream.file() + " has more than " + std::to_string(kMostInstructions)
                            + " instructions, which no weights of a BERT need.",
                        kFetchPickleAgain);
    }

    // ---- the stack ----

    std::size_t fence() const { return m_marks.empty() ? 0 : m_marks.back(); }

    void push(PickleValue value)
    {
        m_pickle.values.push_back(std::move(value));
        m_stack.push_back(static_cast<PickleId>(m_pickle.values.size() - 1));
    }
    void push(Kind kind) { push(PickleValue{kind}); }
    void pushInteger(std::int64_t integer) { push({Kind::Integer, integer}); }
    void pushText(std::string_view text, Kind kind = Kind::Text) { push({kind, 0, text}); }

    PickleId top() const
    {
        if (m_stack.size() <= fence())
            m_stream.damaged("its stack is empty");
        return m_stack.back();
    }

    PickleId pop()
    {
        const PickleId id = top();
        m_stack.pop_back();
        return id;
    }

    std::vector<PickleId> popItems(std::size_t count)
    {
        if (m_stack.size() - fence() < count)
            m_stream.damaged("its stack holds too little");
        std::vector<PickleId> items(m_stack.end() - static_cast<std::ptrdiff_t>(count), m_stack.end());
        m_stack.resize(m_stack.size() - count);
        return items;
    }

    std::vector<PickleId> popToMark()
    {
        if (m_marks.empty())
            m_stream.damaged("it closes what was not begun");
        std::vector<PickleId> items = popItems(m_stack.size() - fence());
        m_marks.pop_back();
        return items;
    }

    PickleValue& topOfKind(Kind kind, const char* what)
    {
        PickleValue& value = m_pickle.values[top()];
        if (value.kind != kind)
            m_stream.damaged(std::string("it adds to ") + what + " where there is none");
        return value;
    }

    // ---- instructions ----

    bool scalar(Opcode opcode)
    {
        switch (opcode) {
        case Opcode::None: push(Kind::None); return true;
        case Opcode::NewTrue: push({Kind::Bool, 1}); return true;
        case Opcode::NewFalse: push({Kind::Bool, 0}); return true;
        case Opcode::BinInt: pushInteger(m_stream.number<std::int32_t>()); return true;
        case Opcode::BinInt1: pushInteger(m_stream.number<std::uint8_t>()); return true;
        case Opcode::BinInt2: pushInteger(m_stream.number<std::uint16_t>()); return true;
        case Opcode::Int: pushDecimal(m_stream.line()); return true;
        case Opcode::Long: pushLongDecimal(m_stream.line()); return true;
        case Opcode::Long1: pushLong(m_stream.take(m_stream.number<std::uint8_t>())); return true;
        case Opcode::Long4: pushLong(m_stream.take(m_stream.number<std::uint32_t>())); return true;
        case Opcode::Float: m_stream.line(); push(Kind::Real); return true;
        case Opcode::BinFloat: m_stream.take(8); push(Kind::Real); return true;
        case Opcode::String: pushQuoted(m_stream.line()); return true;
        case Opcode::BinString: pushText(m_stream.utf8(m_stream.take(m_stream.number<std::uint32_t>()))); return true;
        case Opcode::ShortBinString: pushText(m_stream.utf8(m_stream.take(m_stream.number<std::uint8_t>()))); return true;
        case Opcode::Unicode: pushText(m_stream.withoutEscapes(m_stream.line())); return true;
        case Opcode::BinUnicode: pushText(m_stream.utf8(m_stream.take(m_stream.number<std::uint32_t>()))); return true;
        case Opcode::ShortBinUnicode: pushText(m_stream.utf8(m_stream.take(m_stream.number<std::uint8_t>()))); return true;
        case Opcode::BinUnicode8: pushText(m_stream.utf8(m_stream.take(m_stream.number<std::uint64_t>()))); return true;
        case Opcode::BinBytes: pushText(m_stream.take(m_stream.number<std::uint32_t>()), Kind::Bytes); return true;
        case Opcode::ShortBinBytes: pushText(m_stream.take(m_stream.number<std::uint8_t>()), Kind::Bytes); return true;
        case Opcode::BinBytes8: pushText(m_stream.take(m_stream.number<std::uint64_t>()), Kind::Bytes); return true;
        default: return false;
        }
    }

    void pushDecimal(std::string_view digits)
    {
        if (digits == "00" || digits == "01") // how protocol 0 and 1 spell False and True
            push({Kind::Bool, digits == "01"});
        else
            pushInteger(m_stream.decimal<std::int64_t>(digits));
    }

    void pushLongDecimal(std::string_view digits)
    {
        if (digits.ends_with('L'))
            digits.remove_suffix(1);
        pushInteger(m_stream.decimal<std::int64_t>(digits));
    }

    /// Two's complement, little-endian, as short as it can be.
    void pushLong(std::string_view bytes)
    {
        if (bytes.size() > sizeof(std::int64_t)) {
            pushText(bytes, Kind::LongInteger);
            return;
        }
        std::uint64_t bits = !bytes.empty() && (bytes.back() & 0x80) ? ~std::uint64_t{0} : 0;
        for (std::size_t i = bytes.size(); i-- > 0;)
            bits = bits << 8 | static_cast<unsigned char>(bytes[i]);
        pushInteger(static_cast<std::int64_t>(bits));
    }

    void pushQuoted(std::string_view quoted)
    {
        if (quoted.size() < 2 || quoted.front() != quoted.back() || (quoted.front() != '\'' && quoted.front() != '"'))
            m_stream.damaged("a text stands without its quotes");
        pushText(m_stream.withoutEscapes(quoted.substr(1, quoted.size() - 2)));
    }

    bool container(Opcode opcode)
    {
        switch (opcode) {
        case Opcode::EmptyDict: push(Kind::Dict); return true;
        case Opcode::EmptyList: push(Kind::List); return true;
        case Opcode::EmptyTuple: push(Kind::Tuple); return true;
        case Opcode::Tuple1: pushOf(Kind::Tuple, popItems(1)); return true;
        case Opcode::Tuple2: pushOf(Kind::Tuple, popItems(2)); return true;
        case Opcode::Tuple3: pushOf(Kind::Tuple, popItems(3)); return true;
        case Opcode::Tuple: pushOf(Kind::Tuple, popToMark()); return true;
        case Opcode::List: pushOf(Kind::List, popToMark()); return true;
        case Opcode::Dict: pushOf(Kind::Dict, pairs(popToMark())); return true;
        case Opcode::Append: append(popItems(1)); return true;
        case Opcode::Appends: append(popToMark()); return true;
        case Opcode::SetItem: setItems(popItems(2)); return true;
        case Opcode::SetItems: setItems(popToMark()); return true;
        default: return false;
        }
    }

    void pushOf(Kind kind, std::vector<PickleId> items) { push({kind, 0, {}, {}, std::move(items)}); }

    std::vector<PickleId> pairs(std::vector<PickleId> items) const
    {
        if (items.size() % 2 != 0)
            m_stream.damaged("a dict has a key without a value");
        return items;
    }

    void append(const std::vector<PickleId>& items)
    {
        auto& list = topOfKind(Kind::List, "a list").items;
        list.insert(list.end(), items.begin(), items.end());
    }

    void setItems(std::vector<PickleId> items)
    {
        items = pairs(std::move(items));
        auto& dict = topOfKind(Kind::Dict, "a dict").items;
        dict.insert(dict.end(), items.begin(), items.end());
    }

    bool stackOrMemo(Opcode opcode)
    {
        switch (opcode) {
        case Opcode::Mark: m_marks.push_back(m_stack.size()); return true;
        case Opcode::Pop: drop(); return true;
        case Opcode::PopMark: popToMark(); return true;
        case Opcode::Dup: m_stack.push_back(top()); return true;
        case Opcode::Get: recall(m_stream.decimal<std::uint32_t>(m_stream.line())); return true;
        case Opcode::BinGet: recall(m_stream.number<std::uint8_t>()); return true;
        case Opcode::LongBinGet: recall(m_stream.number<std::uint32_t>()); return true;
        case Opcode::Put: m_memo[m_stream.decimal<std::uint32_t>(m_stream.line())] = top(); return true;
        case Opcode::BinPut: m_memo[m_stream.number<std::uint8_t>()] = top(); return true;
        case Opcode::LongBinPut: m_memo[m_stream.number<std::uint32_t>()] = top(); return true;
        case Opcode::Memoize: m_memo[static_cast<std::uint32_t>(m_memo.size())] = top(); return true;
        case Opcode::Proto: checkProtocol(m_stream.number<std::uint8_t>()); return true;
        case Opcode::Frame: checkFrame(m_stream.number<std::uint64_t>()); return true;
        default: return false;
        }
    }

    void drop()
    {
        if (m_stack.size() == fence() && !m_marks.empty())
            m_marks.pop_back();
        else
            pop();
    }

    void recall(std::uint32_t place)
    {
        const auto found = m_memo.find(place);
        if (found == m_memo.end())
            m_stream.damaged("it recalls what it never put aside");
        m_stack.push_back(found->second);
    }

    void checkProtocol(int protocol) const
    {
        if (protocol > kNewestProtocol)
            m_stream.damaged("its protocol is " + std::to_string(protocol) + ", and Attune reads 0 to " + std::to_string(kNewestProtocol));
    }

    void checkFrame(std::uint64_t length) const
    {
        if (length > m_stream.left())
            m_stream.damaged("it is truncated: a frame of " + std::to_string(length) + " bytes begins there");
    }

    void object(Opcode opcode)
    {
        switch (opcode) {
        case Opcode::Global: {
            const std::string_view module = m_stream.line();
            pushGlobal(module, m_stream.line());
            return;
        }
        case Opcode::StackGlobal: {
            const auto names = popItems(2);
            for (const PickleId id : names)
                if (m_pickle[id].kind != Kind::Text)
                    m_stream.damaged("the name of a global is no text");
            pushGlobal(m_pickle[names[0]].text, m_pickle[names[1]].text);
            return;
        }
        case Opcode::Inst: {
            const std::string_view module = m_stream.line();
            checkGlobal(module, m_stream.line());
            m_stream.damaged("it makes an instance of a class");
        }
        case Opcode::Reduce:
        case Opcode::NewObj: call(popItems(2)); return;
        case Opcode::Build: build(); return;
        case Opcode::BinPersId: pushOf(Kind::Persistent, popItems(1)); return;
        default: m_stream.damaged("the instruction " + std::to_string(static_cast<int>(opcode)) + " has no use in a file of weights");
        }
    }

    void checkGlobal(std::string_view module, std::string_view name) const
    {
        if (m_allow(module, name))
            return;
        // PyTorch's own makers of tensors: fp8, quantised, sparse and others. Not ours to read, yet no attack.
        if (module == "torch._utils" && name.starts_with("_rebuild_"))
            throw Error(m_stream.file() + " holds a kind of tensor that Attune does not read (torch._utils." + printable(name)
                            + "): it reads dense tensors of fp64, fp32, fp16 and bf16.",
                        kConvert);
        throw Error(m_stream.file() + " asks to run " + printable(module) + "." + printable(name) + ", and no weights need that; nothing was run.", kDistrust);
    }

    void pushGlobal(std::string_view module, std::string_view name)
    {
        checkGlobal(module, name);
        push({Kind::Global, 0, module, name});
    }

    /// What would be a call is put aside as it stands; only an OrderedDict becomes the dict that it is.
    void call(std::vector<PickleId> callableAndArguments)
    {
        const PickleValue& callable = m_pickle[callableAndArguments[0]];
        const PickleValue& arguments = m_pickle[callableAndArguments[1]];
        if (callable.kind != Kind::Global || arguments.kind != Kind::Tuple)
            m_stream.damaged("it calls what cannot be called");
        if (callable.text == "collections" && callable.name == "OrderedDict")
            pushOf(Kind::Dict, orderedItems(arguments));
        else
            pushOf(Kind::Call, std::move(callableAndArguments));
    }

    /// Python 2 hands an OrderedDict its pairs; Python 3 sets them one by one afterwards.
    std::vector<PickleId> orderedItems(const PickleValue& arguments)
    {
        std::vector<PickleId> items;
        if (arguments.items.empty())
            return items;
        const PickleValue& list = m_pickle[arguments.items[0]];
        if (arguments.items.size() > 1 || list.kind != Kind::List)
            m_stream.damaged("an OrderedDict is not made of a list");
        charge(list.items.size());
        for (const PickleId id : list.items) {
            const PickleValue& pair = m_pickle[id];
            if ((pair.kind != Kind::List && pair.kind != Kind::Tuple) || pair.items.size() != 2)
                m_stream.damaged("an OrderedDict is not made of pairs");
            items.insert(items.end(), pair.items.begin(), pair.items.end());
        }
        return items;
    }

    // An OrderedDict's attributes (torch keeps versions there) and a tensor's are of no use here.
    void build()
    {
        pop();
        if (const Kind kind = m_pickle[top()].kind; kind != Kind::Dict && kind != Kind::Call)
            m_stream.damaged("it gives attributes to what has none");
    }

    PickleStream m_stream;
    AllowGlobal m_allow;
    std::size_t m_instructions = 0;

    Pickle m_pickle;
    std::vector<PickleId> m_stack;
    std::vector<std::size_t> m_marks; ///< heights of the stack
    std::unordered_map<std::uint32_t, PickleId> m_memo;
};

} // namespace

std::optional<PickleId> Pickle::find(PickleId dict, std::string_view key) const
{
    const auto& items = values[dict].items;
    for (std::size_t i = items.size(); i >= 2; i -= 2)
        if (const auto& stated = values[items[i - 2]]; stated.kind == PickleValue::Kind::Text && stated.text == key)
            return items[i - 1];
    return std::nullopt;
}

Pickle readPickle(std::span<const std::byte> stream, std::size_t& position, AllowGlobal allow, const std::string& file)
{
    Machine machine(stream, position, allow, file);
    Pickle pickle = machine.run();
    position = machine.position();
    return pickle;
}

} // namespace attune::core
