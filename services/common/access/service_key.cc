#include "services/common/access/service_key.h"

namespace recourse {

StatusOr<std::string> ServiceKey::Mint(Timestamp now) const {
  return MintKey(key_secret_, {"service-" + service_, role_, "", service_}, now + kServiceKeyLife);
}

}  // namespace recourse
