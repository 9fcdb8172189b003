#pragma once

#include "core/checkpoint/model_config.h"

#include <QStringList>
#include <QWidget>

namespace attune::ui {

/// The model as a drawing: text, embeddings, layers with their heads, pooler, classifier with its labels; what is new is dashed.
class ModelSketch : public QWidget {
    Q_OBJECT
public:
    explicit ModelSketch(QWidget* parent = nullptr);
    void set(const core::ModelConfig& config, const QStringList& labels, bool classifierIsNew, bool poolerIsNew);
    QSize sizeHint() const override { return {816, 136}; }
    QSize minimumSizeHint() const override { return {560, 136}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    core::ModelConfig m_config;
    QStringList m_labels;
    bool m_classifierIsNew = true;
    bool m_poolerIsNew = false;
};

} // namespace attune::ui
