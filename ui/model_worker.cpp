#include "ui/model_worker.h"
