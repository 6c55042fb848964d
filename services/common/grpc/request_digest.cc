#include "services/common/grpc/request_digest.h"

#include <openssl/sha.h>

namespace recourse {

std::string RequestDigest(const google::protobuf::Message& request, const std::string& caller) {
  const std::string text =
      request.GetTypeName() + '\0' + caller + '\0' + request.SerializeAsString();
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

}  // namespace recourse
