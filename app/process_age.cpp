#include "app/process_age.h"

#include <unistd.h>

#include <ctime>
#include <fstream>
#include <sstream>
#include <string>

namespace attune {

double processAge()
{
    std::ifstream stat("/proc/self/stat");
    std::string text((std::istreambuf_iterator<char>(stat)), {});
    std::istringstream fields(text.substr(text.rfind(')') + 1)); // the program's name may hold blanks
    std::string skipped;
    for (int field = 3; field < 22; ++field)
        fields >> skipped;
    double startTicks = 0;
    fields >> startTicks;
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    return double(now.tv_sec) * 1e3 + double(now.tv_nsec) / 1e6 - startTicks * 1e3 / double(sysconf(_SC_CLK_TCK));
}

} // namespace attune
