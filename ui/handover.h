#pragma once

/// What Qt's event queues and thread pools ensure is not seen by ThreadSanitizer, since the distribution's Qt is not instrumented: that what was
/// written before a call was posted is there when it runs. Whoever posts says so with give(), whoever runs with take(), both of one place that
/// they share. Without ThreadSanitizer neither is anything.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define ATTUNE_THREAD_SANITIZER
extern "C" void __tsan_acquire(void*);
extern "C" void __tsan_release(void*);
#endif
#endif

namespace attune::ui::handover {

inline void give([[maybe_unused]] const void* place)
{
#ifdef ATTUNE_THREAD_SANITIZER
    __tsan_release(const_cast<void*>(place));
#endif
}

inline void take([[maybe_unused]] const void* place)
{
#ifdef ATTUNE_THREAD_SANITIZER
    __tsan_acquire(const_cast<void*>(place));
#endif
}

} // namespace attune::ui::handover
