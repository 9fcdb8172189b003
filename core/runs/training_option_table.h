#pragma once

#include "core/runs/training_options.h"

#include <functional>
#include <limits>
#include <span>

namespace attune::core {

/// A range of numbers, and how a sentence tells it.
struct NumberRange {
    double least, most;
    const char* words;
    bool aboveLeast = false, belowMost = false; ///< the end itself is out

    bool contains(double value) const // NaN, which compares with nothing, is in no range
    {
        return (aboveLeast ? value > least : value >= least) && (belowMost ? value < most : value <= most);
    }
};

/// A range of whole numbers.
struct CountRange {
    std::int64_t least, most;
};

/// A text's rule: whether it holds, and how a sentence tells it.
struct TextRule {
    std::function<bool(const std::string&)> holds;
    std::string words;
};

struct NoRule { };

/// The text is one of `choices`.
TextRule oneOf(std::vector<std::string> choices);
TextRule deviceRule();
TextRule classWeightsRule();

/// Calls `visit(name, member, rule, sentence)` for every option, in the order of files and of --help. `Options` is TrainingOptions, const or not.
template <typename Options, typename Visit> void visitOptions(Options& o, Visit&& visit)
{
    constexpr std::int64_t kMostSteps = 1'000'000'000;
    const NumberRange share{0, 1, "between 0 and 1"}, below1{0, 1, "at least 0 and below 1", false, true};
    visit("learning_rate", o.learningRate, NumberRange{0, 1, "above 0 and at most 1", true}, "Peak of the learning rate");
    visit("num_train_epochs", o.numTrainEpochs, NumberRange{0, 100'000, "above 0 and at most 100000", true}, "Passes over the training texts");
    visit("max_steps", o.maxSteps, CountRange{1, kMostSteps}, "Optimiser steps in all, instead of epochs");
    visit("per_device_train_batch_size", o.batchSize, CountRange{1, 100'000}, "Texts in a batch");
    visit("gradient_accumulation_steps", o.gradientAccumulationSteps, CountRange{1, 100'000}, "Batches that one optimiser step learns from");
    visit("optim", o.optim, oneOf({"adamw_torch", "adam", "sgd"}), "adamw_torch, adam or sgd");
    visit("momentum", o.momentum, below1, "Momentum of sgd");
    visit("lr_scheduler_type", o.lrSchedulerType,
          oneOf({"linear", "cosine", "cosine_with_restarts", "polynomial", "constant", "constant_with_warmup"}),
          "linear, cosine, cosine_with_restarts, polynomial, constant or constant_with_warmup");
    visit("warmup_ratio", o.warmupRatio, share, "Share of the steps in which the learning rate rises");
    visit("warmup_steps", o.warmupSteps, CountRange{0, kMostSteps}, "Steps in which it rises, instead of the share");
    visit("weight_decay", o.weightDecay, share, "Decay of the weights, not of biases and LayerNorm");
    visit("adam_beta1", o.adamBeta1, below1, "Memory of Adam's first moment");
    visit("adam_beta2", o.adamBeta2, below1, "Memory of Adam's second moment");
    visit("adam_epsilon", o.adamEpsilon, NumberRange{0, 1, "above 0 and at most 1", true}, "What Adam adds to its denominator");
    visit("max_grad_norm", o.maxGradNorm, NumberRange{0, 1e9, "at least 0"}, "Norm that gradients are clipped to; 0 clips nothing");
    visit("label_smoothing_factor", o.labelSmoothingFactor, below1, "Share of each target that is spread over all labels");
    visit("class_weights", o.classWeights, classWeightsRule(), "none, balanced, or a number for each label with commas between");
    visit("dropout", o.dropout, below1, "Dropout instead of the checkpoint's");
    visit("max_seq_length", o.maxSeqLength, CountRange{3, 100'000}, "Tokens read of each text, [CLS] and [SEP] among them, instead of what 99 of 100 texts need");
    visit("truncation", o.truncation, oneOf({"head", "tail", "head+tail"}), "What stays of a text that is too long: head, tail or head+tail");
    visit("freeze_embeddings", o.freezeEmbeddings, NoRule{}, "Leave the embeddings as they are");
    visit("freeze_layers", o.freezeLayers, CountRange{0, 1000}, "Leave the first N layers as they are");
    visit("layerwise_lr_decay", o.layerwiseLrDecay, NumberRange{0, 1, "above 0 and at most 1", true},
          "Learning rate of each layer as a share of that of the layer above it");
    visit("eval_steps", o.evalSteps, NumberRange{0, kMostSteps, "above 0: steps, or below 1 a share of an epoch", true},
          "Steps between validations, or below 1 a share of an epoch");
    visit("metric_for_best_model", o.metricForBestModel, oneOf({"auto", "accuracy", "macro_f1", "weighted_f1", "matthews", "loss"}),
          "What the best model is chosen by: auto, accuracy, macro_f1, weighted_f1, matthews or loss");
    visit("early_stopping_patience", o.earlyStoppingPatience, CountRange{1, kMostSteps}, "Validations without improvement that end the run");
    visit("early_stopping_threshold", o.earlyStoppingThreshold, NumberRange{0, 1e9, "at least 0"}, "What counts as improvement");
    visit("save_steps", o.saveSteps, CountRange{1, kMostSteps}, "Steps between two saved states, beside those at validations");
    visit("save_total_limit", o.saveTotalLimit, CountRange{1, 1000}, "Saved states to keep");
    visit("seed", o.seed, NoRule{}, "Seed of split, order, dropout and new weights");
    visit("full_determinism", o.fullDeterminism, NoRule{}, "The same bits on a graphics card, too, at some cost");
    visit("precision", o.precision, oneOf({"auto", "fp32", "bf16", "fp16"}), "Of matrix products: auto, fp32, bf16 or fp16");
    visit("device", o.device, deviceRule(), "auto, cpu, cuda, cuda:N or mps");
}

} // namespace attune::core
