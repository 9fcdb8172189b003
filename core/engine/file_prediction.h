#pragma once

#include "core/data/row_stream.h"
#include "core/engine/engine.h"
#include "core/output_file.h"

#include <optional>
#include <string>
#include <vector>

namespace attune::core {

struct FilePredictionRequest {
    std::filesystem::path input;   ///< delimited or JSON Lines, labelled or not; a pipe will do for the former
    std::filesystem::path output;  ///< CSV in UTF-8 to write; replaced where it exists
    std::string textColumn = {};   ///< name or 0-based index; empty: guessed
    std::string textPairColumn = {}; ///< of the second text of pairs; empty: none, unless both columns are guessed or learned
    DialectChoice dialect = {};
    PredictOptions options = {};
    std::string learnedText = {}, learnedPair = {}; ///< columns that the model learned from: go before a guess, where the file has them
};

/// What became of a file's rows.
struct FilePredictionReport {
    Dialect dialect;
    std::vector<std::string> columns;      ///< of the input
    std::string textColumn;
    std::optional<std::string> textPairColumn;
    std::vector<std::string> addedColumns; ///< prediction, probability and one for each label; behind the input's own
    std::size_t rows = 0;                  ///< written
    std::size_t predicted = 0;             ///< of these: with a prediction
    std::size_t leftOut = 0;               ///< records that fit into no row
    std::size_t truncated = 0;             ///< texts that lost what was beyond the maximum length
    std::vector<std::string> labels;
    std::vector<std::size_t> labelCounts;  ///< [labels]: how often each was the most probable one
    std::size_t problemCount = 0;
    std::vector<RowProblem> problems;      ///< the first kMostProblems of them

    static constexpr std::size_t kMostProblems = 1000; ///< a file of any size may consist of them
};

/// Predicts every row of a table and writes a CSV file: all columns as they were parsed, then prediction, probability and the probability of each
/// label, in the order of the rows. Streams: of a file of any size a block lies in memory. A row without a usable text is written with those
/// fields empty, and told among the problems; a record that fits into no row is told there and left out. The output has a header in any case.
/// One small batch a step, so that whoever owns the classifier can do something else in between; whoever lets go before the end leaves no file.
class FilePrediction {
public:
    /// The classifier has to outlive this. Throws Error where input or output cannot be opened, are the same file, or where there is no such column.
    FilePrediction(Classifier& classifier, FilePredictionRequest request, std::size_t block = TextStream::kBlock);

    bool finished() const { return m_finished; } ///< the output is there
    void step();                                 ///< throws Error as writing and predicting do; then it is over, and nothing is left behind

    std::uint64_t done() const;
    std::uint64_t total() const { return m_stream.total(); } ///< bytes; 0 where they are not known

    const FilePredictionReport& report() const { return m_report; }

private:
    /// What is written of a row's answer.
    struct RowAnswer {
        std::string prediction;
        float probability = 0;
        std::vector<float> probabilities; ///< [labels]; none: no prediction
    };

    void begin();
    bool takeRows();
    void answerSome();
    void writeRows();
    void note(RowProblem problem);
    TextInput inputOf(const StreamedRow& row) const;
    std::optional<RowProblem> problemOf(const StreamedRow& row) const;

    Classifier& m_classifier;
    FilePredictionRequest m_request;
    RowStream m_stream;
    OutputFile m_out;
    FilePredictionReport m_report;
    std::size_t m_text = 0;                    ///< column
    std::optional<std::size_t> m_textPair;
    std::size_t m_tokensAtOnce;
    std::vector<StreamedRow> m_rows;           ///< of the block at hand
    std::vector<std::optional<RowAnswer>> m_answers;
    std::vector<std::size_t> m_order;          ///< of m_rows, those with a usable text by length
    std::size_t m_answered = 0;                ///< of m_order
    std::uint64_t m_blockBegin = 0;            ///< in bytes of the file
    bool m_begun = false;
    bool m_finished = false;
};

} // namespace attune::core
