#pragma once

#include <string>
#include <string_view>

#include "store/store.h"
