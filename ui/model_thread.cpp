#include "ui/model_thread.h"
