#include "routes/route.h"

#include "routes/ofrep/evaluate.h"

namespace pancake {

Reply ofrep_route(RouteContext& context) {
  if (context.tail.empty()) return ofrep::evaluate_all_flags(context);
  return ofrep::evaluate_one(context, context.tail);
}

}  // namespace pancake
