#pragma once

#include <cstdint>

namespace attune::core {

/// The instructions of a pickle stream, named as Python's pickletools names them.
enum class Opcode : std::uint8_t {
    Mark = '(', Stop = '.', Pop = '0', PopMark = '1', Dup = '2',
    Float = 'F', Int = 'I', BinInt = 'J', BinInt1 = 'K', Long = 'L', BinInt2 = 'M', None = 'N',
    PersId = 'P', BinPersId = 'Q', Reduce = 'R', String = 'S', BinString = 'T', ShortBinString = 'U',
    Unicode = 'V', BinUnicode = 'X', Append = 'a', Build = 'b', Global = 'c', Dict = 'd', EmptyDict = '}',
    Appends = 'e', Get = 'g', BinGet = 'h', Inst = 'i', LongBinGet = 'j', List = 'l', EmptyList = ']', Obj = 'o',
    Put = 'p', BinPut = 'q', LongBinPut = 'r', SetItem = 's', Tuple = 't', EmptyTuple = ')', SetItems = 'u',
    BinFloat = 'G', BinBytes = 'B', ShortBinBytes = 'C',
    Proto = 0x80, NewObj = 0x81, Tuple1 = 0x85, Tuple2 = 0x86, Tuple3 = 0x87, NewTrue = 0x88, NewFalse = 0x89,
    Long1 = 0x8A, Long4 = 0x8B, ShortBinUnicode = 0x8C, BinUnicode8 = 0x8D, BinBytes8 = 0x8E,
    StackGlobal = 0x93, Memoize = 0x94, Frame = 0x95,
};

} // namespace attune::core
